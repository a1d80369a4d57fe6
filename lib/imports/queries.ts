import 'server-only'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import type { Category } from '@/lib/documents/schema'
import { fullName } from '@/lib/format/names'
import { importsDocuments, seesImports } from '@/lib/imports/policy'
import { countRows, readMapping } from '@/lib/imports/rows'
import { ofBatch, problemsAfter, showing, type BatchItem, type BatchState, type Field, type Mapping, type Problem, type RowItem, type RowState } from '@/lib/imports/schema'
import { z } from '@/lib/platform/zod'

const pageSize = 50
/** Rows of one piece of the list to download. */
const pieceSize = 2_000

/** The imports of the practice, newest first. */
export const listImports = query({
  name: 'imports.list',
  as: 'staff',
  input: z.object({}),
  allow: seesImports,
  closedBy: [],
  run: async ({ db, principal }) => {
    const rows = await db.selectFrom('importBatch').selectAll().where('practiceId', '=', principal.practice.id)
      .orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(100).execute()
    return { items: rows.map(item), can: { import: importsDocuments.allows(principal) } }
  },
  audit: nothing('names of index files; no record'),
})

/** One import: how far it is, and a page of its rows. */
export const showImport = query({
  name: 'imports.show',
  as: 'staff',
  input: showing,
  allow: seesImports,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const batch = await db.selectFrom('importBatch').selectAll().where('practiceId', '=', practice).where('id', '=', input.batch).executeTakeFirst()
    if (!batch) notFound()
    const counts = await countRows(db, practice, input.batch)
    const show = input.show ?? firstOf(counts)
    let rows = rowsOf(db, practice, input.batch).where('row.line', '>', input.after)
    if (show === 'problems') rows = rows.where('row.state', 'in', ['bad', 'look'])
    else if (show !== 'all') rows = rows.where('row.state', '=', show)
    const found = batch.state === 'reading' ? [] : await rows.orderBy('row.line').limit(pageSize + 1).execute()
    const { columns } = batch
    const mapping = batch.state === 'mapping' ? null : readMapping(batch.mapping)
    return {
      ...item(batch), columns, mapping, checkedLine: batch.checkedLine, counts, show,
      // As a help to name the columns.
      sample: batch.state === 'mapping' ? found.slice(0, 3).map(({ cells }) => cells) : [],
      list: found.slice(0, pageSize).map((row) => rowItem(row, mapping)),
      next: found.length > pageSize ? found[pageSize - 1]?.line ?? null : null,
      can: { import: importsDocuments.allows(principal), undo: seesImports.allows(principal) },
    }
  },
  audit: nothing('rows of the practice’s own index, and titles; no document is opened'),
})

/** What of an import does not come in, a piece of it, with the index’s own fields: mended, it can be sent again. */
export const listProblems = query({
  name: 'imports.problems',
  as: 'staff',
  input: problemsAfter,
  allow: seesImports,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const batch = await db.selectFrom('importBatch').select(['columns', 'state']).where('practiceId', '=', practice).where('id', '=', input.batch).executeTakeFirst()
    if (!batch) notFound()
    const rows = await db.selectFrom('importRow').select(['line', 'cells', 'path', 'problems', 'state', 'reason']).where('practiceId', '=', practice).where('batchId', '=', input.batch)
      // A file that nobody has asked for yet is not missing.
      .where('state', 'in', ['bad', 'look', 'refused', 'left', ...(['open', 'finished'].includes(batch.state) ? ['clean'] : [])]).where('line', '>', input.after).orderBy('line').limit(pieceSize).execute()
    return { columns: batch.columns, rows, next: rows.length === pieceSize ? rows.at(-1)?.line ?? null : null }
  },
  audit: ({ input }) => (input.after === 0 ? { subjectId: input.batch } : null),
})

/** Whether an import is there and takes files, for the door that takes them. */
export const importState = query({
  name: 'imports.state',
  as: 'staff',
  input: ofBatch,
  allow: seesImports,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const batch = await db.selectFrom('importBatch').select(['state', 'checkedLine', 'rowCount']).where('practiceId', '=', practice).where('id', '=', input.batch).executeTakeFirst()
    if (!batch) notFound()
    return { state: batch.state as BatchState, at: batch.checkedLine, of: batch.rowCount, counts: await countRows(db, practice, input.batch) }
  },
  audit: nothing('how far an import is; no record'),
})

type Batch = { id: string; fileName: string; state: string; rowCount: number; startedAt: Date; startedByName: string; finishedAt: Date | null; undoneAt: Date | null; undoneByName: string | null; undoneWhy: string | null }

function item(row: Batch): BatchItem {
  return {
    id: row.id, fileName: row.fileName, state: row.state as BatchState, rows: row.rowCount, startedAt: row.startedAt, startedBy: row.startedByName, finishedAt: row.finishedAt,
    undone: row.undoneByName ? { at: row.undoneAt, by: row.undoneByName, why: row.undoneWhy ?? '' } : null,
  }
}

/** What needs somebody first. */
function firstOf(counts: Partial<Record<RowState, number>>): RowState | 'problems' | 'all' {
  if (counts.stayed) return 'stayed'
  if (counts.refused) return 'refused'
  if (counts.left) return 'left'
  return counts.bad || counts.look ? 'problems' : 'all'
}

function rowsOf(db: ReadHandle, practice: string, batch: string) {
  return db.selectFrom('importRow as row')
    .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'row.practiceId').onRef('patient.id', '=', 'row.patientId'))
    .select(['row.line', 'row.cells', 'row.path', 'row.title', 'row.category', 'row.takenOn', 'row.tooth', 'row.problems', 'row.state', 'row.reason', 'row.documentId',
      'patient.id as patientId', 'patient.givenName', 'patient.familyName', 'patient.birthDate', 'patient.chartNumber'])
    .where('row.practiceId', '=', practice).where('row.batchId', '=', batch)
}

function rowItem(row: Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number], mapping: Mapping | null): RowItem {
  const cell = (field: Field) => (mapping?.columns[field] === undefined ? '' : row.cells[mapping.columns[field]] ?? '').trim()
  return {
    line: row.line, path: row.path, title: row.title, category: row.category as Category | null, takenOn: row.takenOn, tooth: row.tooth,
    problems: row.problems as Problem[], state: row.state as RowState, reason: row.reason, document: row.documentId,
    patient: row.patientId && row.givenName && row.familyName && row.birthDate && row.chartNumber
      ? { id: row.patientId, name: fullName({ givenName: row.givenName, familyName: row.familyName }), birthDate: row.birthDate, chartNumber: row.chartNumber } : null,
    says: mapping && row.cells.length > 0 ? { name: `${cell('firstName')} ${cell('lastName')}`.trim(), birthDate: cell('birthDate'), chartNumber: cell('chartNumber') } : null,
  }
}
