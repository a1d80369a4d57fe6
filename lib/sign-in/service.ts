import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { AppError } from '@/lib/access/errors'
import { pendingCookie } from '@/lib/auth/cookies'
import { dropCookie, giveCookie } from '@/lib/auth/jar'
import type { Issued } from '@/lib/auth/next-auth'
import { startSession } from '@/lib/auth/session'
import { newToken, tokenHash } from '@/lib/auth/token'
import type { Letter } from '@/lib/platform/letter'
import { recoveryCodeUsed } from '@/lib/sign-in/letters'
import { hasFactor, proveCode, provePassword, type Door } from '@/lib/sign-in/prove'
import { landing, ownPath, withNext, type HatRow } from '@/lib/sign-in/rules'

type Given = { db: IdentityHandle; mail: (letter: Letter) => Promise<void> }
/** Where a step of signing in leads. `pending` is the token of a sign-in that waits for its second factor. */
export type Step = { next: string; pending?: string }

/**
 * The first step: a right password opens a session, or asks for the second factor where there is one. Whoever must have
 * one and has none yet may enter far enough to make it, and no further: staff pages ask for two factors.
 */
export async function enterWithPassword({ db }: Given, given: { email: string; password: string; next?: string | undefined }): Promise<Step | AppError> {
  const door = await provePassword(db, given)
  if (door instanceof AppError) return door
  const person = door.personId ?? ''
  const next = ownPath(given.next)
  if (hasFactor(door)) {
    const { token, hash } = newToken()
    await sql`select identity.start_pending(${hash}, ${person})`.execute(db)
    await giveCookie(pendingCookie(), token)
    return { next: withNext('/sign-in/second-factor', next), pending: token }
  }
  const session = await startSession(db, { personId: person, assurance: 1, method: 'password' })
  return { next: door.needsFactor ? withNext('/account/factors?enrol', next ?? '/hats') : (next ?? (await landingOf(db, session))) }
}

/** The second step: a code, five tries. */
export async function enterWithCode({ db, mail }: Given, given: { code: string; next?: string | undefined }, pending: string): Promise<Step | AppError> {
  const hash = tokenHash(pending)
  const { rows } = await sql<{ person: string | null }>`select identity.try_pending(${hash}) as person`.execute(db)
  const person = rows[0]?.person
  if (!person) return startAgain()
  const shown = await proveCode(db, person, hash, given.code)
  if (shown instanceof AppError) {
    await sql`select identity.record_event(${person}, null, nullif(current_setting('enamel.request', true), '')::uuid, 'signIn.code', 'deny', ${shown.reason}, '{}')`.execute(db)
    return shown
  }
  await sql`select identity.end_pending(${hash})`.execute(db)
  await dropCookie(pendingCookie())
  const session = await startSession(db, { personId: person, assurance: 2, method: `password_${shown.how}` })
  if (shown.how === 'recovery_code') {
    await actAs(db, person, session)
    await tellCodeUsed({ db, mail })
  }
  return { next: ownPath(given.next) ?? (await landingOf(db, session)) }
}

export const startAgain = () =>
  new AppError('gone', 'no sign-in is waiting', { says: 'This sign-in has run out. Please begin again with your e-mail address and password.' })

/** The page for somebody who has just signed in and asked for none. */
export async function landingOf(db: IdentityHandle, session: Issued): Promise<string> {
  const { rows } = await sql<HatRow>`select * from identity.hats(${tokenHash(session.token)})`.execute(db)
  return landing(rows)
}

/** Lets the rest of the transaction act as the session that has just begun. */
export async function actAs(db: IdentityHandle, personId: string, session: Issued): Promise<void> {
  await sql`select set_config('enamel.person', ${personId}, true), set_config('enamel.session', ${session.sessionId}, true)`.execute(db)
}

/** Wherever a recovery code was shown, its owner is told. The session is this transaction's, and not yet left. */
export async function tellCodeUsed({ db, mail }: Given): Promise<void> {
  const { rows } = await sql<{ email: string | null; language: string; recoveryCodes: number }>`
    select email, language, recovery_codes from identity.my_account()`.execute(db)
  if (rows[0]?.email) await mail(recoveryCodeUsed(rows[0].email, rows[0].recoveryCodes, rows[0].language))
}

export type { Door }
