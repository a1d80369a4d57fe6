import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openVersion } from '@/lib/jobs/stored'
import { isAlive } from '@/scripts/lib/lock'
import { sender } from '../documents/parts'
import type { World } from '../../factories/world'
import { facts } from './facts'
import { ownPaper, paperOf, shaOf } from './papers'
import { nameOf, type Point } from './points'
import type { Run } from './victims'

/** One point and what was heard of it. */
export type Told = { point: Point; run: Run }
/** A sentence for each thing that is not as it must be. */
export type Findings = string[]
export type Tokens = { staff: string; reader: string }

/** What a point's process said that concerns its document. */
function heard({ run }: Told) {
  const find = (key: string) => run.said.find((line) => key in line)?.[key]
  const about = find('about') as { document?: string } | undefined
  const kept = find('kept') as { document?: string } | undefined
  return {
    document: kept?.document ?? (find('begun') as string | undefined) ?? about?.document, kept: kept !== undefined, prepared: about !== undefined,
    begun: find('begun') as string | undefined, session: find('session') as string | undefined, sent: find('sent') === true,
    offset: Math.max(0, ...run.said.map((line) => Number(line['offset'] ?? 0))), wrong: find('wrong') as string | undefined, broken: find('broken') as string | undefined, refused: find('refused'),
    struck: find('struck') === true || run.died,
    started: run.said.flatMap((line) => (typeof line['started'] === 'number' ? [line['started']] : [])),
  }
}

/** What can be told of the processes alone. */
export function conduct(told: Told): Findings {
  const { run, point } = told
  const { broken, wrong, struck, refused, prepared } = heard(told)
  const mayDie = point.kind === 'kill' || point.kind === 'power'
  return [
    ...(broken ? [`broke: ${broken}`] : []),
    ...(wrong ? [wrong] : []),
    ...(!broken && !run.died && !run.said.some((line) => 'over' in line) ? [`ended by itself: ${run.complaints.slice(-600)}`] : []),
    ...(run.died && !mayDie ? ['died of what it should have survived'] : []),
    ...(refused !== undefined && !struck ? [`refused though nothing had happened: ${JSON.stringify(refused)}`] : []),
    ...(!prepared && !broken ? ['was never prepared'] : []),
  ]
}

/** Which point a document belongs to, by its id. */
export function owners(told: readonly Told[]): Map<string, string> {
  return new Map(told.flatMap((one) => {
    const { document } = heard(one)
    return document ? [[document, nameOf(one.point)] as const] : []
  }))
}

/** Waits until nothing that a dead process had asked for is still being done. */
export async function quiet(w: World): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const busy = await w.database.asSuperuser(`select 1 from pg_stat_activity where datname = current_database() and usename = 'enamel_runtime' and state <> 'idle'`)
    if (busy.length === 0) return
    await sleep(20)
  }
  throw new Error('the database does not come to rest')
}

/** Goes on with the uploads that broke off, as their senders would: from where they were told that it rests. */
export async function resume(w: World, told: readonly Told[], tokens: Tokens): Promise<Map<Point, string>> {
  const problems = new Map<Point, string>()
  for (const one of told) {
    const { begun, kept, offset } = heard(one)
    if (!begun || kept) continue
    const desk = one.point.operation === 'send' ? sender('s', w.hats.anna, tokens.reader) : sender('u', w.a.id, tokens.staff)
    const there = await desk.head(begun)
    if (there.offset === null || there.offset < offset) problems.set(one.point, `acknowledged ${offset} bytes and has ${there.offset} of them (status ${there.status})`)
    else {
      const rest = await desk.patch(begun, there.offset, new Uint8Array(ownPaper(one.point).subarray(there.offset)))
      if (!rest.body.next) problems.set(one.point, `does not go on: ${JSON.stringify(rest)}`)
    }
  }
  return problems
}

