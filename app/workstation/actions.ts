'use server'

import { action } from '@/lib/access/action'
import { switchIn, switchInByPasskey } from '@/lib/workstations/commands'

export const come = action(switchIn, { then: ({ next }) => next, hide: ['pin'] })
export const comeByPasskey = action(switchInByPasskey, { then: ({ next }) => next, hide: ['assertion'] })
// Over a page that waits: nothing navigates.
export const switchHere = action(switchIn, { hide: ['pin'] })
