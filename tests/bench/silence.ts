import { randomUUID } from 'node:crypto'
import { Client } from '../attack/engine/client'
import { timeBoth } from '../attack/engine/timing'
import { report } from './figures'
import type { Stage } from './stage'

const rounds = Number(process.env.BENCH_SILENCE ?? 1_500)

/**
 * Does a no take longer where there is something to hide? Another patient's document, and one that never was, asked for in
 * turns by one who may have neither. Held: a rank test cannot tell the two (p ≥ 0.01), or hardly ever could (|effect| < 0.05).
 */
export async function silence(stage: Stage): Promise<void> {
  const { cookie } = await stage.session()
  const others = await anotherPatients(stage)
  const client = new Client({ base: stage.base, maxRequests: Infinity, maxSeconds: 3_600 })
  try {
    for (const [what, address] of [
      ['the door of a document', (id: string) => `/v1/o/${stage.hat}/${id}`], ['the page of a document', (id: string) => `/portal/${stage.hat}/documents/${id}`],
    ] as const) {
      const ask = (id: string) => async () => {
        const { status, ms } = await client.send({ method: 'GET', url: address(id), headers: { cookie } })
        if (status !== 404) throw new Error(`${address(id)} answered ${status}`)
        return ms
      }
      const { first, second, p, effect } = await timeBoth({ foreign: ask(others), absent: () => ask(randomUUID())() }, { rounds, warmUp: 100, seed: 'silence' })
      report(`${what}: not yours against not there, p50`, `${first.median.toFixed(2)} and ${second.median.toFixed(2)} ms, p ${p.toPrecision(2)}, effect ${effect.toFixed(3)}`,
        'p ≥ 0.01 or |effect| < 0.05', p >= 0.01 || Math.abs(effect) < 0.05)
    }
  } finally {
    client.close()
  }
}

/** A released document of somebody else in the same practice. */
async function anotherPatients({ sql, practice, member }: Stage): Promise<string> {
  const one = async (text: string, values: unknown[]) => (await sql.query<{ id: string }>(text, values)).rows[0]?.id ?? ''
  const patient = await one(`insert into patient (practice_id, chart_number, given_name, family_name, birth_date, sort_key)
    values ($1, 'other', 'Otto', 'Other', '1980-01-01', 'other otto') returning id`, [practice])
  const id = await one(`insert into document (practice_id, patient_id, category, title, taken_on, filed_at, uploaded_by, uploaded_by_name)
    values ($1, $2, 'letter', 'Not hers', '2026-01-01', now(), $3, 'Staff') returning id`, [practice, patient, member])
  await sql.query(`insert into document_version (practice_id, document_id, version, state, content_type, byte_size, sha256, storage_key, key_version, wrapped_dek, commitment, ready_at)
    values ($1, $2, 1, 'ready', 'application/pdf', 1, '\\x00', 'none', 1, '\\x00', '\\x00', now())`, [practice, id])
  await sql.query(`insert into release (practice_id, document_id, patient_id, released_by_name) values ($1, $2, $3, 'Staff')`, [practice, id, patient])
  return id
}
