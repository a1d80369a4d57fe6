import { spawn } from 'node:child_process'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { tidy } from '@/lib/platform/janitor'
import { vault } from '@/lib/vault/rings'
import { root } from '@/scripts/lib/paths'
import { dice } from '../../attack/engine/absent'
import { world, type World } from '../../factories/world'

let w: World
beforeAll(async () => {
  w = await world()
})

/** Lets a process of its own take in and hand out documents, and kills it outright after so long. */
async function crashAfter(ms: number, tokens: { staff: string; reader: string }): Promise<string[]> {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  const child = spawn(process.execPath, ['--conditions=react-server', `--import=${tsx}`, join(root, 'tests', 'db', 'documents', 'crashing.ts'),
    w.a.id, w.patients.anna, tokens.staff, w.hats.anna, w.documents.annaReleased.id, tokens.reader], { cwd: root, env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaints = ''
  child.stdout.on('data', (part) => (said += String(part)))
  child.stderr.on('data', (part) => (complaints += String(part)))
  const ended = new Promise((resolve) => void child.once('close', resolve))
  while (!said.includes('begun') && child.exitCode === null) await sleep(5)
  await sleep(ms)
  child.kill('SIGKILL')
  await ended
  if (child.exitCode !== null) throw new Error(`it ended by itself: ${complaints}`)
  // The last line may have been cut in two by the kill.
  return said.split('\n').slice(0, -1)
}

const rounds = Number(process.env.ENAMEL_CRASHES ?? 8)

test(`a server killed outright, ${rounds} times: nothing acknowledged is lost, nothing served is unrecorded, nothing is left over`, { timeout: rounds * 20_000 }, async () => {
  const roll = dice('crash')
  const sql = w.database.asSuperuser
  const tokens = { staff: (await w.session(w.people.owner)).token, reader: (await w.session(w.people.anna, { assurance: 1 })).token }
  const heard: string[] = []
  for (let round = 0; round < rounds; round++) heard.push(...await crashAfter(50 + roll(700), tokens))
  const kept = heard.filter((line) => line.startsWith('kept ')).map((line) => line.split(' '))
  const sent = heard.filter((line) => line === 'sent').length
  // The controls: there was something to lose, and something to record.
  expect(heard.filter((line) => line.startsWith('refused'))).toEqual([])
  expect(kept.length).toBeGreaterThan(rounds)
  expect(sent).toBeGreaterThan(rounds)

  const rows = await sql<{ id: string; state: string; sha: string | null; key: string }>(`select document_id as id, state, encode(sha256, 'hex') as sha, storage_key as key from document_version`)
  for (const [, id, sha] of kept) expect(rows.find((row) => row.id === id)).toMatchObject({ state: 'ready', sha })
  const [{ openings } = { openings: 0 }] = await sql<{ openings: number }>(`select count(*)::int as openings from audit_event where document_id = $1 and operation = 'portal.documents.redeem' and decision = 'allow'`, [w.documents.annaReleased.id])
  expect(openings).toBeGreaterThanOrEqual(sent)

  // A day later the janitor comes by.
  const store = process.env.ENAMEL_STORE_DIR ?? ''
  const broken = rows.filter(({ state }) => state === 'receiving')
  expect(broken.length, 'some were hit in the middle').toBeGreaterThan(0)
  await sql(`alter table document_version disable trigger user`)
  await sql(`update document_version set created_at = created_at - interval '25 hours' where state = 'receiving'`)
  await sql(`alter table document_version enable trigger user`)
  await sql(`update upload_part set created_at = created_at - interval '25 hours'`)
  const old = new Date(Date.now() - 25 * 3_600_000)
  for (const name of readdirSync(join(store, 'unfinished'))) utimesSync(join(store, 'unfinished', name), old, old)
  await tidy(vault().store)
  expect(await sql(`select 1 from document_version where state = 'receiving'`)).toEqual([])
  expect(readdirSync(join(store, 'unfinished'))).toEqual([])
  expect(await sql('select 1 from upload_part')).toEqual([])
  const wanted = new Set((await sql<{ key: string }>(`select storage_key as key from document_version where state = 'ready'`)).map(({ key }) => key))
  const found = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.parentPath !== store).map(({ name }) => name)
  expect(found.filter((name) => !wanted.has(name)), 'files of nobody').toEqual([])
})
