'use server'

import { action } from '@/lib/access/action'
import { askRecovery, recoverMember, recoverPatient } from '@/lib/recovery/commands'

export const begin = action(askRecovery)
export const asPatient = action(recoverPatient, { then: (done) => done.next || null, hide: ['code', 'password'] })
export const asMember = action(recoverMember, { then: (done) => done.next || null, hide: ['password'] })
