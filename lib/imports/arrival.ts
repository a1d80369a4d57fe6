import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command, query } from '@/lib/access/operation'
import type { ReadHandle } from '@/db/practice'
import { announce, requireRoom, roomFor } from '@/lib/documents/incoming'
import { announcing } from '@/lib/documents/schema'
import { fileSome } from '@/lib/imports/filing'
import { importsDocuments } from '@/lib/imports/policy'
import { keyBeginnings, pathKey, samePath } from '@/lib/imports/rules'
import { lockBatch } from '@/lib/imports/rows'
import { arrivingByRow, matching, ofBatch, type Match, type RowState } from '@/lib/imports/schema'

/** Which row names a chosen file, and whether its bytes are wanted: so a folder is chosen again after a break, and only the rest is sent. */
export const matchFiles = query({
  name: 'imports.match',
  as: 'staff',
  input: matching,
  allow: importsDocuments,
  closedBy: [],
  run: async ({ db, principal, input }): Promise<{ matches: Match[] }> => {
    const practice = principal.practice.id
    const batch = await db.selectFrom('importBatch').select('state').where('practiceId', '=', practice).where('id', '=', input.batch).executeTakeFirst()
    if (!batch) notFound()
    if (batch.state !== 'open') throw new AppError('conflict', 'the import takes no files', { says: 'This import takes no files now. Reload its page.' })
    const keys = input.paths.map(pathKey)
    const [named, within] = await Promise.all([
      // One array: as a list each would be a parameter, of which a statement takes 65,535.
      rowsOf(db, practice, input.batch).where(sql<boolean>`row.path_key = any(${[...new Set(keys.flatMap(keyBeginnings))]}::text[])`).execute(),
      longer(db, practice, input.batch, [...new Set(keys.filter(Boolean))]),
    ])
    const byKey = Map.groupBy(named, ({ pathKey }) => pathKey)
    const longerOf = Map.groupBy(within, ({ asked }) => asked)
    return {
      matches: keys.map((key): Match => {
        // The row that names most of the path; where a row names more of it than the browser tells, the only such one.
        const best = keyBeginnings(key).toReversed().map((end) => byKey.get(end)).find((rows) => rows !== undefined) ?? longerOf.get(key)
        const [row, another] = key ? best ?? [] : []
        if (!row) return { fits: 'none' }
        if (another) return { fits: 'several' }
        return fit(row, principal.hatId, practice)
      }),
    }
  },
  audit: nothing('which file is which row of the practice’s own index; no record is opened'),
})

function rowsOf(db: ReadHandle, practice: string, batch: string) {
  return db.selectFrom('importRow as row')
    .leftJoin('document', (join) => join.onRef('document.practiceId', '=', 'row.practiceId').onRef('document.id', '=', 'row.documentId'))
    .leftJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'row.practiceId').onRef('version.documentId', '=', 'row.documentId').on('version.version', '=', 1))
    .select(['row.line', 'row.pathKey', 'row.state', 'row.documentId', 'document.uploadedBy', 'version.state as file'])
    .where('row.practiceId', '=', practice).where('row.batchId', '=', batch)
}
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

/** Rows that name more of a path than was asked for, at most two for each. `0` follows `/` in the order of bytes. */
async function longer(db: ReadHandle, practice: string, batch: string, keys: string[]): Promise<(Row & { asked: string })[]> {
  if (keys.length === 0) return []
  return db.selectFrom(sql<{ asked: string }>`unnest(${keys}::text[])`.as<'k'>(sql`k(asked)`))
    .innerJoinLateral((from) => from.selectFrom('importRow as r').select(['r.line', 'r.pathKey', 'r.state', 'r.documentId'])
      .where('r.practiceId', '=', practice).where('r.batchId', '=', batch)
      .where(sql<boolean>`r.path_key >= k.asked || '/' and r.path_key < k.asked || '0'`).limit(2).as('row'), (join) => join.onTrue())
    .leftJoin('document', (join) => join.on('document.practiceId', '=', practice).onRef('document.id', '=', 'row.documentId'))
    .leftJoin('documentVersion as version', (join) => join.on('version.practiceId', '=', practice).onRef('version.documentId', '=', 'row.documentId').on('version.version', '=', 1))
    .select(['k.asked', 'row.line', 'row.pathKey', 'row.state', 'row.documentId', 'document.uploadedBy', 'version.state as file'])
    .execute()
}

