import { choosingPin } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

export const choosingStaffPin = z.object({ member: z.uuid() }).and(choosingPin)
export const ofMembership = z.object({ member: z.uuid() })

/** A PIN of one's own, at one practice. `setAt` null: none yet. */
export type OwnPin = { member: string; practice: string; setAt: Date | null; triesLeft: number }
