import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '@/db/migrate'
import { start, type Postgres } from '@/scripts/lib/postgres'
import { campaign, setStage, type Stage } from './campaign'
import { controls, noticed, pointsOf } from './controls'
import { canary } from './papers'
import { kindNames, operationNames, pointOf } from './points'
import { plainBelow } from './plain'

// A process is crashed at seeded points while it takes in, files, releases, moves, serves and destroys, and another one looks at
// what is there afterwards. A sample here; `npm run soak crashes <how many> <seed>` takes the rest, and `npm run soak crashes
// <number>:1 <seed>` one of them again.

const [from = 0, count = 64] = (process.env.ENAMEL_CRASHES ?? '').split(':').filter(Boolean).map(Number)
const seed = process.env.ENAMEL_CRASH_SEED ?? 'sample2'
const report = process.env.ENAMEL_CRASH_REPORT

let postgres: Postgres
let stage: Stage
beforeAll(async () => {
  postgres = await start({ name: 'crashes', ephemeral: true })
  // Whoever starts a server lets go of the channel to his parent; this process lives by it.
  process.channel?.ref()
  await postgres.recreate('enamel_migrated')
  const urls = postgres.urls('enamel_migrated')
  await migrate({ ownerUrl: urls.ownerUrl, runtimePassword: postgres.runtimePassword })
  stage = await setStage({ template: 'enamel_migrated', ...urls }, postgres)
}, 120_000)
afterAll(async () => {
  stage.clear()
  await postgres.stop()
})

const points = Array.from({ length: count }, (_, at) => pointOf(seed, from + at))

test(`${count} crash points: nothing acknowledged is lost, plain, left over or unrecorded`, { timeout: 60_000 + count * 5_000 }, async () => {
  const { findings, figures } = await campaign(stage, points)
  if (report) writeFileSync(report, JSON.stringify({ findings, figures }))
  expect(findings).toEqual([])
  // The controls: it did strike, and promises had been made.
  expect(figures.struck).toBeGreaterThan(count * 0.9)
  expect(figures.kept + figures.died).toBeGreaterThan(0)
})

test('nothing plain is in the database’s own files, where it would be found', { timeout: 120_000 }, async () => {
  const sql = stage.w.database.asSuperuser
  const [{ data_directory: folder } = { data_directory: '' }] = await sql<{ data_directory: string }>('show data_directory')
  await sql('checkpoint')
  expect(plainBelow([folder])).toEqual([])
  await sql('update patient set staff_note = $1 where id = $2', [`planted ${canary}`, stage.w.patients.berta])
  await sql('checkpoint')
  expect(plainBelow([folder]).length).toBeGreaterThan(0)
  const planted = join(stage.w.store, 'unfinished', 'planted')
  writeFileSync(planted, `${'x'.repeat(5_000_000)}${canary}`)
  expect(plainBelow([stage.w.store])).toEqual([planted])
  rmSync(planted)
})

test('every kind of crash is in the sample and has a control, and every operation is in it', () => {
  expect(new Set(points.map(({ kind }) => kind))).toEqual(new Set(kindNames))
  expect(new Set(points.map(({ operation }) => operation))).toEqual(new Set(operationNames))
  expect(new Set(controls.map(({ kind }) => kind))).toEqual(new Set(kindNames))
})

test.for(controls.map((control, nth) => ({ ...control, nth })))('noticed: $name', { timeout: 60_000 }, async ({ nth, ...control }) => {
  const { findings } = await campaign(stage, pointsOf(control, nth), { changes: control.changes, janitor: control.janitor ?? true })
  expect(noticed(control, nth, findings), findings.slice(0, 10).join('\n')).toBe(true)
})
