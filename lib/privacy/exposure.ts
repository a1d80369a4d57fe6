import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import type { Exposure } from '@/lib/privacy/schema'

type Stood = { documentId: string; patientId: string; stoodFrom: Date; openedAt: Date }

/** Openings that a case tells one by one; beyond, the history has them all. */
const most = 200

/**
 * Who of a record's readers saw a document while it stood there by mistake, from the audit: each event names the record in
 * which the document stood at the time, so what its right readers did before or after is no part of it.
 */
export async function exposureOf(db: ReadHandle, practice: string, { documentId, patientId, stoodFrom, openedAt }: Stood): Promise<Exposure> {
  const back = await db.selectFrom('privacyCase').select('openedAt').where('practiceId', '=', practice).where('documentId', '=', documentId)
    .where('rightPatientId', '=', patientId).where('openedAt', '>', openedAt).orderBy('openedAt').limit(1).executeTakeFirst()
  const rows = await db.selectFrom('auditEvent').select(['at', 'actorName', 'actorRoles', 'hatId', 'operation'])
    .where('practiceId', '=', practice).where('patientId', '=', patientId).where('decision', '=', 'allow').where('at', '>=', stoodFrom)
    .where(({ or, and, eb }) => or([
      and([eb('documentId', '=', documentId), eb('operation', 'in', ['portal.documents.redeem', 'portal.documents.show', 'shares.redeem', 'shares.save'])]),
      // A list's previews are one event that names them all.
      and([eb('operation', '=', 'portal.documents.sheet'), sql<boolean>`strpos(detail->>'documents', ${documentId}) > 0`]),
    ]))
    // Until it came back to that record, if it ever did: the moment of the case is no bound, for an opening may have been under way.
    .$if(back !== undefined, (events) => events.where('at', '<', back?.openedAt ?? openedAt))
    .orderBy('at').orderBy('id').limit(most).execute()
  const told = ({ at, actorName, actorRoles }: (typeof rows)[number]) => ({ at, name: actorName, relation: actorRoles[0] ?? '' })
  // Whoever it was shared with outside has opened it like a reader of the record.
  const opened = rows.filter(({ operation }) => operation === 'portal.documents.redeem' || operation.startsWith('shares.'))
  const who = new Set(opened.map(({ hatId }) => hatId))
  const firstOf = (what: string) => rows.filter(({ hatId, operation }, at) => operation === what && !who.has(hatId)
    && rows.findIndex((row) => row.hatId === hatId && row.operation === operation) === at).map(told)
  return { opened: opened.map(told), saw: firstOf('portal.documents.show'), previewed: firstOf('portal.documents.sheet') }
}
