import 'server-only'
import { nothing } from '@/lib/access/audit'
import { AppError, kept } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { pendingCookie } from '@/lib/auth/cookies'
import { dropCookie, readCookie } from '@/lib/auth/jar'
import { passkeysHere, useOptions, verifyUse } from '@/lib/auth/passkeys'
import { startSession } from '@/lib/auth/session'
import { z } from '@/lib/platform/zod'
import { ownSecondFactor, whoeverKnows } from '@/lib/sign-in/policy'
import { proveCode } from '@/lib/sign-in/prove'
import { ownPath } from '@/lib/sign-in/rules'
import { showingCode, showingPasskey, signingIn } from '@/lib/sign-in/schema'
import { enterWithCode, enterWithPassword, landingOf, startAgain, tellCodeUsed } from '@/lib/sign-in/service'

const identityKeepsIt = nothing('sign-ins and refused ones are kept among the installation’s events')
const passkeyRefused = () =>
  new AppError('forbidden', 'the passkey did not verify', { says: 'This passkey did not sign you in. It may have been removed from your account. Try again, or use your password.' })

/** E-mail address and password. */
export const signIn = command({
  name: 'signIn.password',
  as: 'visitor',
  input: signingIn,
  allow: whoeverKnows,
  closedBy: [],
  run: async (given) => {
    const step = await enterWithPassword(given, given.input)
    return step instanceof AppError ? kept(step) : { next: step.next }
  },
  audit: identityKeepsIt,
})

/** The code after the password. */
export const showCode = command({
  name: 'signIn.code',
  as: 'visitor',
  input: showingCode,
  allow: whoeverKnows,
  closedBy: [],
  run: async (given) => {
    const pending = await readCookie(pendingCookie())
    const step = pending ? await enterWithCode(given, given.input, pending) : startAgain()
    return step instanceof AppError ? kept(step) : { next: step.next }
  },
  audit: identityKeepsIt,
})

/** What to ask the browser's passkey dialogue. It names nobody: the passkey says whose it is. */
export const askPasskey = command({
  name: 'signIn.askPasskey',
  as: 'visitor',
  input: z.object({}),
  allow: whoeverKnows,
  closedBy: [],
  run: async ({ db }) => {
    if (!passkeysHere().works) throw new AppError('unavailable', 'no passkeys on this address', { says: 'Passkeys do not work on this address.' })
    return useOptions(db)
  },
  audit: nothing('a question to the browser opens nothing'),
})

/** A passkey alone: something held, unlocked by its owner, is two factors. Guessing is hopeless, so nothing slows it. */
export const signInWithPasskey = command({
  name: 'signIn.passkey',
  as: 'visitor',
  input: showingPasskey,
  allow: whoeverKnows,
  closedBy: [],
  run: async ({ db, input }) => {
    const used = await verifyUse(db, input.assertion)
    if (!used) return kept(passkeyRefused())
    await dropCookie(pendingCookie())
    const session = await startSession(db, { personId: used.personId, assurance: 2, method: 'passkey' })
    return { next: ownPath(input.next) ?? (await landingOf(db, session)) }
  },
  audit: identityKeepsIt,
})

/**
 * A session of one factor becomes one of two: a new one, for a token never changes what it is worth. One of two already is
 * refused: what a workstation's PIN opened must not become more by a code.
 */
export const raiseWithCode = command({
  name: 'signIn.raiseWithCode',
  as: 'person',
  input: showingCode,
  allow: ownSecondFactor,
  closedBy: [],
  run: async ({ db, input, principal, now, mail }) => {
    if (principal.session.assurance === 2) throw new AppError('conflict', 'two factors already', { says: 'Two factors were shown here already. To show others, sign in anew.' })
    const shown = await proveCode(db, principal.personId, null, input.code)
    if (shown instanceof AppError) return kept(shown)
    if (shown.how === 'recovery_code') await tellCodeUsed({ db, mail })
    const { method, phoneId, expiresAt } = principal.session
    // Two factors open a practice, and there nothing lasts longer than a day's work, on one's own phone either.
    const end = new Date(Math.min(expiresAt.getTime(), now.getTime() + 12 * 3_600_000))
    await startSession(db, { personId: principal.personId, assurance: 2, method: `${method}_${shown.how}`, phoneId, expiresAt: end })
    return { next: ownPath(input.next) ?? '/hats' }
  },
  audit: identityKeepsIt,
})
