import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import type { Staff } from '@/lib/access/principal'
import { dayBounds } from '@/lib/format/calendar'
import { fullName } from '@/lib/format/names'
import { readsOwnHistory, readsPracticeHistory } from '@/lib/history/policy'
import { filtering, type Filter, type HistoryEvent, type HistoryPage } from '@/lib/history/schema'
import { operationsOf } from '@/lib/history/words'
import { z } from '@/lib/platform/zod'

const pageSize = 50

/** The practice's whole history, newest first. Reading it is on record too: who watches is watched. */
export const readHistory = query({
  name: 'history.practice',
  as: 'staff',
  input: filtering,
  allow: readsPracticeHistory,
  closedBy: [],
  run: ({ db, principal, input }) => page(db, principal, input),
  // As a subject and not as the patient's own event: this opens no record, and her list of who looked says so.
  audit: ({ input }) => ({ subjectId: input.patient ?? null, detail: { by: input.by ?? null, kind: input.kind ?? null, day: input.day ?? null } }),
})

/** What the person at the keyboard did here. */
export const readMyHistory = query({
  name: 'history.mine',
  as: 'staff',
  input: filtering.omit({ by: true }),
  allow: readsOwnHistory,
  closedBy: [],
  run: ({ db, principal, input }) => page(db, principal, { ...input, by: principal.hatId }),
  audit: nothing('a person’s own doings, told to that person'),
})

/** Whose doings the history can be narrowed to: everybody who works or worked here, and who acts in the portal. */
export const historyChoices = query({
  name: 'history.choices',
  as: 'staff',
  input: z.object({ patient: z.uuid().optional() }),
  allow: readsPracticeHistory,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const [members, portal] = await Promise.all([
      db.selectFrom('membership').select(['id', 'displayName', 'untilAt']).where('practiceId', '=', practice).orderBy('displayName').limit(500).execute(),
      input.patient === undefined ? [] : db.selectFrom('portalAccess').select(['id', 'displayName', 'relation', 'untilAt'])
        .where('practiceId', '=', practice).where('patientId', '=', input.patient).orderBy('displayName').limit(100).execute(),
    ])
    return {
      members: members.map(({ id, displayName, untilAt }) => ({ id, name: displayName, former: untilAt !== null })),
      portal: portal.map(({ id, displayName, relation, untilAt }) => ({ id, name: displayName, relation, former: untilAt !== null })),
    }
  },
  audit: nothing('names for a filter'),
})

async function page(db: ReadHandle, principal: Staff, filter: Filter): Promise<HistoryPage> {
  const practice = principal.practice.id
  let rows = db.selectFrom('auditEvent as event')
    .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'event.practiceId').onRef('patient.id', '=', 'event.patientId'))
    .leftJoin('document', (join) => join.onRef('document.practiceId', '=', 'event.practiceId').onRef('document.id', '=', 'event.documentId'))
    .select(['event.id', 'event.at', 'event.actorName', 'event.actorKind', 'event.actorRoles', 'event.hatId', 'event.operation', 'event.decision',
      'event.reason', 'event.patientId', 'event.documentId', 'event.subjectId', 'event.detail', 'patient.givenName', 'patient.familyName', 'document.title',
      sql<string>`to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place')])
    .where('event.practiceId', '=', practice)
  if (filter.patient) rows = rows.where('event.patientId', '=', filter.patient)
  if (filter.by) rows = rows.where('event.hatId', '=', filter.by)
  if (filter.kind) rows = rows.where('event.operation', 'in', operationsOf(filter.kind))
  // The software's own lines (bytes sent) are read where somebody asks for them.
  else rows = rows.where('event.operation', 'not in', operationsOf('technical'))
  if (filter.decision) rows = rows.where('event.decision', '=', filter.decision)
  if (filter.day) {
    const { from, until } = dayBounds(filter.day, principal.practice.timeZone)
    rows = rows.where('event.at', '>=', from).where('event.at', '<', until)
  }
  const { before } = filter
  if (before) rows = rows.where(sql<boolean>`(event.at, event.id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  const found = await rows.orderBy('event.at', 'desc').orderBy('event.id', 'desc').limit(pageSize + 1).execute()
  const shown = found.slice(0, pageSize)
  const [subjects, patient] = await Promise.all([subjectNames(db, practice, shown.flatMap(({ subjectId }) => subjectId ?? [])), patientNamed(db, practice, filter.patient)])
  const last = found.length > pageSize ? shown.at(-1) : undefined
  return {
    patient, before: last ? `${last.place}_${last.id}` : null,
    events: shown.map((row): HistoryEvent => ({
      id: row.id, at: row.at, place: row.place,
      actor: { name: row.actorName, kind: row.actorKind as HistoryEvent['actor']['kind'], roles: row.actorRoles, mine: row.hatId === principal.hatId },
      operation: row.operation, decision: row.decision as HistoryEvent['decision'], reason: row.reason,
      patient: row.patientId && row.givenName && row.familyName ? { id: row.patientId, name: fullName({ givenName: row.givenName, familyName: row.familyName }) } : null,
      document: row.documentId && row.title !== null ? { id: row.documentId, title: row.title || 'a document without a title' } : null,
      subject: (row.subjectId && subjects.get(row.subjectId)) || null,
      detail: (row.detail ?? {}) as HistoryEvent['detail'],
    })),
  }
}

async function patientNamed(db: ReadHandle, practice: string, id: string | undefined) {
  if (id === undefined) return null
  const row = await db.selectFrom('patient').select(['givenName', 'familyName']).where('practiceId', '=', practice).where('id', '=', id).executeTakeFirst()
  return row ? { id, name: fullName(row) } : null
}

/** Names for ids that may be anything of this practice. What is not of this practice is not in sight, and stays nameless. */
async function subjectNames(db: ReadHandle, practice: string, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const all = await Promise.all([
    db.selectFrom('membership').select(['id', 'displayName as name']).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
    db.selectFrom('invitation').select(['id', 'displayName as name']).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
    db.selectFrom('workstation').select(['id', 'name']).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
    db.selectFrom('folderProgram').innerJoin('workstation', (join) => join.onRef('workstation.practiceId', '=', 'folderProgram.practiceId').onRef('workstation.id', '=', 'folderProgram.workstationId'))
      .select(['folderProgram.id', sql<string>`folder_program.name || ' at ' || workstation.name`.as('name')]).where('folderProgram.practiceId', '=', practice).where('folderProgram.id', 'in', ids).execute(),
    db.selectFrom('portalAccess').select(['id', 'displayName as name']).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
    db.selectFrom('patient').select(['id', sql<string>`given_name || ' ' || family_name`.as('name')]).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
    db.selectFrom('document').select(['id', sql<string>`coalesce(nullif(title, ''), 'a document without a title')`.as('name')]).where('practiceId', '=', practice).where('id', 'in', ids).execute(),
  ])
  return new Map(all.flat().map(({ id, name }) => [id, name]))
}
