'use server'

import { action } from '@/lib/access/action'
import { changeRoles, inviteMember, removeMember, resendInvitation, revokeInvitation } from '@/lib/members/commands'
import { approveMember } from '@/lib/recovery/commands'

export const invite = action(inviteMember)
export const resend = action(resendInvitation)
export const revoke = action(revokeInvitation)
export const setRoles = action(changeRoles)
export const remove = action(removeMember, { then: (_, hat) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}/members` : null) })
export const approve = action(approveMember)
