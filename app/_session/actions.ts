'use server'

import { action } from '@/lib/access/action'
import {
  confirmWithPasskey, confirmWithPassword, confirmWithPin, lock, signOut, unlockWithPasskey, unlockWithPassword, unlockWithPin,
} from '@/lib/sessions/commands'

export const leave = action(signOut, { then: () => '/signed-out' })
export const lockAndShow = action(lock, { then: ({ next }) => `/locked?next=${encodeURIComponent(next ?? '/hats')}` })

// In the overlay over a page that waits: it goes on where it was.
export const unlockHerePin = action(unlockWithPin, { hide: ['pin'] })
export const unlockHerePassword = action(unlockWithPassword, { hide: ['password', 'code'] })
export const unlockHerePasskey = action(unlockWithPasskey, { hide: ['assertion'] })

// On the lock screen, which leads back.
export const unlockPin = action(unlockWithPin, { then: ({ next }) => next, hide: ['pin'] })
export const unlockPassword = action(unlockWithPassword, { then: ({ next }) => next, hide: ['password', 'code'] })
export const unlockPasskey = action(unlockWithPasskey, { then: ({ next }) => next, hide: ['assertion'] })

export const confirmPin = action(confirmWithPin, { then: ({ next }) => next, hide: ['pin'] })
export const confirmPassword = action(confirmWithPassword, { then: ({ next }) => next, hide: ['password', 'code'] })
export const confirmPasskey = action(confirmWithPasskey, { then: ({ next }) => next, hide: ['assertion'] })
