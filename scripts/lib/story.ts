import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child'
import { closedEnv } from './demo-env'
import { digestOf } from './digest'
import { Refusal } from './lifetime'
import { root } from './paths'
import { type Postgres, withClient } from './postgres'
import { say, step } from './say'

/** Where the story is told: two connections, the bytes' folder, and the server's other settings. */
export type Stage = { ownerUrl: string; runtimeUrl: string; runtimePassword?: string; env: Record<string, string> }

const mark = 'enamel: seeded'
// The story's "today" is the day it was made: an older copy would open on an empty calendar.
const keepsFor = 7 * 24 * 3600_000

/** Brings the tables up to date and tells the story if nobody has yet; both in a process of their own. */
export async function tellStory(stage: Stage): Promise<void> {
  const args = [...process.execArgv, join(root, 'scripts', 'lib', 'tell-story.ts')]
  const code = await run(process.execPath, args, {
    cwd: root,
    env: {
      ...closedEnv(stage.env),
      DATABASE_URL: stage.runtimeUrl,
      DATABASE_OWNER_URL: stage.ownerUrl,
      ...(stage.runtimePassword ? { ENAMEL_RUNTIME_PASSWORD: stage.runtimePassword } : {}),
    },
  })
  if (code !== 0) throw new Refusal('The database could not be made ready; the words above say why. `npm run demo -- --fresh` begins anew.')
}

/** Whether the story was told to its end: a mark on the database itself, set last. */
export async function isTold(ownerUrl: string): Promise<boolean> {
  return await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query("select shobj_description(oid, 'pg_database') as note from pg_database where datname = current_database()")
    return String(rows[0]?.note ?? '').startsWith(mark)
  })
}

/** Sets that mark. */
export async function markTold(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query('select current_database() as name')
    await client.query(`comment on database ${client.escapeIdentifier(rows[0].name)} is '${mark}'`)
  })
}

/**
 * Makes the embedded database hold the story: as it stands, or (`fresh`) from its beginning. The beginning is kept as
 * a template database and a copy of the bytes, so that starting anew takes seconds.
 */
export async function setStage(postgres: Postgres, stage: Stage, folder: string, fresh: boolean): Promise<void> {
  const store = stage.env.ENAMEL_STORE_DIR ?? ''
  const first = join(folder, 'first-store')
  const note = join(folder, 'first.json')
  const wanted = digestOf(['db', 'package-lock.json'], createHash('sha256').update(`${stage.env.ENAMEL_ROOT_KEYS} ${stage.env.ENAMEL_SECRET}`).digest('hex'))
  const kept = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as { digest: string; at: number }) : undefined
  if (!fresh && (await isTold(stage.ownerUrl))) {
    // Until the first release migrations are edited in place: an older database would keep what they no longer say.
    if (!kept || kept.digest === wanted) return await tellStory(stage)
    say('The story that lies here was told by another version of Enamel; it begins anew.')
  }
  rmSync(store, { recursive: true, force: true })
  mkdirSync(store, { mode: 0o700 })
  if (kept?.digest === wanted && Date.now() - kept.at < keepsFor) {
    await step('Beginning the story anew', async () => {
      await postgres.recreate('enamel', 'enamel_first')
      if (existsSync(first)) cpSync(first, store, { recursive: true, preserveTimestamps: true })
      await markTold(stage.ownerUrl)
    })
    return
  }
  rmSync(note, { force: true })
  await postgres.recreate('enamel')
  await tellStory(stage)
  if (!(await isTold(stage.ownerUrl))) return say('There is no story to tell yet: the database is empty.')
  await postgres.recreate('enamel_first', 'enamel')
  rmSync(first, { recursive: true, force: true })
  if (existsSync(store)) cpSync(store, first, { recursive: true, preserveTimestamps: true })
  writeFileSync(note, JSON.stringify({ digest: wanted, at: Date.now() }), { mode: 0o600 })
}
