import { z } from '@/lib/platform/zod'

/** Where to go afterwards; judged by `ownPath`, and no reason to refuse a sign-in. */
export const next = z.string().max(500).optional().catch(undefined)

export const signingIn = z.object({
  email: z.string('Write your e-mail address.').trim().min(1, 'Write your e-mail address.').max(254, 'This is too long for an e-mail address.')
    .regex(/^[^\s@]+@[^\s@]+$/, 'Write an e-mail address such as name@example.org.'),
  password: z.string('Type your password.').min(1, 'Type your password.').max(1024, 'This is longer than any password here.'),
  next,
})

/** Six digits of an authenticator app, typed with or without a space, or a recovery code. */
export const code = z.string('Type the code.').transform((text) => text.replaceAll(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^(\d{6}|[a-z0-9]{10})$/, 'A code from the app has six digits, a recovery code ten letters and digits.'))

export const showingCode = z.object({ code, next })

/** What the browser's own passkey dialogue answered, as JSON. Its parts are judged by the library that verifies it. */
export const assertion = z.string('The passkey gave no answer.').max(20_000, 'The passkey gave an answer that is too long.')
export const showingPasskey = z.object({ assertion, next })

/** What a page must know to offer passkeys: where they work, or why they do not. */
export type PasskeysHere = { works: true; origin: string } | { works: false; why: string }
