import 'server-only'
import { sql } from 'kysely'
import type { RecordEvent } from '@/lib/access/audit'
import type { WriteHandle } from '@/db/practice'
import { removeDocument } from '@/lib/deletion/remove'

/** Documents that one request looks at. */
const perStep = 200

type Given = { db: WriteHandle; principal: { hatId: string; name: string; practice: { id: string } }; record: RecordEvent; now: Date }

/**
 * Takes back what came in by a batch, a step of it: each document by the deletion that there is, and so to be brought back for as
 * long as any. What somebody has done anything with since stays, with the reason. Nobody of a patient's side can have opened what
 * was neither released nor shared.
 */
export async function undoSome({ db, principal, record, now }: Given, batch: string, why: string): Promise<{ removed: number; stayed: number; more: boolean }> {
  const practice = principal.practice.id
  const rows = await db.selectFrom('importRow as row')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'row.practiceId').onRef('document.id', '=', 'row.documentId'))
    .select(['row.line', 'row.state', 'document.id'])
    .where('row.practiceId', '=', practice).where('row.batchId', '=', batch).where('row.state', 'in', ['coming', 'refused', 'filed', 'left'])
    .orderBy('row.line').limit(perStep).forUpdate(['row', 'document']).execute()
  let stayed = 0
  // Asked once they are locked: whoever releases or shares waits for us, or we have waited for her.
  const touched = rows.length === 0 ? new Map<number, string>() : await whatWasTouched(db, practice, batch, rows.map(({ line }) => line))
  for (const { line, state, id } of rows) {
    const reason = touched.get(line) ?? ''
    if (reason) stayed++
    else if (state !== 'refused') {
      await db.updateTable('documentVersion').set({ state: 'expired', failure: 'cancelled' })
        .where('practiceId', '=', practice).where('documentId', '=', id).where('state', '=', 'receiving').execute()
      const removed = await removeDocument({ db, principal, now }, id, why)
      if (removed) await record({ operation: 'imports.removed', documentId: id, patientId: removed.patient, detail: { import: batch, row: line } })
    }
    await db.updateTable('importRow').set({ state: reason ? 'stayed' : 'removed', reason })
      .where('practiceId', '=', practice).where('batchId', '=', batch).where('line', '=', line).execute()
  }
  return { removed: rows.length - stayed, stayed, more: rows.length === perStep }
}

/** Of which rows' documents something was done since they came in, and what. */
async function whatWasTouched(db: WriteHandle, practice: string, batch: string, lines: number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ line: number; why: string }>`
    select r.line, case
        when exists (select from release x where x.practice_id = d.practice_id and x.document_id = d.id) then 'released'
        when exists (select from share_document x where x.practice_id = d.practice_id and x.document_id = d.id) then 'shared'
        when d.patient_id is distinct from r.patient_id
          or exists (select from privacy_case x where x.practice_id = d.practice_id and x.document_id = d.id) then 'moved'
        when exists (select from document_version x where x.practice_id = d.practice_id and x.document_id = d.id and x.version > 1) then 'corrected'
        when d.reviewed_at is not null then 'reviewed'
        when access.is_held(d.practice_id, d.id, d.patient_id) then 'held'
        when d.filed_at is not null and (d.category, d.title, d.taken_on, d.tooth) is distinct from (r.category, r.title, r.taken_on, r.tooth) then 'changed'
      end as why
      from import_row r join document d on d.practice_id = r.practice_id and d.id = r.document_id
     where r.practice_id = ${practice} and r.batch_id = ${batch} and r.line = any (${lines}::int[]) and d.deleted_at is null`.execute(db)
  return new Map(rows.flatMap(({ line, why }) => (why ? [[line, why] as const] : [])))
}
