'use server'

import { action } from '@/lib/access/action'
import { addPasskey, confirmApp, newCodes, offerApp, removeApp, removePasskey } from '@/lib/factors/commands'
import { withNext } from '@/lib/sign-in/rules'

export const offer = action(offerApp, { then: ({ offer, next }) => withNext(`/account/factors/app?offer=${offer}`, next) })
export const confirm = action(confirmApp, { hide: ['code'] })
export const endApp = action(removeApp, { then: () => '/account/factors' })
export const add = action(addPasskey, { hide: ['attestation'] })
export const endPasskey = action(removePasskey, { then: () => '/account/factors' })
export const codes = action(newCodes)
