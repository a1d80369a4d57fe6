import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '@/db/migrate'
import { forgetEnv } from '@/lib/platform/env'
import { prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { newStorageKey } from '@/lib/platform/storage/store'
import { receive } from '@/lib/vault/intake'
import { newFileKey, newPracticeKey, type WrappedPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { build, nextProgram } from '@/scripts/lib/build'
import { type Child, startChild } from '@/scripts/lib/child'
import { closedEnv } from '@/scripts/lib/demo-env'
import { root, stateFolder } from '@/scripts/lib/paths'
import { freePort, start } from '@/scripts/lib/postgres'
import { pdfOfSize } from './pdf-of-size'

export type Stage = Awaited<ReturnType<typeof setStage>>
export const sizes = { '64 KiB': 65_536, '1 MiB': 1_048_576, '25 MiB': 26_214_400 } as const
export type SizeName = keyof typeof sizes

/**
 * What every measurement stands on: a PostgreSQL that syncs its commits, a practice with one file of each size, a patient
 * who may read them, and the production build serving it. Plain copies of the same files lie beside, for the comparisons.
 */
export async function setStage() {
  const folder = stateFolder('bench')
  const storeDir = join(folder, 'store')
  const plainDir = join(folder, 'plain')
  for (const dir of [storeDir, plainDir]) {
    rmSync(dir, { recursive: true, force: true })
    mkdirSync(dir, { recursive: true, mode: 0o755 })
  }
  const [postgres, port] = await Promise.all([start({ name: 'bench', fresh: true }), freePort()])
  const key = () => randomBytes(32).toString('base64url')
  const env = {
    NODE_ENV: 'production', ENAMEL_ORIGIN: 'https://bench.example', DATABASE_URL: postgres.runtimeUrl, ENAMEL_SECRET: key(),
    ENAMEL_ROOT_KEYS: `1:${key()}`, ENAMEL_LINK_KEYS: `1:${key()}`, ENAMEL_STORE_DIR: storeDir, SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'bench@bench.example', TRUSTED_PROXY: '127.0.0.1', PORT: String(port), ENAMEL_WORKER: 'separate',
  }
  Object.assign(process.env, env)
  forgetEnv()
  await migrate({ ownerUrl: postgres.ownerUrl, runtimePassword: postgres.runtimePassword })
  await prepareLocalDisk(storeDir)
  const sql = new pg.Client({ connectionString: postgres.superuserUrl.replace(/\/[^/]*$/, '/enamel') })
  await sql.connect()
  const world = await layOut(sql, plainDir)
  await build({ distDir: '.next', quiet: true })
  const server = startChild(process.execPath, [...(process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []), nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: root, stdio: ['ignore', logTo(join(folder, 'server.log')), logTo(join(folder, 'server.log'))],
    env: closedEnv({ ...env, ENAMEL_DIST_DIR: '.next', NEXT_TELEMETRY_DISABLED: '1' }),
  })
  const base = `http://127.0.0.1:${port}`
  await answers(`${base}/sign-in`)
  return { ...world, base, server, sql, plainDir, folder, postgres }
}

async function layOut(sql: pg.Client, plainDir: string) {
  const one = async (text: string, values: unknown[]) => (await sql.query<{ id: string }>(text, values)).rows[0]?.id ?? ''
  const practice = await one(`insert into practice (name, time_zone) values ('Bench Dental', 'America/Chicago') returning practice_id as id`, [])
  const wrapped = newPracticeKey(vault().root, practice, 1)
  await sql.query('insert into practice_key (practice_id, version, root_kid, wrapped) values ($1, 1, $2, $3)', [practice, wrapped.rootKid, Buffer.from(wrapped.wrapped)])
  const person = await one(`insert into identity.person (display_name) values ('Reader') returning id`, [])
  const staff = await one(`insert into identity.person (display_name) values ('Staff') returning id`, [])
  const member = await one(`insert into membership (practice_id, person_id, display_name) values ($1, $2, 'Staff') returning id`, [practice, staff])
  await sql.query(`insert into membership_role (practice_id, membership_id, role) values ($1, $2, 'owner')`, [practice, member])
  const patient = await one(`insert into patient (practice_id, chart_number, given_name, family_name, birth_date, sort_key)
    values ($1, '1', 'Bea', 'Reader', '1980-01-01', 'reader bea') returning id`, [practice])
  const hat = await one(`insert into portal_access (practice_id, patient_id, person_id, relation, display_name) values ($1, $2, $3, 'self', 'Bea Reader') returning id`, [practice, patient, person])

  const documents = {} as Record<SizeName, string>
  for (const [name, size] of Object.entries(sizes) as [SizeName, number][]) {
    const bytes = pdfOfSize(size)
    writeFileSync(join(plainDir, `${size}.pdf`), bytes)
    documents[name] = await keep({ sql, practice, patient, member, key: wrapped }, name, bytes)
  }

  // What autovacuum does in the first minutes of any installation: without figures on its tables the planner guesses.
  await sql.query('analyze')

  /** A session row and the cookie of a browser that holds it. */
  async function session(assurance: 1 | 2 = 1, of = person) {
    const token = randomBytes(32).toString('base64url')
    const id = await one(`insert into identity.session (token_hash, person_id, person_epoch, assurance, method, expires_at)
      values ($1, $2, 1, $3, 'bench', now() + interval '8 hours') returning id`, [createHash('sha256').update(token).digest(), of, assurance])
    return { id, cookie: `__Host-enamel-session=${token}` }
  }
  return { practice, patient, person, staff, member, hat, documents, session, key: wrapped }
}

type Keeper = { sql: pg.Client; practice: string; patient: string; member: string; key: WrappedPracticeKey }

/** One filed and released document with its file in the store, as an upload leaves it. */
async function keep({ sql, practice, patient, member, key }: Keeper, title: string, bytes: Buffer): Promise<string> {
  const id = randomUUID()
  const of = { practice, document: id, version: 1, variant: 'orig' }
  const { dek, wrapped } = vault().keys.use(key, (practiceKey) => newFileKey(practiceKey, of, 1))
  const storageKey = newStorageKey()
  const result = await receive({
    bytes: (async function* () { for (let at = 0; at < bytes.length; at += 262_144) yield bytes.subarray(at, at + 262_144) })(),
    declared: { size: bytes.length, type: 'application/pdf', name: null, sha256: null }, maxBytes: bytes.length, dek, of, store: vault().store, storageKey,
  })
  if (!result.ok) throw new Error(result.reason)
  await sql.query(`insert into document (practice_id, id, patient_id, category, title, taken_on, filed_at, uploaded_by, uploaded_by_name)
    values ($1, $2, $3, 'letter', $4, '2026-01-01', now(), $5, 'Staff')`, [practice, id, patient, title, member])
  await sql.query(`insert into document_version (practice_id, document_id, version, state, content_type, byte_size, sha256, storage_key, key_version, wrapped_dek, commitment, ready_at)
    values ($1, $2, 1, 'ready', $3, $4, $5, $6, 1, $7, $8, now())`,
    [practice, id, result.type, bytes.length, result.sha256, storageKey, Buffer.from(wrapped), result.commitment])
  await sql.query(`insert into release (practice_id, document_id, patient_id, released_by_name) values ($1, $2, $3, 'Staff')`, [practice, id, patient])
  return id
}

/** A further document beside those of `sizes`, for the part that needs it. */
export const addDocument = (stage: Stage, title: string, size: number): Promise<string> => keep(stage, title, pdfOfSize(size))

export function logTo(file: string): number {
  const handle = openSync(file, 'a', 0o600)
  setTimeout(() => closeSync(handle), 1_000).unref()
  return handle
}

/** Waits until a server answers. */
export async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ok = await new Promise<boolean>((resolve) => {
      get(url, (response) => { response.resume(); resolve(true) }).on('error', () => resolve(false))
    })
    if (ok) return
    await sleep(100)
  }
  throw new Error(`nothing answers at ${url}`)
}

export const memoryOf = (child: Child): number => rss(child.pid)

/** Resident bytes of a process and its children (Linux). */
function rss(pid: number): number {
  const own = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + rss(Number(child)), own)
}
