import { isWeakPin } from '@/lib/join/rules'
import { z } from '@/lib/platform/zod'

/** What stands in a link. A text that cannot be one is answered like a link that does not exist. */
export const linkToken = z.string().max(200)
/** Six digits, typed with or without a space. */
export const sixDigits = z.string('Type the six digits.').transform((text) => text.replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Type the six digits.'))
/** How long it must be depends on what else signs its owner in; the operation says. */
export const newPassword = z.string('Choose a password.').min(1, 'Choose a password.').max(1000)

const email = z.email('Write an e-mail address such as name@example.org.').trim().max(254)
const pin = z.string('Choose six digits.').regex(/^\d{6}$/, 'Choose six digits.')
  .refine((digits) => !isWeakPin(digits), 'These digits are easy to guess. Choose others.')

const twice = { path: ['again'], message: 'This is not the same as above.' }
const again = z.string('Type the digits once more.')

export const choosingPin = z.object({ pin, again }).refine((given) => given.pin === given.again, twice)

export const ofLink = z.object({ token: linkToken })
export const openingLink = z.object({ token: linkToken, code: sixDigits })
export const joiningStaff = z.object({
  token: linkToken,
  name: z.string('Write your name.').trim().min(1, 'Write your name.').max(120),
  password: newPassword,
})
export const joiningByPassword = z.object({ token: linkToken, email, password: newPassword })
export const joiningByPhone = z.object({ token: linkToken, pin, again }).refine((given) => given.pin === given.again, twice)

/** What came of a try at the six digits. */
export type CodeTried = { outcome: 'right' | 'wrong' | 'gone'; triesLeft: number }
