import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import { AppError, notFound } from '@/lib/access/errors'
import type { BatchState, Counts, Mapping, RowState } from '@/lib/imports/schema'

/** A batch, locked: one step of it at a time. @throws AppError not_found | conflict where it is in none of these states */
export async function lockBatch(db: WriteHandle, practice: string, batch: string, ...states: BatchState[]) {
  const row = await db.selectFrom('importBatch').selectAll().where('practiceId', '=', practice).where('id', '=', batch).forUpdate().executeTakeFirst()
  if (!row) notFound()
  if (!states.includes(row.state as BatchState)) throw new AppError('conflict', `the import is ${row.state}`, { says: 'This import is not at that step any more. Reload its page.' })
  return row
}

/** The mapping as it was stored. */
export const readMapping = (stored: unknown): Mapping => stored as Mapping

/** How many rows are in which state. */
export async function countRows(db: ReadHandle | WriteHandle, practice: string, batch: string): Promise<Counts> {
  const rows = await (db as ReadHandle).selectFrom('importRow').select(['state', sql<number>`count(*)::int`.as('count')])
    .where('practiceId', '=', practice).where('batchId', '=', batch).groupBy('state').execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state as RowState, count]))
}
