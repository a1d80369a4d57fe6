import 'server-only'
import type { WriteHandle } from '@/db/practice'

type Given = { db: WriteHandle; principal: { hatId: string; name: string; practice: { id: string } }; now: Date }

/** The one deletion: its release ends, its destruction is ordered, and it leaves every sight. Null where there is none to delete. */
export async function removeDocument({ db, principal, now }: Given, id: string, why: string): Promise<{ patient: string | null } | null> {
  const practiceId = principal.practice.id
  const document = await db.selectFrom('document').select('patientId')
    .where('practiceId', '=', practiceId).where('id', '=', id).where('deletedAt', 'is', null)
    .forUpdate().executeTakeFirst()
  if (!document) return null
  await db.updateTable('release')
    .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: 'the document was deleted' })
    .where('practiceId', '=', practiceId).where('documentId', '=', id).where('untilAt', 'is', null).execute()
  await db.insertInto('destruction')
    .values({ practiceId, documentId: id, cause: 'deletion', why, orderedBy: principal.hatId, orderedByName: principal.name })
    .execute()
  await db.updateTable('document')
    .set({ deletedAt: now, deletedBy: principal.hatId, deletedByName: principal.name, deletedWhy: why })
    .where('practiceId', '=', practiceId).where('id', '=', id).execute()
  return { patient: document.patientId }
}
