import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, kept, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { sessionCookie } from '@/lib/auth/cookies'
import { dropCookie } from '@/lib/auth/jar'
import { z } from '@/lib/platform/zod'
import { readLock } from '@/lib/sessions/lock'
import { ownSessions, sameAgain } from '@/lib/sessions/policy'
import { showPasskey, showPassword, showPin, type Asked } from '@/lib/sessions/prove'
import { waysToConfirm, waysToUnlock } from '@/lib/sessions/rules'
import { acting, ofSession, showingPassword, showingPin } from '@/lib/sessions/schema'
import { ownPath } from '@/lib/sign-in/rules'
import { showingPasskey } from '@/lib/sign-in/schema'

const identityKeepsIt = nothing('kept among the installation’s events')
const empty = z.object({})

/**
 * Something a person did in an open page that sends nothing by itself. Reports come together, at most once a minute; idle
 * time counts from the act and not from its report, so the door is a poll and the database notes the act.
 */
export const act = command({
  name: 'sessions.act',
  as: 'person',
  input: acting,
  allow: ownSessions,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const { rows } = await sql<{ left: number }>`select identity.note_my_act(${input.ago}) as left`.execute(db)
    const secondsLeft = rows[0]?.left ?? 0
    return { state: secondsLeft > 0 ? 'live' as const : 'locked' as const, secondsLeft, personId: principal.personId, name: principal.personName }
  },
  audit: nothing('an act that reads nothing'),
})

/** Ends one of one's own sessions, from its next request on. */
export const endSession = command({
  name: 'sessions.end',
  as: 'person',
  input: ofSession,
  allow: ownSessions,
  closedBy: [],
  run: async ({ db, input }) => {
    const { rows } = await sql<{ ended: boolean }>`select identity.end_my_session(${input.session}, 'ended_by_owner') as ended`.execute(db)
    return rows[0]?.ended ? { session: input.session } : notFound('no such session of this person')
  },
  audit: identityKeepsIt,
})

/** Ends all but this one. */
export const endOtherSessions = command({
  name: 'sessions.endOthers',
  as: 'person',
  input: empty,
  allow: ownSessions,
  closedBy: [],
  run: async ({ db }) => {
    const { rows } = await sql<{ count: number }>`select identity.end_my_other_sessions('ended_by_owner') as count`.execute(db)
    return { count: rows[0]?.count ?? 0 }
  },
  audit: identityKeepsIt,
})

/** Signs out here. Also while locked: leaving needs no key. */
export const signOut = command({
  name: 'sessions.signOut',
  as: 'person',
  input: empty,
  allow: ownSessions,
  closedBy: [],
  whileLocked: true,
  run: async ({ db, principal }) => {
    await sql`select identity.end_my_session(${principal.session.id}, 'signed_out')`.execute(db)
    await dropCookie(sessionCookie())
    return {}
  },
  audit: identityKeepsIt,
})

/** Locks this session at once: nothing is read until its owner shows again who she is. */
export const lock = command({
  name: 'sessions.lock',
  as: 'person',
  input: z.object({ next: z.string().max(500).optional().catch(undefined) }),
  allow: ownSessions,
  closedBy: [],
  whileLocked: true,
  run: async ({ db, input }) => {
    await sql`select identity.lock_my_session()`.execute(db)
    return { next: ownPath(input.next) }
  },
  audit: identityKeepsIt,
})

type Given<I> = Run<'person', 'command', I>
type Proof<I> = (asked: Asked, input: I) => Promise<string | AppError>

/** The same proofs serve two ends; what differs is which of them count, and what they open. */
const unlocking = <I extends { next?: string | undefined }>(prove: Proof<I>) => async (given: Given<I>) => {
  const { db, principal: person, input } = given
  const lock = await readLock(db)
  const how = await prove({ db, person, lock, ways: waysToUnlock(lock, person.session.assurance) }, input)
  if (how instanceof AppError) return kept(await refused(given, 'session.unlock', how))
  const { rows } = await sql<{ done: boolean }>`select identity.unlock_my_session(${how}) as done`.execute(db)
  if (!rows[0]?.done) throw new AppError('unauthenticated', 'the session ended meanwhile')
  if (!how.endsWith('_pin') && person.session.assurance === 2) await sql`select identity.forgive_my_pins()`.execute(db)
  return { next: ownPath(input.next) ?? '/hats' }
}

const confirming = <I extends { next?: string | undefined }>(prove: Proof<I>) => async (given: Given<I>) => {
  const { db, principal: person, input } = given
  const lock = await readLock(db)
  const how = await prove({ db, person, lock, ways: waysToConfirm(lock, person.session.method) }, input)
  if (how instanceof AppError) return kept(await refused(given, 'session.confirm', how))
  await sql`select identity.step_up_my_session(${how})`.execute(db)
  return { next: ownPath(input.next) ?? '/account' }
}

async function refused({ db, principal, requestId }: Given<unknown>, operation: string, error: AppError) {
  await sql`select identity.record_event(${principal.personId}, ${principal.session.id}, ${requestId}, ${operation}, 'deny', ${error.reason}, '{}')`.execute(db)
  return error
}

const withPin: Proof<z.output<typeof showingPin>> = (asked, { pin }) => showPin(asked, pin)
const withPassword: Proof<z.output<typeof showingPassword>> = showPassword
const withPasskey: Proof<z.output<typeof showingPasskey>> = (asked, { assertion }) => showPasskey(asked, assertion)

const again = { as: 'person', allow: sameAgain, closedBy: [], audit: identityKeepsIt } as const

export const unlockWithPin = command({ ...again, name: 'sessions.unlockWithPin', input: showingPin, whileLocked: true, run: unlocking(withPin) })
export const unlockWithPassword = command({ ...again, name: 'sessions.unlockWithPassword', input: showingPassword, whileLocked: true, run: unlocking(withPassword) })
export const unlockWithPasskey = command({ ...again, name: 'sessions.unlockWithPasskey', input: showingPasskey, whileLocked: true, run: unlocking(withPasskey) })

/** Step-up: for ten minutes this session may do what needs it. */
export const confirmWithPin = command({ ...again, name: 'sessions.confirmWithPin', input: showingPin, run: confirming(withPin) })
export const confirmWithPassword = command({ ...again, name: 'sessions.confirmWithPassword', input: showingPassword, run: confirming(withPassword) })
export const confirmWithPasskey = command({ ...again, name: 'sessions.confirmWithPasskey', input: showingPasskey, run: confirming(withPasskey) })
