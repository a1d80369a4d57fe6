'use server'

import { action } from '@/lib/access/action'
import { acceptInvitation, joinByPassword, joinByPhone, joinStaff, openInvitation } from '@/lib/join/commands'

export const open = action(openInvitation, { then: (done) => done.next, hide: ['code'] })
export const accept = action(acceptInvitation, { then: (done) => done.next })
export const asStaff = action(joinStaff, { then: (done) => done.next, hide: ['password'] })
export const withPassword = action(joinByPassword, { then: (done) => done.next, hide: ['password'] })
export const withPhone = action(joinByPhone, { then: (done) => done.next, hide: ['pin', 'again'] })
