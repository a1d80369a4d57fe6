import 'server-only'
import type { RecordEvent } from '@/lib/access/audit'
import type { WriteHandle } from '@/db/practice'
import { lookTwice } from '@/lib/documents/look'

/** Documents that one request files. */
const perStep = 50

type Given = { db: WriteHandle; principal: { hatId: string; practice: { id: string } }; record: RecordEvent; now: Date }

/**
 * Files what has arrived and was looked through as its rows say, a step of it. Whose it is was compared with the index; what the
 * file says of itself is compared here, and where it differs the document waits under To file. No rule releases any of it.
 */
export async function fileSome({ db, principal, record, now }: Given, batch: string): Promise<{ filed: number; left: number; refused: number; more: boolean }> {
  const practice = principal.practice.id
  const rows = await db.selectFrom('importRow as row')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'row.practiceId').onRef('document.id', '=', 'row.documentId'))
    .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
      .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
    .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'row.practiceId').onRef('patient.id', '=', 'row.patientId'))
    .select(['row.line', 'row.patientId', 'row.category', 'row.title', 'row.takenOn', 'row.tooth', 'document.id', 'document.patientId as standsWith', 'document.filedAt',
      'document.deletedAt', 'version.state', 'version.failure', 'patient.archivedAt', 'patient.chartNumber', 'patient.givenName', 'patient.familyName', 'patient.birthDate'])
    .where('row.practiceId', '=', practice).where('row.batchId', '=', batch).where('row.state', '=', 'coming')
    .where(({ or, and, eb }) => or([
      eb('version.state', 'in', ['rejected', 'expired', 'corrupt']), eb('document.deletedAt', 'is not', null), eb('document.filedAt', 'is not', null),
      and([eb('version.state', '=', 'ready'), eb('version.rendered', '<>', 'waiting')]),
    ]))
    .orderBy('row.line').limit(perStep).forUpdate(['row', 'document']).execute()
  const count = { filed: 0, left: 0, refused: 0 }
  for (const row of rows) {
    const set = (state: 'filed' | 'left' | 'refused' | 'removed', reason = '') => db.updateTable('importRow').set({ state, reason: reason.slice(0, 200) })
      .where('practiceId', '=', practice).where('batchId', '=', batch).where('line', '=', row.line).execute()
    if (row.deletedAt) {
      await set('removed')
    } else if (row.state !== 'ready' && row.filedAt === null) {
      count.refused++
      await set('refused', row.failure ?? '')
    } else if (row.filedAt) {
      // Somebody was faster, under To file.
      count.filed++
      await set('filed')
    } else {
      const why = await whatSpeaksAgainst(db, practice, row)
      if (why) {
        count.left++
        await set('left', why)
        await record({ operation: 'imports.left', documentId: row.id, patientId: row.standsWith, detail: { import: batch, row: row.line, why } })
        continue
      }
      await db.updateTable('document')
        .set({
          category: row.category, title: row.title, takenOn: row.takenOn, tooth: row.tooth, filedAt: now, filedBy: principal.hatId,
          // Whoever imports has decided that it stays unreleased; it is on no list of what a visit left.
          heldAt: now, heldBy: principal.hatId,
        })
        .where('practiceId', '=', practice).where('id', '=', row.id).execute()
      count.filed++
      await set('filed')
      await record({ operation: 'imports.filed', documentId: row.id, patientId: row.patientId, detail: { import: batch, row: row.line } })
    }
  }
  return { ...count, more: rows.length === perStep }
}

type Row = { id: string; patientId: string | null; standsWith: string | null; archivedAt: Date | null; chartNumber: string; givenName: string; familyName: string; birthDate: string }

async function whatSpeaksAgainst(db: WriteHandle, practice: string, row: Row): Promise<string> {
  if (!row.patientId || row.standsWith !== row.patientId) return 'moved'
  if (row.archivedAt) return 'archived'
  // The index named this chart by number, name and birth date, which tells it from others that are like it.
  const said = { names: [`${row.familyName}^${row.givenName}`], birthDates: [row.birthDate], ids: [row.chartNumber] }
  const look = await lookTwice(db, practice, { id: row.id, patientId: row.patientId }, { said })
  return look ? [...look.differs, ...(look.differs.length === 0 ? ['alike'] : [])].join(' ') : ''
}
