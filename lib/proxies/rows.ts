import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { today } from '@/lib/format/dates'

const day = 86_400_000
const majority = sql<Date>`access.comes_of_age(patient.practice_id, patient.birth_date)`

/** Live accesses of others than the patient that want a look: she comes of age within ninety days, or their review is due. */
export function toReview(db: ReadHandle, practice: { id: string; timeZone: string }, now: Date) {
  return db.selectFrom('portalAccess as access')
    .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'access.practiceId').onRef('patient.id', '=', 'access.patientId'))
    .where('access.practiceId', '=', practice.id).where('access.relation', '<>', 'self').where('access.untilAt', 'is', null)
    .where(({ or, eb }) => or([eb('access.expiresAt', 'is', null), eb('access.expiresAt', '>', now)]))
    .where(({ or, and, eb }) => or([
      and([eb(majority, '>', now), eb(majority, '<=', new Date(now.getTime() + 90 * day))]),
      eb('access.reviewOn', '<=', today(practice.timeZone, now)),
    ]))
}

/** Patients who came of age in the last ninety days, for whom somebody acted until then, and who have no way in of their own. */
export function cameOfAge(db: ReadHandle, practice: { id: string }, now: Date) {
  return db.selectFrom('patient')
    .where('patient.practiceId', '=', practice.id).where('patient.archivedAt', 'is', null)
    .where(majority, '<=', now).where(majority, '>', new Date(now.getTime() - 90 * day))
    .where(({ exists, selectFrom }) => exists(selectFrom('portalAccess as was').select('was.id')
      .whereRef('was.practiceId', '=', 'patient.practiceId').whereRef('was.patientId', '=', 'patient.id').where('was.endsAtMajority', '=', true)))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('portalAccess as own').select('own.id')
      .whereRef('own.practiceId', '=', 'patient.practiceId').whereRef('own.patientId', '=', 'patient.id')
      .where('own.relation', '=', 'self').where('own.untilAt', 'is', null))))
}

export { majority }
