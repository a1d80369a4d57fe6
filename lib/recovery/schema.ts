import { linkToken, newPassword, sixDigits } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

/** How somebody of the practice made sure who it is. Never by a birth date, which a household and a thief know. */
export const checks = ['photo_id', 'known_in_person', 'called_back'] as const
export type Check = (typeof checks)[number]

export const asking = z.object({ email: z.email('Write an e-mail address such as name@example.org.').trim().max(254) })
export const ofRecoveryLink = z.object({ token: linkToken })
export const recoveringPatient = z.object({ token: linkToken, code: sixDigits, password: newPassword })
export const recoveringMember = z.object({ token: linkToken, password: newPassword })

export const verifyingIdentity = z.object({
  patient: z.uuid(),
  access: z.uuid(),
  how: z.enum(checks, 'Choose how you made sure who it is.'),
  note: z.string().trim().max(500, 'Keep the note under 500 characters.').default(''),
})

export const approvingMember = z.object({
  member: z.uuid(),
  how: z.string('Write how you know that it is this person who asks.').trim().min(1, 'Write how you know that it is this person who asks.').max(500),
})

/** The end of a recovery, or what its form says next. */
export type Recovered = { outcome: 'recovered' | 'wrong' | 'gone'; triesLeft: number; next: string }
export type Approval = { state: 'waiting' | 'elsewhere' | 'approved' }
