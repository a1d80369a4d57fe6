import 'server-only'
import { sql } from 'kysely'
import type { WriteHandle } from '@/db/practice'
import { compareChart } from '@/lib/documents/rules-identity'
import { readRow, verdict, type ReadRow } from '@/lib/imports/rules'
import type { Mapping, Problem } from '@/lib/imports/schema'

/** Rows that one request compares: a second's work, so that progress is seen and nothing waits for long. */
const perStep = 5_000
/** Rows that one statement takes. */
const perStatement = 1_000

type Batch = { id: string; columns: string[]; checkedLine: number; mapping: unknown }

/** The dry run, a step further. Nothing but the batch's own rows is written. @returns the last line it reached, and whether that was the last */
export async function checkSome(db: WriteHandle, practice: string, { id, columns, checkedLine, mapping }: Batch, now: Date): Promise<{ line: number; done: boolean }> {
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  let line = checkedLine
  for (let taken = 0; taken < perStep; taken += perStatement) {
    const rows = await db.selectFrom('importRow').select(['line', 'cells']).where('practiceId', '=', practice).where('batchId', '=', id)
      .where('line', '>', line).orderBy('line').limit(perStatement).execute()
    if (rows.length > 0) await judge(db, practice, id, rows.map((row) => ({ line: row.line, row: readRow(row.cells, columns.length, mapping as Mapping, tomorrow) })))
    line = rows.at(-1)?.line ?? line
    if (rows.length < perStatement) {
      await findDoubles(db, practice, id)
      return { line, done: true }
    }
  }
  return { line, done: false }
}

async function judge(db: WriteHandle, practice: string, batch: string, rows: { line: number; row: ReadRow }[]): Promise<void> {
  const numbers = [...new Set(rows.map(({ row }) => row.chartNumber).filter(Boolean))]
  const charts = numbers.length === 0 ? [] : await db.selectFrom('patient')
    .select(['id', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber', 'archivedAt'])
    .where('practiceId', '=', practice).where('chartNumber', 'in', numbers).execute()
  const came = await cameBefore(db, practice, batch, rows)
  const byNumber = new Map(charts.map((chart) => [chart.chartNumber, chart]))
  const found = rows.map(({ line, row }) => {
    const chart = byNumber.get(row.chartNumber)
    const problems: Problem[] = [...row.problems]
    if (row.chartNumber && !chart) problems.push('unknown_chart')
    if (chart?.archivedAt) problems.push('archived')
    if (chart && row.lastName && row.firstName && row.birthDate)
      problems.push(...compareChart({ names: [`${row.lastName}^${row.firstName}`], birthDates: [row.birthDate], ids: [] }, chart).differs)
    if (chart && row.key && came.has(`${row.key} ${chart.id}`)) problems.push('came')
    return {
      line, path: row.path, path_key: row.key, patient_id: chart?.id ?? null, category: row.category, title: row.title, taken_on: row.takenOn, tooth: row.tooth,
      problems, state: verdict(problems),
    }
  })
  await sql`update import_row r set path = f.path, path_key = f.path_key, patient_id = f.patient_id, category = f.category, title = f.title,
      taken_on = f.taken_on, tooth = f.tooth, problems = f.problems, state = f.state, reason = ''
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) f(line int, path text, path_key text, patient_id uuid, category text, title text,
      taken_on date, tooth text, problems text[], state text)
    where r.practice_id = ${practice} and r.batch_id = ${batch} and r.line = f.line`.execute(db)
}

/**
 * Rows that name the same file. Two reads and writes by line, where one statement would be enough: nothing is known yet of how many
 * rows there are, and the planner would count the doubles anew for each of them.
 */
async function findDoubles(db: WriteHandle, practice: string, batch: string): Promise<void> {
  const { rows } = await sql<{ line: number; pathKey: string }>`select line, path_key from (
      select line, path_key, count(*) over (partition by path_key) as named from import_row
       where practice_id = ${practice} and batch_id = ${batch} and path_key <> '') counted
    where named > 1 order by path_key, line`.execute(db)
  const found = [...Map.groupBy(rows, ({ pathKey }) => pathKey).values()].flatMap((same) => {
    const reason = `${same.slice(0, 6).map(({ line }) => line).join(', ')}${same.length > 6 ? ' …' : ''}`
    return same.map(({ line }) => ({ line, reason }))
  })
  for (let at = 0; at < found.length; at += perStatement)
    await sql`update import_row r set state = 'bad', problems = array_append(r.problems, 'twice'), reason = f.reason
      from jsonb_to_recordset(${JSON.stringify(found.slice(at, at + perStatement))}::jsonb) f(line int, reason text)
      where r.practice_id = ${practice} and r.batch_id = ${batch} and r.line = f.line`.execute(db)
}

/** Which of these files came in before, and for whom: `path_key patient`. */
async function cameBefore(db: WriteHandle, practice: string, batch: string, rows: { row: ReadRow }[]): Promise<Set<string>> {
  const keys = [...new Set(rows.map(({ row }) => row.key).filter(Boolean))]
  if (keys.length === 0) return new Set()
  const found = await db.selectFrom('importRow').select(['pathKey', 'patientId']).where('practiceId', '=', practice).where('pathKey', 'in', keys)
    .where('documentId', 'is not', null).where('batchId', '<>', batch).where('state', 'in', ['coming', 'filed', 'left', 'stayed']).execute()
  return new Set(found.map(({ pathKey, patientId }) => `${pathKey} ${patientId}`))
}
