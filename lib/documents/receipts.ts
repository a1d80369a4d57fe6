import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import type { Receipt } from '@/lib/documents/schema'

/**
 * Who may see released documents now, by name, and when each opened them first since the release: live accesses to the
 * record that a release is of, whom it was made to and whose scope covers the category. Keyed by document.
 */
export async function receiptsOf(db: ReadHandle, practice: string, documents: readonly string[]): Promise<Map<string, Receipt[]>> {
  if (documents.length === 0) return new Map()
  const rows = await db.selectFrom('release')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'release.practiceId').onRef('document.id', '=', 'release.documentId')
      .onRef('document.patientId', '=', 'release.patientId'))
    .innerJoin('portalAccess as access', (join) => join.onRef('access.practiceId', '=', 'release.practiceId').onRef('access.patientId', '=', 'release.patientId'))
    .leftJoinLateral((from) => from.selectFrom('auditEvent').select('at')
      .whereRef('auditEvent.practiceId', '=', 'release.practiceId').whereRef('auditEvent.documentId', '=', 'release.documentId')
      .whereRef('auditEvent.hatId', '=', 'access.id').where('operation', '=', 'portal.documents.redeem').where('decision', '=', 'allow')
      .whereRef('auditEvent.at', '>=', 'release.fromAt').orderBy('at').limit(1).as('opening'), (join) => join.onTrue())
    .select(['release.documentId', 'access.id as access', 'access.displayName as name', 'access.relation', 'opening.at as openedAt'])
    .where('release.practiceId', '=', practice).where('release.documentId', 'in', [...documents]).where('release.untilAt', 'is', null)
    .where(({ or, eb }) => or([eb('release.expiresAt', 'is', null), eb('release.expiresAt', '>', sql<Date>`now()`)]))
    .where('access.untilAt', 'is', null).where(({ or, eb }) => or([eb('access.expiresAt', 'is', null), eb('access.expiresAt', '>', sql<Date>`now()`)]))
    .where(sql<boolean>`(access.scope = 'all' or document.category = any (access.categories))`)
    .where(sql<boolean>`(release.audience = 'all' or exists (select from release_reader e
      where e.practice_id = release.practice_id and e.release_id = release.id and e.access_id = access.id))`)
    // Who is kept apart from what others send sees of it only what was released to that one by name.
    .where(sql<boolean>`(not document.uploaded_by_patient or access.sees_others_uploads or document.uploaded_by = access.id or release.audience = 'named')`)
    .orderBy('access.displayName').orderBy('access.id').limit(1_000).execute()
  const receipts = new Map<string, Receipt[]>()
  for (const { documentId, ...receipt } of rows) receipts.set(documentId, [...(receipts.get(documentId) ?? []), receipt])
  return receipts
}
