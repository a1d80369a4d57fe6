import 'server-only'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { checkSome } from '@/lib/imports/check'
import { importsDocuments, seesImports } from '@/lib/imports/policy'
import { countRows, lockBatch } from '@/lib/imports/rows'
import { addingRows, beginning, fields, mapping, ofBatch, readThrough, undoing, type Mapping } from '@/lib/imports/schema'
import { undoSome } from '@/lib/imports/undo'
import { newId } from '@/lib/platform/ids'

/** An index begins to come in. Its rows follow in pieces, so that it is never whole in memory. */
export const beginImport = command({
  name: 'imports.begin',
  as: 'staff',
  input: beginning,
  allow: importsDocuments,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input }) => {
    const id = newId()
    await db.insertInto('importBatch')
      .values({ practiceId: principal.practice.id, id, fileName: input.fileName, startedBy: principal.hatId, startedByName: principal.name }).execute()
    return { batch: id }
  },
  audit: ({ output }) => ({ subjectId: output?.batch ?? null }),
})

/** Rows of the index that this hat sends at the moment. */
export const addImportRows = command({
  name: 'imports.add_rows',
  as: 'staff',
  input: addingRows,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practiceId = principal.practice.id
    const batch = await lockBatch(db, practiceId, input.batch, 'reading')
    if (batch.startedBy !== principal.hatId) notFound('somebody else sends this index')
    await db.insertInto('importRow').values(input.rows.map(({ line, cells }) => ({ practiceId, batchId: input.batch, line, cells }))).execute()
    return { added: input.rows.length }
  },
  audit: nothing('the index is on record from its beginning; it is one, in however many pieces it comes'),
})

/** The index has come whole: what is left to say is which column is which. */
export const readImport = command({
  name: 'imports.read',
  as: 'staff',
  input: readThrough,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const batch = await lockBatch(db, practice, input.batch, 'reading')
    if (batch.startedBy !== principal.hatId) notFound('somebody else sends this index')
    await db.updateTable('importBatch').set({ state: 'mapping', columns: input.columns, rowCount: input.rows })
      .where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return { batch: input.batch }
  },
  audit: ({ input }) => ({ subjectId: input.batch, detail: { rows: input.rows } }),
})

/** Forgets an index by which nothing has come in. */
export const forgetImport = command({
  name: 'imports.forget',
  as: 'staff',
  input: ofBatch,
  allow: importsDocuments,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    await lockBatch(db, practice, input.batch, 'reading', 'mapping', 'checking', 'checked')
    await db.deleteFrom('importRow').where('practiceId', '=', practice).where('batchId', '=', input.batch).execute()
    await db.deleteFrom('importBatch').where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return {}
  },
  audit: ({ input }) => ({ subjectId: input.batch }),
})

/** Says which column is which, and begins the dry run anew; of an index of usual size it is done with that. */
export const mapImport = command({
  name: 'imports.map',
  as: 'staff',
  input: mapping,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    const batch = await lockBatch(db, practice, input.batch, 'mapping', 'checking', 'checked')
    const chosen = Object.fromEntries(fields.flatMap((field) => (input[field] === undefined ? [] : [[field, input[field]]])))
    const wrong = Object.entries(chosen).find(([field, at]) => at >= batch.columns.length || Object.entries(chosen).some(([other, there]) => other !== field && there === at))
    if (wrong) throw new AppError('invalid', 'a column twice, or none', { fields: { [wrong[0]]: ['Choose a column that is chosen for nothing else.'] } })
    const meant: Mapping = { columns: chosen, dates: input.dates, unknown: input.unknown ?? null }
    await db.updateTable('importRow').set({ state: 'new', problems: [] }).where('practiceId', '=', practice).where('batchId', '=', input.batch).execute()
    const { line, done } = await checkSome(db, practice, { ...batch, mapping: meant, checkedLine: 0 }, now)
    await db.updateTable('importBatch').set({ mapping: JSON.stringify(meant), checkedLine: line, state: done ? 'checked' : 'checking' })
      .where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return { batch: input.batch, done }
  },
  audit: ({ input, output }) => ({ subjectId: input.batch, detail: { compared: output?.done ?? false } }),
})

