import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startProduction } from '@/tests/setup/production'
import { run } from './lib/child'
import { findChromium } from './lib/chromium'
import { type Count, countOne, countPlaywright, countVitest } from './lib/count'
import { Refusal, main } from './lib/lifetime'
import { root, stateFolder } from './lib/paths'
import { elapsed, seconds } from './lib/say'
import { checkTypes } from './lib/types'

type Part = (more: string[]) => Promise<Count>

const parts: Record<string, Part> = {
  types: async () => countOne(await checkTypes()),
  lint: async () => countOne(await run(process.execPath, [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'], { cwd: root })),
  architecture: (more) => vitest('architecture', more),
  unit: (more) => vitest('unit', more),
  db: (more) => vitest('db', more),
  attack: async (more) => {
    await production('separate')
    return await vitest('attack', more)
  },
  e2e: browser,
}

await main(async () => {
  const [name, ...more] = process.argv.slice(2)
  if (name !== undefined && !(name in parts)) throw new Refusal(`There is no part "${name}". Known: ${Object.keys(parts).join(', ')}.`)
  const chosen = name === undefined ? Object.entries(parts) : Object.entries(parts).filter(([part]) => part === name)
  const total: Count = { passed: 0, failed: 0 }
  const lines: string[] = []
  for (const [part, body] of chosen) {
    const begun = Date.now()
    console.log(`\n── ${part} ${'─'.repeat(Math.max(0, 60 - part.length))}\n`)
    const count = await body(more).catch((error: unknown) => {
      console.error(error instanceof Refusal ? error.message : error)
      return { passed: 0, failed: 1 }
    })
    if (count.passed + count.failed === 0) {
      console.error(`There are no tests in "${part}": a suite that is gone proves nothing.`)
      count.failed = 1
    }
    total.passed += count.passed
    total.failed += count.failed
    lines.push(`${part.padEnd(14)}${String(count.passed).padStart(6)} passed ${String(count.failed).padStart(5)} failed  ${seconds(Date.now() - begun)}`)
  }
  console.log(`\n${'─'.repeat(64)}\n\n${lines.join('\n')}\n\nin ${elapsed()}\n`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

async function vitest(project: string, more: string[]): Promise<Count> {
  const report = reportFile(project)
  const code = await run(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...more],
    { cwd: root, env: { ...process.env, NODE_ENV: 'test' } },
  )
  return countVitest(report, code)
}

async function browser(more: string[]): Promise<Count> {
  if (!hasSpecs(join(root, 'tests', 'e2e'))) return { passed: 0, failed: 0 }
  const chromium = await findChromium()
  if (!chromium) {
    throw new Refusal("No Chromium is to be had: neither from Debian (as root), from Playwright's servers nor from the npm registry. Install one and name it in ENAMEL_CHROMIUM.")
  }
  await production()
  const report = reportFile('e2e')
  const code = await run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...more], {
    cwd: root,
    // The condition lets specs read the story's accounts, which are kept from browsers by `server-only`.
    env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: '--conditions=react-server', ENAMEL_CHROMIUM: chromium, ENAMEL_REPORT: report },
  })
  return countPlaywright(report, code)
}

/** Each part that needs an installation finds it at the beginning of its story. */
async function production(worker: 'inline' | 'separate' = 'inline'): Promise<void> {
  process.env.ENAMEL_TARGET = await startProduction({ worker })
}

function hasSpecs(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
}

function reportFile(name: string): string {
  const file = join(stateFolder('reports'), `${name}.${process.pid}.json`)
  rmSync(file, { force: true })
  return file
}
