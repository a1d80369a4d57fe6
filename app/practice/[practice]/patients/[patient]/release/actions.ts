'use server'

import { action } from '@/lib/access/action'
import { leaveHeld, releaseTogether } from '@/lib/releases/commands'

export const together = action(releaseTogether, { fresh: true })
export const leave = action(leaveHeld, { fresh: true })
