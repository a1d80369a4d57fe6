import 'server-only'
import type { ReadHandle } from '@/db/practice'
import type { Hold } from '@/lib/retention/schema'

/** The holds that are open now over a patient, over a document, or over both. */
export async function openHolds(db: ReadHandle, practice: string, on: { patient: string | null; document?: string }): Promise<Hold[]> {
  const rows = await db.selectFrom('legalHold').select(['id', 'patientId', 'fromAt', 'placedByName', 'why'])
    .where('practiceId', '=', practice).where('untilAt', 'is', null)
    .where((where) => where.or([
      ...(on.patient ? [where('patientId', '=', on.patient)] : []), ...(on.document ? [where('documentId', '=', on.document)] : []),
    ]))
    .orderBy('fromAt').execute()
  return rows.map(({ id, patientId, fromAt, placedByName, why }) => ({ id, of: patientId ? 'patient' : 'document', since: fromAt, by: placedByName, why }))
}
