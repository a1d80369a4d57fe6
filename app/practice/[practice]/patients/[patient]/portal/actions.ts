'use server'

import { action } from '@/lib/access/action'
import { endAccess, invitePatient, revokePatientInvitation } from '@/lib/invitations/commands'
import { verifyIdentity } from '@/lib/recovery/commands'

export const invite = action(invitePatient)
export const revoke = action(revokePatientInvitation, { fresh: true })
export const end = action(endAccess, { fresh: true })
export const verify = action(verifyIdentity)
