import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { passkeysHere } from '@/lib/auth/passkeys'
import { z } from '@/lib/platform/zod'
import { readLock } from '@/lib/sessions/lock'
import { ownSessions, sameAgain } from '@/lib/sessions/policy'
import { waysToConfirm, waysToUnlock } from '@/lib/sessions/rules'
import type { SessionRow, SessionState } from '@/lib/sessions/schema'

/** One's own sessions, this one first. */
export const mySessions = query({
  name: 'sessions.mine',
  as: 'person',
  input: z.object({}),
  allow: ownSessions,
  closedBy: [],
  run: async ({ db }) => (await sql<SessionRow>`select * from identity.my_sessions()`.execute(db)).rows,
  audit: nothing('one’s own sessions'),
})

/** Whether this session is live, and for how long without an act. Also while locked, for a page that waits to go on. */
export const sessionState = query({
  name: 'sessions.state',
  as: 'person',
  input: z.object({}),
  allow: ownSessions,
  closedBy: [],
  whileLocked: true,
  run: async ({ db, principal }): Promise<SessionState> => ({
    state: principal.session.state === 'live' ? 'live' : 'locked',
    secondsLeft: principal.session.secondsLeft,
    personId: principal.personId,
    name: principal.personName,
    place: principal.session.workstationId ? (await readLock(db)).membershipId : null,
  }),
  audit: nothing('a poll opens nothing'),
})

/** How the person may show again who she is: for the lock screen (`ways`) and for a confirmation (`confirming`). */
export const waysHere = query({
  name: 'sessions.ways',
  as: 'person',
  input: z.object({}),
  allow: sameAgain,
  closedBy: [],
  whileLocked: true,
  run: async ({ db, principal: { personName, session }, now }) => {
    const lock = await readLock(db)
    return {
      name: personName,
      locked: session.state === 'locked',
      byPin: session.method === 'workstation_pin',
      confirmed: session.stepUpUntil !== null && session.stepUpUntil > now,
      ways: waysToUnlock(lock, session.assurance),
      confirming: waysToConfirm(lock, session.method),
      passkeys: passkeysHere(),
    }
  },
  audit: nothing('it tells a person which proofs she has'),
})
