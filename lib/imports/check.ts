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
  const byNumber = new Map(charts.map((chart) => [chart.chartNumber, chart]))
  const found = rows.map(({ line, row }) => {
    const chart = byNumber.get(row.chartNumber)
    const problems: Problem[] = [...row.problems]
    if (row.chartNumber && !chart) problems.push('unknown_chart')
    if (chart?.archivedAt) problems.push('archived')
    if (chart && row.lastName && row.firstName && row.birthDate)
      problems.push(...compareChart({ names: [`${row.lastName}^${row.firstName}`], birthDates: [row.birthDate], ids: [] }, chart).differs)
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

/** What no row can tell of itself: that another names the same file, and that it came in before. */
async function findDoubles(db: WriteHandle, practice: string, batch: string): Promise<void> {
  await sql`update import_row r set state = 'bad', problems = array_append(r.problems, 'twice'), reason = d.lines
    from (select path_key, string_agg(line::text, ', ' order by line) filter (where nth <= 6) as lines from (
        select path_key, line, row_number() over (partition by path_key order by line) as nth from import_row
         where practice_id = ${practice} and batch_id = ${batch} and path_key <> '') numbered
      group by path_key having count(*) > 1) d
    where r.practice_id = ${practice} and r.batch_id = ${batch} and r.path_key = d.path_key`.execute(db)
  await sql`update import_row r set state = 'bad', problems = array_append(r.problems, 'came')
    where r.practice_id = ${practice} and r.batch_id = ${batch} and r.path_key <> '' and exists (select from import_row o
      where o.practice_id = ${practice} and o.path_key = r.path_key and o.document_id is not null and o.batch_id <> r.batch_id
        and o.patient_id = r.patient_id and o.state in ('coming', 'filed', 'left', 'stayed'))`.execute(db)
}
