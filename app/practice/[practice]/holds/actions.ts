'use server'

import { action } from '@/lib/access/action'
import { endHold, placeHold } from '@/lib/retention/commands'

export const place = action(placeHold, { fresh: true })
export const end = action(endHold, { fresh: true })
