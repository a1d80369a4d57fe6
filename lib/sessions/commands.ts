import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { nothing } from '@/lib/access/audit'
import { AppError, kept, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { sessionCookie } from '@/lib/auth/cookies'
import { dropCookie } from '@/lib/auth/jar'
import { z } from '@/lib/platform/zod'
import { ownSessions, sameAgain } from '@/lib/sessions/policy'
import { showPasskey, showPassword, showPin } from '@/lib/sessions/prove'
import { ofSession, showingPassword, showingPin } from '@/lib/sessions/schema'
import { ownPath } from '@/lib/sign-in/rules'
import { showingPasskey } from '@/lib/sign-in/schema'

const identityKeepsIt = nothing('kept among the installation’s events')
const empty = z.object({})

/** Something a person did in an open page. The act itself is noted when the session is found; this only answers. */
export const act = command({
  name: 'sessions.act',
  as: 'person',
  input: empty,
  allow: ownSessions,
  closedBy: [],
  run: async ({ principal }) => ({ state: 'live' as const, secondsLeft: principal.session.secondsLeft, personId: principal.personId, name: principal.personName }),
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
type Proof<I> = (given: Given<I>) => Promise<string | AppError>

/** The same proof serves two ends; what differs is what it opens. */
const unlocking = <I extends { next?: string | undefined }>(prove: Proof<I>) => async (given: Given<I>) => {
  const how = await prove(given)
  if (how instanceof AppError) return kept(await refused(given, 'session.unlock', how))
  await sql`select identity.unlock_my_session(${how})`.execute(given.db)
  return { next: ownPath(given.input.next) ?? '/hats' }
}

const confirming = <I extends { next?: string | undefined }>(prove: Proof<I>) => async (given: Given<I>) => {
  const how = await prove(given)
  if (how instanceof AppError) return kept(await refused(given, 'session.confirm', how))
  await sql`select identity.step_up_my_session(${how})`.execute(given.db)
  return { next: ownPath(given.input.next) ?? '/account' }
}

async function refused({ db, principal, requestId }: { db: IdentityHandle; principal: Given<unknown>['principal']; requestId: string }, operation: string, error: AppError) {
  await sql`select identity.record_event(${principal.personId}, ${principal.session.id}, ${requestId}, ${operation}, 'deny', ${error.reason}, '{}')`.execute(db)
  return error
}

const withPin: Proof<z.output<typeof showingPin>> = ({ db, principal, input }) => showPin(db, principal, input.pin)
const withPassword: Proof<z.output<typeof showingPassword>> = ({ db, principal, input }) => showPassword(db, principal, input)
const withPasskey: Proof<z.output<typeof showingPasskey>> = ({ db, principal, input }) => showPasskey(db, principal, input.assertion)

const again = { as: 'person', allow: sameAgain, closedBy: [], audit: identityKeepsIt } as const

export const unlockWithPin = command({ ...again, name: 'sessions.unlockWithPin', input: showingPin, whileLocked: true, run: unlocking(withPin) })
export const unlockWithPassword = command({ ...again, name: 'sessions.unlockWithPassword', input: showingPassword, whileLocked: true, run: unlocking(withPassword) })
export const unlockWithPasskey = command({ ...again, name: 'sessions.unlockWithPasskey', input: showingPasskey, whileLocked: true, run: unlocking(withPasskey) })

/** Step-up: for ten minutes this session may do what needs it. */
export const confirmWithPin = command({ ...again, name: 'sessions.confirmWithPin', input: showingPin, run: confirming(withPin) })
export const confirmWithPassword = command({ ...again, name: 'sessions.confirmWithPassword', input: showingPassword, run: confirming(withPassword) })
export const confirmWithPasskey = command({ ...again, name: 'sessions.confirmWithPasskey', input: showingPasskey, run: confirming(withPasskey) })
