'use server'

import { action } from '@/lib/access/action'
import { endAccess, invitePatient, revokePatientInvitation } from '@/lib/invitations/commands'
import { verifyIdentity } from '@/lib/recovery/commands'

export const invite = action(invitePatient)
export const revoke = action(revokePatientInvitation)
export const end = action(endAccess)
export const verify = action(verifyIdentity)
