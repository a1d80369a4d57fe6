import { freshLinks, median, report, send } from './figures'
import type { Stage } from './stage'

/** Opening and listing with 1,000 documents in the database and then with a million. */
export async function scale(stage: Stage): Promise<void> {
  const { cookie } = await stage.session()
  const before = await measure(stage, cookie, 1_000)
  const after = await measure(stage, cookie, 1_000_000)
  for (const what of ['opening', 'listing'] as const) {
    const ratio = after[what] / before[what]
    report(`${what}: p50 with 1,000,000 against 1,000 documents`, `${ratio.toFixed(2)} (${after[what].toFixed(1)} against ${before[what].toFixed(1)} ms)`, '≤ 1.3', ratio <= 1.3)
  }
}

async function measure(stage: Stage, cookie: string, documents: number) {
  await fill(stage, documents)
  const list = `/portal/${stage.hat}/documents`
  const opening: number[] = []
  const listing: number[] = []
  for (let round = 0; round < 8; round++) {
    const links = await freshLinks(stage.base, stage.hat, stage.documents['64 KiB'], cookie, 100)
    const opened = await send({ base: stage.base, paths: links, headers: { cookie }, connections: 1, expectBytes: 65_536 })
    const listed = await send({ base: stage.base, paths: Array<string>(50).fill(list), headers: { cookie }, connections: 1, expectBytes: -1 })
    if (opened.failures + listed.failures > 0) throw new Error('requests failed')
    if (round > 0) {
      opening.push(median(opened.latencies))
      listing.push(median(listed.latencies))
    }
  }
  return { opening: median(opening), listing: median(listing) }
}

/** Documents of other patients of the same practice, fifty each, all filed and released. */
async function fill({ sql, practice, member }: Stage, documents: number): Promise<void> {
  const { rows } = await sql.query<{ n: string }>('select count(*) as n from document')
  const missing = documents - Number(rows[0]?.n ?? 0)
  if (missing <= 0) return
  await sql.query(`
    with people as (
      insert into patient (practice_id, chart_number, given_name, family_name, birth_date, sort_key)
      select $1, 'F' || $2::int || '-' || n, 'Filler', 'Number ' || n, '1990-01-01', 'filler ' || n from generate_series(1, ceil($2::int / 50.0)::int) n
      returning id),
    numbered as (select id, row_number() over () as at from people),
    papers as (
      insert into document (practice_id, patient_id, category, title, taken_on, filed_at, uploaded_by, uploaded_by_name)
      select $1, p.id, 'letter', 'Filler', date '2020-01-01' + (n % 2000), now(), $3, 'Staff'
        from generate_series(0, $2::int - 1) n join numbered p on p.at = n / 50 + 1
      returning practice_id, id, patient_id),
    versions as (
      insert into document_version (practice_id, document_id, version, state, content_type, byte_size, sha256, storage_key, key_version, wrapped_dek, commitment, ready_at, rendered)
      select practice_id, id, 1, 'ready', 'application/pdf', 1, '\\x00', 'none', 1, '\\x00', '\\x00', now(), 'none' from papers)
    insert into release (practice_id, document_id, patient_id, released_by_name) select practice_id, id, patient_id, 'Staff' from papers`,
    [practice, missing, member])
  await sql.query('vacuum analyze')
}
