import { sixDigits } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'
import { next } from '@/lib/sign-in/schema'

export const ofSession = z.object({ session: z.uuid() })

/** What is shown again to unlock, or to confirm that it is still the same person. */
export const showingPin = z.object({ pin: sixDigits, next })
export const showingPassword = z.object({
  password: z.string('Type your password.').min(1, 'Type your password.').max(1024, 'This is longer than any password here.'),
  // Of the app. A recovery code is for signing in, where its owner is told that it was used.
  code: sixDigits.optional(),
  next,
})

/** A report of an act: seconds since. Browsers report at most once a minute. */
export const acting = z.object({ ago: z.number().int().min(0).max(120) })

/** Which of a person's proofs this browser can take now. */
export type Ways = {
  /** Six digits, on an enrolled workstation or on her own phone. */
  pin: { where: 'workstation' | 'phone'; triesLeft: number } | null
  passkey: boolean
  password: boolean
  /** Whether the password needs the code beside it. */
  code: boolean
}

/** What an open page asks again and again; asking renews nothing. */
export type SessionState = {
  state: 'live' | 'locked'
  /** Until it locks, counted from the last act of the person in any window. */
  secondsLeft: number
  personId: string
  name: string
  /** Her membership at this computer, where a PIN brings her back to a page of hers after a colleague took a turn. */
  place: string | null
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