/** The dry run goes on. */
export const checkImport = command({
  name: 'imports.check',
  as: 'staff',
  input: ofBatch,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    const batch = await lockBatch(db, practice, input.batch, 'checking')
    const { line, done } = await checkSome(db, practice, batch, now)
    await db.updateTable('importBatch').set({ checkedLine: line, ...(done ? { state: 'checked' } : {}) })
      .where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return { batch: input.batch, done, at: line, of: batch.rowCount }
  },
  audit: ({ input, output }) => (output && !output.done ? null : { subjectId: input.batch }),
})

/** From here on files are taken for the rows that fit; until here nothing of any record has changed. */
export const openImport = command({
  name: 'imports.open',
  as: 'staff',
  input: ofBatch,
  allow: importsDocuments,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    await lockBatch(db, practice, input.batch, 'checked')
    const { clean = 0 } = await countRows(db, practice, input.batch)
    if (clean === 0) throw new AppError('conflict', 'no row fits', { says: 'No row of this index fits a patient. Mend the index and send it again.' })
    await db.updateTable('importBatch').set({ state: 'open', openedAt: now }).where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return { batch: input.batch, rows: clean }
  },
  audit: ({ input, output }) => ({ subjectId: input.batch, detail: { rows: output?.rows ?? 0 } }),
})

/** Takes no more files. What the index said of people is forgotten; which row became which document stays. */
export const finishImport = command({
  name: 'imports.finish',
  as: 'staff',
  input: ofBatch,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    await lockBatch(db, practice, input.batch, 'open')
    const { coming = 0, filed = 0, left = 0 } = await countRows(db, practice, input.batch)
    if (coming > 0) throw new AppError('conflict', 'files are coming', { says: 'Some files are still on their way, or are being looked through. Finish when they are filed.' })
    await db.updateTable('importRow').set({ cells: [] }).where('practiceId', '=', practice).where('batchId', '=', input.batch).execute()
    await db.updateTable('importBatch').set({ state: 'finished', finishedAt: now }).where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    return { batch: input.batch, filed, left }
  },
  audit: ({ input, output }) => ({ subjectId: input.batch, detail: { filed: output?.filed ?? 0, left: output?.left ?? 0 } }),
})

/** Begins to take back what came in by a batch: no file is taken any more, and the first documents are deleted. */
export const undoImport = command({
  name: 'imports.undo',
  as: 'staff',
  input: undoing,
  allow: seesImports,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now, record }) => {
    const practice = principal.practice.id
    await lockBatch(db, practice, input.batch, 'open', 'finished')
    await db.updateTable('importBatch').set({ state: 'undoing', undoneBy: principal.hatId, undoneByName: principal.name, undoneWhy: input.why })
      .where('practiceId', '=', practice).where('id', '=', input.batch).execute()
    const { removed, stayed, more } = await undoSome({ db, principal, record, now }, input.batch, input.why)
    if (!more) await endUndo(db, practice, input.batch, now)
    return { batch: input.batch, removed, stayed, done: !more }
  },
  audit: ({ input, output }) => ({ subjectId: input.batch, detail: { removed: output?.removed ?? 0, stayed: output?.stayed ?? 0 } }),
})

/** Undoing goes on, with the reason that was given; whoever began it had confirmed. */
export const undoImportFurther = command({
  name: 'imports.undo_further',
  as: 'staff',
  input: ofBatch,
  allow: seesImports,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, record }) => {
    const practice = principal.practice.id
    const batch = await lockBatch(db, practice, input.batch, 'undoing')
    const { removed, stayed, more } = await undoSome({ db, principal, record, now }, input.batch, batch.undoneWhy ?? '')
    if (!more) await endUndo(db, practice, input.batch, now)
    return { batch: input.batch, removed, stayed, done: !more }
  },
  audit: ({ input, output }) => ({ subjectId: input.batch, detail: { removed: output?.removed ?? 0, stayed: output?.stayed ?? 0 } }),
})

async function endUndo(db: Parameters<typeof undoSome>[0]['db'], practice: string, batch: string, now: Date): Promise<void> {
  await db.updateTable('importRow').set({ cells: [] }).where('practiceId', '=', practice).where('batchId', '=', batch).execute()
  await db.updateTable('importBatch').set({ state: 'undone', undoneAt: now }).where('practiceId', '=', practice).where('id', '=', batch).execute()
}
