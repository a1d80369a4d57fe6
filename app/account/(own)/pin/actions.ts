'use server'

import { action } from '@/lib/access/action'
import { choosePin, removePin } from '@/lib/pins/commands'

export const choose = action(choosePin, { hide: ['pin', 'again'] })
export const remove = action(removePin, { fresh: true })
