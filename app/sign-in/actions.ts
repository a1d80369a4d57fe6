'use server'

import { action } from '@/lib/access/action'
import { enterAs } from '@/lib/demo/commands'
import { raiseWithCode, showCode, signIn, signInWithPasskey } from '@/lib/sign-in/commands'

export const enter = action(signIn, { then: ({ next }) => next, hide: ['password'] })
export const second = action(showCode, { then: ({ next }) => next, hide: ['code'] })
export const raise = action(raiseWithCode, { then: ({ next }) => next, hide: ['code'] })
export const passkey = action(signInWithPasskey, { then: ({ next }) => next, hide: ['assertion'] })
export const tap = action(enterAs, { then: ({ next }) => next })
