import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import { writeAudit } from '@/lib/access/audit'
import { correctionNotice, type Reader } from '@/lib/documents/letters'
import { sealLetter } from '@/lib/platform/letter'

/**
 * Writes to everybody for whom a corrected document is released: once for each version that became the current one, in the
 * commit that notes it. One that was replaced again before its turn came is not told of; the newer one is.
 */
export async function tellCorrected(practice: string, document: string): Promise<void> {
  await job(practice, async (db) => {
    const row = await db.selectFrom('document')
      .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
        .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
      .select(['document.patientId', 'version.version'])
      .where('document.practiceId', '=', practice).where('document.id', '=', document).where('document.deletedAt', 'is', null)
      .where('version.version', '>', 1).where('version.state', '=', 'ready').where('version.toldAt', 'is', null)
      .forUpdate('version').executeTakeFirst()
    if (!row) return
    await db.updateTable('documentVersion').set({ toldAt: sql<Date>`now()` })
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', row.version).execute()
    const { rows } = await sql<Reader>`select email, language, has_account from access.correction_readers(${document})`.execute(db)
    const { name } = await db.selectFrom('practice').select('name').where('practiceId', '=', practice).executeTakeFirstOrThrow()
    for (const reader of rows) {
      const letter = correctionNotice(reader, name)
      await sql`select platform.enqueue_mail(${letter.kind}, ${sealLetter(letter)})`.execute(db)
    }
    await writeAudit(db, {
      operation: 'documents.corrected', decision: 'allow', patientId: row.patientId, documentId: document, detail: { version: row.version, letters: rows.length },
    })
  })
}
