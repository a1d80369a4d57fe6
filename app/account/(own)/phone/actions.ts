'use server'

import { action } from '@/lib/access/action'
import { addPhone, endPhone } from '@/lib/phones/commands'

export const add = action(addPhone, { hide: ['pin', 'again'] })
export const end = action(endPhone, { fresh: true })
