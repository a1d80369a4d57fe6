'use server'

import { action } from '@/lib/access/action'
import { changeRoles, inviteMember, removeMember, resendInvitation, revokeInvitation } from '@/lib/members/commands'
import { approveMember } from '@/lib/recovery/commands'

export const invite = action(inviteMember)
export const resend = action(resendInvitation, { fresh: true })
export const revoke = action(revokeInvitation, { fresh: true })
export const setRoles = action(changeRoles, { fresh: true })
export const remove = action(removeMember, { then: (_, hat) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}/members` : null) })
export const approve = action(approveMember, { fresh: true })
