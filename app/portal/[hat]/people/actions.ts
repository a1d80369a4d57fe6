'use server'

import { action } from '@/lib/access/action'
import { endHelper, finishTask, giveUp, inviteHelper, narrowHelper, revokeInvitation } from '@/lib/people/commands'

export const invite = action(inviteHelper)
export const revoke = action(revokeInvitation, { fresh: true })
export const narrow = action(narrowHelper, { fresh: true })
export const end = action(endHelper, { fresh: true })
export const leave = action(giveUp, { then: () => '/hats' })
export const finish = action(finishTask, { fresh: true })
