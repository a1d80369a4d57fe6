import 'server-only'
import { sql } from 'kysely'
import type { IdentityHandle } from '@/db/identity'
import { nothing } from '@/lib/access/audit'
import { AppError, kept, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { workstationCookie } from '@/lib/auth/cookies'
import { dropCookie, giveCookie } from '@/lib/auth/jar'
import { verifyUse } from '@/lib/auth/passkeys'
import { startSession, thisWorkstation } from '@/lib/auth/session'
import { newToken } from '@/lib/auth/token'
import { newId } from '@/lib/platform/ids'
import { ownPath } from '@/lib/sign-in/rules'
import { workstationHere } from '@/lib/workstations/here'
import { keepsWorkstations, opensCharts, sitsHere } from '@/lib/workstations/policy'
import { enrolling, ofChart, ofWorkstation, switching, switchingByPasskey } from '@/lib/workstations/schema'
import { sitDown } from '@/lib/workstations/sit-down'
import { tryPin } from '@/lib/workstations/try-pin'

const identityKeepsIt = nothing('kept among the installation’s events, as every way in')

/** Makes the computer in use one of the practice's: from now on its people come in here by PIN. */
export const enrolWorkstation = command({
  name: 'workstations.enrol',
  as: 'staff',
  input: enrolling,
  allow: keepsWorkstations,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async ({ db, principal, input, call }) => {
    if (await workstationHere(call)) throw new AppError('conflict', 'enrolled already', { says: 'This computer is on your list already.' })
    const { token, hash } = newToken()
    const id = newId()
    await db.insertInto('workstation')
      .values({ practiceId: principal.practice.id, id, name: input.name, tokenHash: hash, enrolledBy: principal.hatId }).execute()
    await giveCookie(workstationCookie(), token)
    return { workstation: id, name: input.name }
  },
  audit: ({ output }) => ({ subjectId: output?.workstation ?? null }),
})

/** Takes a computer off the list: nobody comes in there by PIN any more, and whoever is signed in there is out. */
export const endWorkstation = command({
  name: 'workstations.end',
  as: 'staff',
  input: ofWorkstation,
  allow: keepsWorkstations,
  // Closing a way in must work while writing is closed.
  closedBy: [],
  run: async ({ db, principal, input, now, call }) => {
    const here = await workstationHere(call)
    const ended = await db.updateTable('workstation').set({ untilAt: now, endedBy: principal.hatId })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.workstation).where('untilAt', 'is', null)
      .returning(['id', 'name']).executeTakeFirst()
    if (!ended) notFound()
    if (ended.id === here) await dropCookie(workstationCookie())
    return { workstation: ended.id, name: ended.name }
  },
  audit: ({ input }) => ({ subjectId: input.workstation }),
})

/** The chart is left: what comes from now on is not that patient's any more, as far as this computer knows. */
export const leaveChart = command({
  name: 'workstations.leave_chart',
  as: 'staff',
  input: ofChart,
  allow: opensCharts,
  closedBy: [],
  run: async ({ call, input }) => {
    const token = await thisWorkstation()
    if (token) await call(sql`select access.chart_left(${token}, ${input.patient})`)
    return {}
  },
  audit: nothing('a chart is closed; its opening is on record'),
})

/** Comes in at an enrolled computer by name and PIN. The fifth wrong one closes the PIN until a full sign-in. */
export const switchIn = command({
  name: 'workstations.switch',
  as: 'visitor',
  input: switching,
  allow: sitsHere,
  closedBy: [],
  run: async ({ db, input, requestId }) => {
    const workstation = await thisWorkstation()
    const tried = await tryPin(db, workstation, input.member, input.pin)
    if (tried instanceof AppError) {
      await sql`select identity.record_event(null, null, ${requestId}, 'session.switch', 'deny', ${tried.reason},
        jsonb_build_object('member', ${input.member}::text))`.execute(db)
      return kept(tried)
    }
    await sitDown(db, workstation, input.member, tried.personId)
    return { next: ownPath(input.next) ?? (await officeOf(db, workstation)) }
  },
  audit: identityKeepsIt,
})

/** Comes in at an enrolled computer by passkey: a sign-in like any other, that leads into this practice. */
export const switchInByPasskey = command({
  name: 'workstations.switchByPasskey',
  as: 'visitor',
  input: switchingByPasskey,
  allow: sitsHere,
  closedBy: [],
  run: async ({ db, input }) => {
    const used = await verifyUse(db, input.assertion)
    if (!used) return kept(new AppError('forbidden', 'the passkey did not verify', { says: 'This passkey did not sign you in. Try again, or use your PIN.' }))
    const workstation = await thisWorkstation()
    await startSession(db, { personId: used.personId, assurance: 2, method: 'passkey' })
    return { next: ownPath(input.next) ?? (await officeOf(db, workstation)) }
  },
  audit: identityKeepsIt,
})

async function officeOf(db: IdentityHandle, workstation: Buffer | null): Promise<string> {
  const { rows } = await sql<{ practiceId: string }>`select practice_id from identity.workstation(${workstation})`.execute(db)
  return rows[0] ? `/practice/${rows[0].practiceId}` : '/hats'
}
