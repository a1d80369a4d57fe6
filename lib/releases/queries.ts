import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import type { Staff } from '@/lib/access/principal'
import { releasesDocuments, seesDocuments } from '@/lib/documents/policy'
import type { Category } from '@/lib/documents/schema'
import { addDays } from '@/lib/format/calendar'
import { today } from '@/lib/format/dates'
import { fullName } from '@/lib/format/names'
import { choosing, type LeftByVisit, type Releasable, type Unopened } from '@/lib/releases/schema'
import { z } from '@/lib/platform/zod'

/** Days for which what a visit left stands on the list, and after which a release that nobody opened is worth a call. */
const visitDays = 14
const unopenedDays = 7

/** A patient's filed documents that nobody sees yet, to be ticked. Asks for the confirmation first, so that no tick is lost to it. */
export const chooseReleases = query({
  name: 'releases.choose',
  as: 'staff',
  input: choosing,
  allow: releasesDocuments,
  closedBy: [],
  stepUp: true,
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const patient = await db.selectFrom('patient').select(['id', 'givenName', 'familyName']).where('practiceId', '=', practice).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    const [rows, readers] = [
      await unseen(db, practice).select(['document.id', 'title', 'category', 'takenOn', 'reviewedAt'])
        .where('document.patientId', '=', patient.id)
        .orderBy(sql`taken_on = ${input.day ?? null}::date`, (order) => order.desc().nullsLast()).orderBy('takenOn', 'desc').orderBy('document.id', 'desc').limit(50).execute(),
      await db.selectFrom('portalAccess').select('displayName').where('practiceId', '=', practice).where('patientId', '=', patient.id).where('untilAt', 'is', null)
        .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', sql<Date>`now()`)])).where('scope', '<>', 'task').orderBy('displayName').limit(50).execute(),
    ]
    return {
      patient: { id: patient.id, name: fullName(patient) },
      readers: readers.map(({ displayName }) => displayName),
      documents: rows.map((row): Releasable => ({ ...row, category: (row.category ?? 'other') as Category, takenOn: row.takenOn ?? '' })),
    }
  },
  audit: ({ input }) => ({ patientId: input.patient }),
})

/** Filed and whole, and not released now: what was withdrawn may be ticked on purpose, like what never was. */
function unseen(db: ReadHandle, practice: string) {
  return db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
      .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
    .where('document.practiceId', '=', practice).where('document.filedAt', 'is not', null).where('document.deletedAt', 'is', null)
    .where('document.uploadedByPatient', '=', false).where('version.state', '=', 'ready')
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('release').select('release.id')
      .whereRef('release.practiceId', '=', 'document.practiceId').whereRef('release.documentId', '=', 'document.id')
      .whereRef('release.patientId', '=', 'document.patientId')
      .where('release.untilAt', 'is', null).where(({ or, eb }) => or([eb('release.expiresAt', 'is', null), eb('release.expiresAt', '>', sql<Date>`now()`)])))))
}

/** What visits of the last two weeks left, and nobody has decided whether the patient sees it: per visit, oldest first. */
export const leftByVisits = query({
  name: 'releases.left',
  as: 'staff',
  input: z.object({ patient: z.uuid().optional() }),
  allow: seesDocuments,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const rows = await left(db, principal, now, input.patient)
    const visits = new Map<string, LeftByVisit>()
    for (const row of rows) {
      const key = `${row.patientId} ${row.takenOn}`
      const visit = visits.get(key)
        ?? { patient: { id: row.patientId, name: fullName(row) }, day: row.takenOn ?? '', reason: row.reason, documents: [] }
      visit.documents.push({ id: row.id, title: row.title, category: (row.category ?? 'other') as Category, awaitsReview: row.timing === 'after_review' && row.reviewedAt === null })
      visits.set(key, visit)
    }
    const all = [...visits.values()]
    return { visits: all.slice(0, mostVisits), more: all.length > mostVisits || rows.length === mostRows, can: { release: releasesDocuments.allows(principal) } }
  },
  audit: nothing('titles of what waits for a decision; no record is opened'),
})

const mostVisits = 8
const mostRows = 100

