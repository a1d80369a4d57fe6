'use server'

import { action } from '@/lib/access/action'
import { endAccess, invitePatient, revokePatientInvitation } from '@/lib/invitations/commands'
import { extendAccess, narrowAccess } from '@/lib/proxies/commands'
import { verifyIdentity } from '@/lib/recovery/commands'

export const invite = action(invitePatient)
export const revoke = action(revokePatientInvitation, { fresh: true })
export const end = action(endAccess, { fresh: true })
export const verify = action(verifyIdentity)
export const narrow = action(narrowAccess, { fresh: true })
export const extend = action(extendAccess, { fresh: true })
