import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@/db/migrate'
import { mutants } from '@/tests/attack/guards/mutant-list'
import { tryMutant } from '@/tests/attack/guards/mutants'
import { strikeScene } from '@/tests/attack/enamel/backstage'
import { layScene } from '@/tests/attack/enamel/scene'
import { bombard } from '@/tests/attack/wire/bombard'
import { serverFunctions } from '@/tests/attack/wire/calls'
import { footprint, growth, type Footprint } from '@/tests/attack/wire/footprint'
import { startProduction } from '@/tests/setup/production'
import { target } from '@/tests/setup/target'
import { run } from './lib/child'
import type { Count } from './lib/count'
import { Refusal, main } from './lib/lifetime'
import { root, stateFolder } from './lib/paths'
import { start } from './lib/postgres'
import { elapsed, say } from './lib/say'

type Soak = { what: string; run: (more: string[]) => Promise<Count> }

/** Points that one server and one world are used for. */
const pointsAtATime = 1_000

/** What takes too long for every run of the tests. Each has a sample of itself in `npm test`. */
const soaks: Record<string, Soak> = {
  mutants: { what: 'each guard taken out of a copy of the product: the suite must go red', run: everyMutant },
  crashes: { what: 'crashed at seeded points, whatever was under way: nothing acknowledged lost, plain, left over or unrecorded', run: crashes },
  wire: { what: 'malformed requests against the running product: no fault, no silence, no leak, no growth', run: wire },
}

await main(async () => {
  const [name, ...more] = process.argv.slice(2)
  if (name !== undefined && !(name in soaks))
    throw new Refusal(`There is no soak "${name}". Known: ${Object.entries(soaks).map(([known, { what }]) => `${known} (${what})`).join(', ')}.`)
  const total: Count = { passed: 0, failed: 0 }
  for (const [known, { what, run }] of Object.entries(soaks)) {
    if (name !== undefined && name !== known) continue
    console.log(`\n${known}: ${what}\n`)
    const { passed, failed } = await run(more)
    total.passed += passed
    total.failed += failed
  }
  console.log(`\nin ${elapsed()}\n\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

/** @param more words of which a mutant's name or guard must hold one; none means all */
async function everyMutant(more: string[]): Promise<Count> {
  const postgres = await start({ name: 'soak', ephemeral: true })
  await postgres.recreate('enamel_migrated')
  const urls = postgres.urls('enamel_migrated')
  await migrate({ ownerUrl: urls.ownerUrl, runtimePassword: postgres.runtimePassword })
  const cluster = { template: 'enamel_migrated', ...urls }
  const count: Count = { passed: 0, failed: 0 }
  const chosen = mutants.filter(({ name, guard }) => more.length === 0 || more.some((word) => name.includes(word) || guard === word))

  // A suite that is red by itself would notice every mutant.
  for (const tests of new Set(chosen.flatMap((mutant) => mutant.tests))) {
    const { outcome, passed, said, ms } = await tryMutant({ file: 'package.json', from: '"name": "enamel"', to: '"name": "enamel"', tests: [tests] }, cluster, false)
    count[outcome === 'green' ? 'passed' : 'failed'] += 1
    say(`${outcome === 'green' ? 'sound ' : 'UNSOUND'}  ${tests}, ${passed} tests, ${(ms / 1000).toFixed(1)} s${outcome === 'green' ? '' : `: ${said}`}`)
  }
  for (const mutant of chosen) {
    const { outcome, said, ms } = await tryMutant(mutant, cluster, false)
    count[outcome === 'red' ? 'passed' : 'failed'] += 1
    say(`${outcome === 'red' ? 'noticed' : outcome.toUpperCase()}  ${mutant.guard}: ${mutant.name}, ${(ms / 1000).toFixed(1)} s${said ? ` (${said})` : ''}`)
  }
  return count
}

/** @param more how many (100,000 unless told), and the seed */
async function wire([many = '100000', seed = 'soak']: string[]): Promise<Count> {
  const total = Number(many)
  if (!Number.isSafeInteger(total) || total < 1) throw new Refusal(`"${many}" is no number of requests.`)
  process.env.ENAMEL_TARGET = await startProduction()
  const scene = await layScene(target())
  const count: Count = { passed: 0, failed: 0 }
  try {
    const calls = serverFunctions()
    const { serverPid } = target()
    if (serverPid === undefined) throw new Refusal('Nobody knows which process to watch.')
    const held: Footprint[] = []
    const batch = Math.max(100, Math.min(10_000, Math.ceil(total / 12)))
    for (let from = 0; from < total; from += batch) {
      const { sent, statuses, hits } = await bombard(target(), scene, calls, seed, Math.min(batch, total - from), from)
      held.push(footprint(serverPid))
      count.passed += sent - hits.length
      count.failed += hits.length
      say(`${from + sent} of ${total}, ${count.failed} held against it; ${Object.entries(statuses).map(([status, times]) => `${status}: ${times}`).join(', ')}; ${Math.round((held.at(-1)?.bytes ?? 0) / 1e6)} MB, ${held.at(-1)?.files} files open`)
      for (const hit of hits.slice(0, 20)) say(`  ${hit.nth}: ${hit.problem}: ${hit.what} | ${hit.request}`)
    }
    // The first batch warms up.
    const grown = growth(held.slice(1))
    if (grown) say(`GROWN  ${grown}`)
    count[grown ? 'failed' : 'passed'] += 1
  } finally {
    await strikeScene(scene, target())
    await scene.close()
  }
  return count
}

/** @param more how many (10,000 unless told), or `<number>:1` for one of them again; and the seed */
async function crashes([which = '10000', seed = 'soak']: string[]): Promise<Count> {
  const [first = Number.NaN, many = Number.NaN] = (which.includes(':') ? which : `0:${which}`).split(':').map(Number)
  if (!Number.isSafeInteger(first) || first < 0 || !Number.isSafeInteger(many) || many < 1) throw new Refusal(`"${which}" is no number of crash points.`)
  const report = join(stateFolder('reports'), `crashes.${process.pid}.json`)
  const look = (only: string, env: Record<string, string>) => run(
    process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'db', 'tests/db/crashes/crashes.test.ts', '-t', only],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'test', ...env } },
  )
  const count: Count = { passed: 0, failed: 0 }
  if (many > 1) {
    const code = await look('noticed', { ENAMEL_CRASH_CONTROLS: 'all' })
    say(code === 0 ? 'what holds a promise, taken out of what crashes, is noticed each time' : 'something taken out of what crashes was NOT noticed')
    count[code === 0 ? 'passed' : 'failed'] += 1
  }
  for (let from = first; from < first + many; from += pointsAtATime) {
    const here = Math.min(pointsAtATime, first + many - from)
    rmSync(report, { force: true })
    const code = await look('crash points|own files', { ENAMEL_CRASHES: `${from}:${here}`, ENAMEL_CRASH_SEED: seed, ENAMEL_CRASH_REPORT: report })
    const { findings, figures } = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as { findings: string[]; figures: unknown }) : { findings: ['it did not come to an end'], figures: {} }
    // What is red without a finding is red nonetheless.
    const failed = Math.max(findings.length, code === 0 ? 0 : 1)
    count.passed += Math.max(0, here - failed)
    count.failed += failed
    say(`${from + here - first} of ${many}, ${count.failed} held against it; ${JSON.stringify(figures)}`)
    for (const finding of findings.slice(0, 20)) say(`  ${finding}`)
  }
  return count
}