function left(db: ReadHandle, principal: Staff, now: Date, patient: string | undefined) {
  const { id: practice, timeZone } = principal.practice
  const date = today(timeZone, now)
  return db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
      .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
    .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
    .innerJoinLateral((from) => from.selectFrom('appointment').select('reason')
      .whereRef('appointment.practiceId', '=', 'document.practiceId').whereRef('appointment.patientId', '=', 'document.patientId')
      .where('appointment.practiceId', '=', practice).where('status', 'in', ['arrived', 'checked-in', 'fulfilled'])
      .where('startsAt', '<=', now).where('startsAt', '>=', new Date(now.getTime() - (visitDays + 2) * 86_400_000))
      .where(sql<boolean>`(starts_at at time zone ${timeZone})::date = document.taken_on`)
      .orderBy('startsAt').limit(1).as('visit'), (join) => join.onTrue())
    .leftJoin('releaseRule as rule', (join) => join.onRef('rule.practiceId', '=', 'document.practiceId').onRef('rule.category', '=', 'document.category').on('rule.untilAt', 'is', null))
    .select(['document.id', 'document.title', 'document.category', 'document.takenOn', 'document.reviewedAt', 'patient.id as patientId', 'givenName', 'familyName',
      'visit.reason', 'rule.timing'])
    .where('document.practiceId', '=', practice).where('document.filedAt', 'is not', null).where('document.deletedAt', 'is', null)
    .where('document.heldAt', 'is', null).where('document.uploadedByPatient', '=', false).where('version.state', '=', 'ready')
    .where('document.takenOn', '>=', addDays(date, -visitDays)).where('document.takenOn', '<=', date)
    .where(({ or, eb }) => or([eb('rule.timing', 'is', null), eb('rule.timing', '<>', 'never')]))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('release').select('release.id')
      .whereRef('release.practiceId', '=', 'document.practiceId').whereRef('release.documentId', '=', 'document.id')
      .whereRef('release.patientId', '=', 'document.patientId'))))
    .$if(patient !== undefined, (rows) => rows.where('document.patientId', '=', patient ?? ''))
    .orderBy('document.takenOn').orderBy('patient.sortKey').orderBy('document.id').limit(mostRows).execute()
}

/** Released more than a week ago to somebody who can open it, and never opened since: the oldest of the last two months. */
export const unopened = query({
  name: 'releases.unopened',
  as: 'staff',
  input: z.object({}),
  allow: seesDocuments,
  closedBy: [],
  run: async ({ db, principal, now }): Promise<Unopened[]> => {
    const practice = principal.practice.id
    const rows = await db.selectFrom('release')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'release.practiceId').onRef('document.id', '=', 'release.documentId'))
      .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'release.practiceId').onRef('patient.id', '=', 'release.patientId'))
      .select(['release.documentId as document', 'document.title', 'release.fromAt as since', 'givenName', 'familyName'])
      .where('release.practiceId', '=', practice).where('release.untilAt', 'is', null).where('document.deletedAt', 'is', null)
      .where('release.fromAt', '<', new Date(now.getTime() - unopenedDays * 86_400_000)).where('release.fromAt', '>', new Date(now.getTime() - 60 * 86_400_000))
      .where(({ or, eb }) => or([eb('release.expiresAt', 'is', null), eb('release.expiresAt', '>', now)]))
      .where(({ exists, selectFrom }) => exists(selectFrom('portalAccess').select('portalAccess.id')
        .whereRef('portalAccess.practiceId', '=', 'release.practiceId').whereRef('portalAccess.patientId', '=', 'release.patientId')
        .where('portalAccess.untilAt', 'is', null).where(sql<boolean>`(portal_access.expires_at is null or portal_access.expires_at > now())
          and (portal_access.scope = 'all' or document.category = any (portal_access.categories))
          and (not document.uploaded_by_patient or portal_access.sees_others_uploads or document.uploaded_by = portal_access.id or release.audience = 'named')
          and (release.audience = 'all' or exists (select from release_reader e where e.practice_id = release.practice_id and e.release_id = release.id and e.access_id = portal_access.id))`)))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('auditEvent').select('auditEvent.id')
        .whereRef('auditEvent.practiceId', '=', 'release.practiceId').whereRef('auditEvent.documentId', '=', 'release.documentId')
        .whereRef('auditEvent.at', '>=', 'release.fromAt').where('operation', '=', 'portal.documents.redeem').where('decision', '=', 'allow'))))
      .orderBy('release.fromAt').limit(9).execute()
    return rows.map(({ givenName, familyName, ...row }) => ({ ...row, patient: fullName({ givenName, familyName }) }))
  },
  audit: nothing('a list of what nobody has opened opens nothing'),
})
