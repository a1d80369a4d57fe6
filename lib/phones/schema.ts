import { sixDigits } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

export const enteringPin = z.object({ pin: sixDigits, next: z.string().max(500).optional() })
export const ofPhone = z.object({ phone: z.uuid() })

/** What came of a PIN. `gone`: this phone signs nobody in any more. */
export type PinTried = { outcome: 'right' | 'wrong' | 'gone'; triesLeft: number; next: string }
export type Phone = { id: string; label: string; createdAt: Date; lastUsedAt: Date | null; expiresAt: Date; here: boolean }