const over = ['rejected', 'expired']

function fit(row: Row, hat: string, practice: string): Match {
  const { line } = row
  const state = row.state as RowState
  if (state === 'clean' || state === 'refused') return { fits: 'wanted', line }
  if (state === 'coming') {
    if (row.file !== null && over.includes(row.file)) return { fits: 'wanted', line }
    if (row.file !== 'receiving') return { fits: 'here', line }
    return row.uploadedBy === hat ? { fits: 'wanted', line, address: `/v1/u/${practice}/${row.documentId}` } : { fits: 'elsewhere', line }
  }
  return { fits: state === 'new' || state === 'bad' || state === 'look' ? 'not_clean' : 'here', line }
}

/**
 * The file of a row begins to come in. As with any upload, row and key are durable before the first byte; from here it goes on as
 * every other (docs/decisions/0011).
 */
export const arriveByRow = command({
  name: 'imports.arrive',
  as: 'staff',
  input: arrivingByRow,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, call }) => {
    const practice = principal.practice.id
    const batch = await db.selectFrom('importBatch').select('state').where('practiceId', '=', practice).where('id', '=', input.batch).forShare().executeTakeFirst()
    if (!batch) notFound()
    if (batch.state !== 'open') throw new AppError('conflict', 'the import takes no files', { says: 'This import takes no files any more.' })
    const row = await db.selectFrom('importRow').select(['state', 'pathKey', 'patientId', 'documentId'])
      .where('practiceId', '=', practice).where('batchId', '=', input.batch).where('line', '=', input.line).forUpdate().executeTakeFirst()
    if (!row || !samePath(pathKey(input.path), row.pathKey)) notFound('no row names this file')
    const before = row.state !== 'coming' ? undefined : await db.selectFrom('documentVersion').select('state')
      .where('practiceId', '=', practice).where('documentId', '=', row.documentId).where('version', '=', 1).executeTakeFirst()
    const awaited = row.state === 'clean' || row.state === 'refused' || (before !== undefined && over.includes(before.state))
    if (!awaited || !row.patientId) throw new AppError('conflict', 'no file is awaited', { says: 'The file of this row is here already, or the row does not come in.' })
    const patient = await db.selectFrom('patient').select('id')
      .where('practiceId', '=', practice).where('id', '=', row.patientId).where('archivedAt', 'is', null).executeTakeFirst()
    if (!patient) throw new AppError('conflict', 'archived', { says: 'This patient was archived meanwhile.' })
    const room = await roomFor(call)
    requireRoom(room, input.size)
    const { fileName } = announcing.parse({ fileName: (input.path.split(/[\\/]/).at(-1) ?? '').slice(-255) })
    const begun = await announce({ db, principal }, {
      patient: row.patientId, importId: input.batch, announced: { fileName, size: input.size, sha256: input.sha256, type: input.type },
    })
    await db.updateTable('importRow').set({ state: 'coming', reason: '', documentId: begun.document })
      .where('practiceId', '=', practice).where('batchId', '=', input.batch).where('line', '=', input.line).execute()
    return { ...begun, room, patient: row.patientId }
  },
  audit: ({ input, output }) => ({ documentId: output?.document ?? null, patientId: output?.patient ?? null, subjectId: input.batch, detail: { row: input.line } }),
})

/** Files what has arrived, as far as one request goes. */
export const fileArrived = command({
  name: 'imports.file',
  as: 'staff',
  input: ofBatch,
  allow: importsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, record }) => {
    await lockBatch(db, principal.practice.id, input.batch, 'open')
    return { batch: input.batch, ...(await fileSome({ db, principal, record, now }, input.batch)) }
  },
  // One line for each document that was filed or left, written where it happens.
  audit: ({ input, output }) => (output ? null : { subjectId: input.batch }),
})
