'use server'

import { action } from '@/lib/access/action'
import { addPhone, endPhone, renewPhone } from '@/lib/phones/commands'

export const add = action(addPhone, { hide: ['pin', 'again'] })
export const renew = action(renewPhone, { hide: ['pin', 'again'], fresh: true })
export const end = action(endPhone, { fresh: true })
