import { code, next } from '@/lib/sign-in/schema'
import { sixDigits } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

export const ofSession = z.object({ session: z.uuid() })

/** What is shown again to unlock, or to confirm that it is still the same person. */
export const showingPin = z.object({ pin: sixDigits, next })
export const showingPassword = z.object({
  password: z.string('Type your password.').min(1, 'Type your password.').max(1024, 'This is longer than any password here.'),
  code: code.optional(),
  next,
})

/** Which of a person's proofs this browser can take now. */
export type Ways = {
  /** Six digits, on an enrolled workstation or on her own phone. */
  pin: { where: 'workstation' | 'phone'; triesLeft: number } | null
  passkey: boolean
  /** The password, and with it a code where the session stands on two factors. */
  password: boolean
  code: boolean
}

/** What an open page asks again and again; asking renews nothing. */
export type SessionState = {
  state: 'live' | 'locked'
  /** Until it locks, counted from the last act of the person in any window. */
  secondsLeft: number
  personId: string
  name: string
}

export type SessionRow = {
  id: string
  device: string
  method: string
  assurance: 1 | 2
  createdAt: Date
  lastActAt: Date
  expiresAt: Date
  locked: boolean
  here: boolean
  workstation: string | null
}
