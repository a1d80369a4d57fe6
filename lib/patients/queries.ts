import 'server-only'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { invitesPatients } from '@/lib/invitations/policy'
import { archivesPatients, keepsAlerts, keepsPatients, seesPatients } from '@/lib/patients/policy'
import { found, freeChartNumber, toItem } from '@/lib/patients/rows'
import { searchTerms } from '@/lib/patients/rules'
import { listing, ofPatient, searching, type PatientItem, type PatientRecord } from '@/lib/patients/schema'
import { z } from '@/lib/platform/zod'

const pageSize = 50

/** The register in the order of names, or what was typed into its search box. Opens nothing. */
export const listPatients = query({
  name: 'patients.list',
  as: 'staff',
  input: listing,
  allow: seesPatients,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const back = input.before !== undefined
    const from = input.before ?? input.after
    // An address that names somebody who is gone, or nobody, begins at the beginning.
    const edge = from === undefined ? undefined : await db.selectFrom('patient').select(['sortKey', 'id'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', from).executeTakeFirst()
    let rows = found(db, principal.practice.id, input.q, now).where('archivedAt', input.archived ? 'is not' : 'is', null)
    if (edge) rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('patient.sortKey', 'patient.id'), back ? '<' : '>', tuple(edge.sortKey, edge.id)))
    const direction = back && edge ? 'desc' : 'asc'
    const page = await rows.orderBy('sortKey', direction).orderBy('patient.id', direction).limit(pageSize + 1).execute()
    const more = page.length > pageSize
    const items = page.slice(0, pageSize).map(toItem)
    if (direction === 'desc') items.reverse()
    return {
      items,
      after: direction === 'asc' ? (more ? items.at(-1)?.id : undefined) : edge?.id === undefined ? undefined : items.at(-1)?.id,
      before: direction === 'desc' ? (more ? items[0]?.id : undefined) : edge ? items[0]?.id : undefined,
    }
  },
  audit: nothing('looking at a list opens no record'),
})

/** The first few whom the typed text fits, while it is being typed. */
export const searchPatients = query({
  name: 'patients.search',
  as: 'staff',
  input: searching,
  allow: seesPatients,
  closedBy: [],
  run: async ({ db, principal, input, now }): Promise<{ items: PatientItem[]; more: boolean }> => {
    if (searchTerms(input.q, now.getUTCFullYear()).length === 0) return { items: [], more: false }
    const rows = await found(db, principal.practice.id, input.q, now).where('archivedAt', 'is', null)
      .orderBy('sortKey').orderBy('patient.id').limit(9).execute()
    return { items: rows.slice(0, 8).map(toItem), more: rows.length > 8 }
  },
  audit: nothing('a search opens no record'),
})

/** What the form for a new patient begins with. */
export const proposeChartNumber = query({
  name: 'patients.propose',
  as: 'staff',
  input: z.object({}),
  allow: keepsPatients,
  closedBy: [],
  run: async ({ db, principal }) => ({ chartNumber: await freeChartNumber(db, principal.practice.id) }),
  audit: nothing('a number that nobody has yet'),
})

/** Opens one patient's record: every opening is on record before this page is seen. */
export const openPatient = query({
  name: 'patients.open',
  as: 'staff',
  input: ofPatient,
  allow: seesPatients,
  closedBy: [],
  run: async ({ db, principal, input, now }): Promise<PatientRecord> => {
    const practice = principal.practice.id
    const of = <T extends string>(table: T) => [`${table}.practiceId`, `${table}.patientId`] as const
    const row = await db.selectFrom('patient')
      .leftJoin('membership', (join) => join.onRef('membership.practiceId', '=', 'patient.practiceId').onRef('membership.id', '=', 'patient.archivedBy'))
      .select(['patient.id', 'version', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber', 'phone', 'email', 'address',
        'language', 'staffNote', 'archivedAt', 'archivedWhy', 'membership.displayName as archivedBy'])
      .where('patient.practiceId', '=', practice).where('patient.id', '=', input.patient).executeTakeFirst()
    if (!row) notFound()
    const [alertPractice, alertPatient] = of('patientAlert')
    const [visitPractice, visitPatient] = of('appointment')
    const [alerts, contacts, visits, openings, portal] = await Promise.all([
      db.selectFrom('patientAlert')
        .leftJoin('membership as giver', (join) => join.onRef('giver.practiceId', '=', alertPractice).onRef('giver.id', '=', 'patientAlert.givenBy'))
        .leftJoin('membership as ender', (join) => join.onRef('ender.practiceId', '=', alertPractice).onRef('ender.id', '=', 'patientAlert.endedBy'))
        .select(['patientAlert.id', 'kind', 'text', 'severe', 'patientAlert.fromAt as from', 'patientAlert.untilAt as until',
          'giver.displayName as by', 'ender.displayName as endedBy'])
        .where(alertPractice, '=', practice).where(alertPatient, '=', input.patient)
        .orderBy('severe', 'desc').orderBy('patientAlert.fromAt', 'desc').orderBy('patientAlert.id').limit(200).execute(),
      db.selectFrom('patientContact').select(['id', 'kind', 'name', 'relation', 'phone', 'email', 'fromAt as from', 'untilAt as until'])
        .where('practiceId', '=', practice).where('patientId', '=', input.patient)
        .orderBy('fromAt').orderBy('id').limit(200).execute(),
      db.selectFrom('appointment')
        .innerJoin('membership', (join) => join.onRef('membership.practiceId', '=', visitPractice).onRef('membership.id', '=', 'appointment.membershipId'))
        .select(['appointment.id', 'startsAt', 'endsAt', 'reason', 'status', 'operatory', 'membership.displayName as provider'])
        .where(visitPractice, '=', practice).where(visitPatient, '=', input.patient).where('status', '<>', 'entered-in-error')
        .orderBy('startsAt', 'desc').limit(60).execute(),
      db.selectFrom('auditEvent').select(['at', 'actorName', 'actorRoles', 'actorKind', 'hatId', 'operation'])
        .where('practiceId', '=', practice).where('patientId', '=', input.patient).where('decision', '=', 'allow')
        .where('operation', 'in', openingOperations)
        .orderBy('at', 'desc').orderBy('id', 'desc').limit(24).execute(),
      db.selectFrom('portalAccess').select(['id', 'displayName as name', 'relation', 'fromAt as since'])
        .where('practiceId', '=', practice).where('patientId', '=', input.patient).where('untilAt', 'is', null)
        .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)])).orderBy('fromAt').limit(50).execute(),
    ])
    const { archivedAt, archivedWhy, archivedBy, ...patient } = row
    return {
      ...patient,
      asked: now,
      archived: archivedAt ? { at: archivedAt, by: archivedBy ?? '', why: archivedWhy ?? '' } : null,
      alerts, contacts, visits, portal,
      openings: openings.map(({ at, actorName, actorRoles, actorKind, hatId, operation }) =>
        ({ at, name: actorName, roles: actorRoles, kind: actorKind, mine: hatId === principal.hatId, operation })),
      can: { edit: keepsPatients.allows(principal), alert: keepsAlerts.allows(principal), archive: archivesPatients.allows(principal), invite: invitesPatients.allows(principal) },
    }
  },
  audit: ({ input }) => ({ patientId: input.patient }),
})

const openingOperations = ['patients.open', 'documents.show', 'documents.redeem', 'portal.documents.redeem']