/** Whether everything promised is there, and everything else whole or not at all. */
export async function state(w: World, told: readonly Told[]): Promise<Findings> {
  const sql = w.database.asSuperuser
  const findings: Findings = []
  const of = owners(told)
  const accuse = (point: Point, what: string) => void findings.push(`${nameOf(point)}: ${what}`)
  for (const operation of new Set(told.map(({ point }) => point.operation))) {
    const ours = told.filter(({ point, run }) => point.operation === operation && heard({ point, run }).document)
    const ids = ours.map((one) => heard(one).document)
    const list = facts[operation]
    const rows = ids.length === 0 || list.length === 0 ? [] : await sql<{ id: string; facts: boolean[] }>(
      `select d.id, array[${list.join(', ')}] as facts from document d where d.id = any($1) and ($2::uuid is not null)`, [ids, w.patients.ben])
    for (const one of ours) {
      const { document = '', kept, begun } = heard(one)
      if (list.length === 0) continue
      const row = rows.find(({ id }) => id === document)
      // An upload that was gone on with has come by now, whoever heard of it first.
      if (!row) accuse(one.point, kept || begun ? 'acknowledged and lost: there is no such document' : 'its document is not there')
      else if ((kept || begun) && row.facts.includes(false)) accuse(one.point, `acknowledged and lost: ${broken(list, row.facts)}`)
      else if (row.facts.includes(false) && row.facts.includes(true)) accuse(one.point, `half done: ${broken(list, row.facts)}`)
    }
  }
  for (const one of told) {
    const { session, sent } = heard(one)
    if (!session) continue
    const [{ count } = { count: 0 }] = await sql<{ count: number }>(`select count(*)::int as count from audit_event where session_id = $1 and decision = 'allow'
      and operation in ('portal.documents.redeem', 'portal.documents.sheet')`, [session])
    if (sent && count === 0) accuse(one.point, 'served and not on record')
  }
  return [...findings, ...await bytes(w, told, of)]
}

const broken = (list: readonly string[], holds: readonly boolean[]) => `not so: ${list.filter((_, at) => !holds[at]).join('; ')}`

const looked = new Set<string>()

/** Every file that counts as ready opens under its key, is what its row says, and is something that was sent. */
async function bytes(w: World, told: readonly Told[], of: Map<string, string>): Promise<Findings> {
  const sent = new Map<string, Point>()
  for (const { point } of told) for (const paper of [ownPaper(point), paperOf(`${point.seed} first`), paperOf(`${point.seed} second`)]) sent.set(shaOf(paper), point)
  const findings: Findings = []
  const rows = await w.database.asSuperuser<{ id: string; version: number; sha: string; audited: boolean }>(`select v.document_id as id, v.version, encode(v.sha256, 'hex') as sha,
    exists (select from audit_event e where e.practice_id = v.practice_id and e.document_id = v.document_id and e.decision = 'allow'
      and e.operation in ('documents.arrived', 'portal.send.complete') and coalesce(e.detail->>'version', '1') = v.version::text) as audited
    from document_version v where v.state = 'ready' and v.practice_id = $1 and v.document_id <> all($2)`, [w.a.id, Object.values(w.documents).map(({ id }) => id)])
  for (const { id, version, sha, audited } of rows) {
    const name = `${id} ${version}`
    if (looked.has(name)) continue
    looked.add(name)
    const whose = of.get(id) ?? (sent.has(sha) ? nameOf(sent.get(sha) as Point) : id)
    if (!sent.has(sha)) findings.push(`${whose}: a file is ready that nobody sent`)
    if (!audited) findings.push(`${whose}: a file is ready and its arrival is not on record`)
    const found = await digest(w.a.id, id, version).catch((error: unknown) => String(error))
    if (found !== sha) findings.push(`${whose}: acknowledged and lost: its bytes are not there (${found})`)
  }
  return findings
}

async function digest(practice: string, document: string, version: number): Promise<string> {
  const file = await openVersion(practice, document, version)
  if (!file) return 'no key opens it'
  try {
    const hash = createHash('sha256')
    for await (const piece of file.plain()) hash.update(piece)
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

/** Programs that were started by a process that died end by themselves. */
export async function orphanedPrograms(told: readonly Told[]): Promise<Findings> {
  const findings: Findings = []
  for (const one of told)
    for (const pid of heard(one).started) {
      const ours = () => isAlive(pid) && commandOf(pid).includes('decode.ts')
      for (let tries = 0; tries < 100 && ours(); tries++) await sleep(100)
      if (ours()) findings.push(`${nameOf(one.point)}: left a program running`)
    }
  return findings
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
