import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '@/scripts/lib/paths'
import type { Cluster } from '@/tests/setup/cluster'
import type { Mutant } from './mutant-list'

/** `red`: a test noticed. `green`: nobody did, which is what must not be. `broken`: the copy did not even run. */
export type Verdict = { outcome: 'red' | 'green' | 'broken'; passed: number; failed: number; said: string; ms: number }

const copied = ['db', 'lib', 'tests', 'scripts', 'package.json', 'tsconfig.json', 'vitest.config.ts']

/**
 * Runs the tests of the guards against a copy of this checkout in which one guard was taken out (or none, to see that the
 * copy itself is sound). The copy lies in a folder of its own and is removed afterwards.
 *
 * @param quick only the one test that must notice
 */
export async function tryMutant(mutant: Omit<Mutant, 'guard' | 'name'>, cluster: Cluster, quick: boolean): Promise<Verdict> {
  const begun = Date.now()
  const copy = mkdtempSync(join(tmpdir(), 'enamel-mutant-'))
  try {
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const source = readFileSync(join(copy, mutant.file), 'utf8')
    const places = source.split(mutant.from).length - 1
    if (places !== 1) return { outcome: 'broken', passed: 0, failed: 0, said: `${mutant.file} holds the guarded line ${places} times`, ms: 0 }
    writeFileSync(join(copy, mutant.file), source.replace(mutant.from, () => mutant.to))

    const report = join(copy, 'report.json')
    const only = quick && mutant.only ? ['-t', mutant.only] : []
    const said = await vitest(copy, [...mutant.tests, ...only, '--bail=1', '--reporter=json', `--outputFile.json=${report}`], {
      ENAMEL_MUTANT_CLUSTER: JSON.stringify(cluster), ENAMEL_MUTANT_SQL: mutant.file.endsWith('.sql') ? '1' : '0',
    })
    return { ...judge(report, said), ms: Date.now() - begun }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

type Report = { testResults: { message?: string; assertionResults: { status: string; title: string; failureMessages?: string[] }[] }[] }

/** Red is a test that ran and found something else than it demands; a copy that falls over has shown nothing. */
function judge(report: string, said: string): Omit<Verdict, 'ms'> {
  let results: Report['testResults'] = []
  try {
    results = (JSON.parse(readFileSync(report, 'utf8')) as Report).testResults
  } catch {
    return { outcome: 'broken', passed: 0, failed: 0, said: said.slice(-600) }
  }
  const tests = results.flatMap(({ assertionResults }) => assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const noticed = tests.filter(({ status, failureMessages }) => status === 'failed' && /AssertionError|Property failed|instead of rejecting/.test(failureMessages?.join() ?? ''))
  const fell = tests.find(({ status }) => status === 'failed')
  if (noticed[0]) return { outcome: 'red', passed, failed: noticed.length, said: noticed[0].title }
  if (fell) return { outcome: 'broken', passed, failed: 1, said: `${fell.title}: ${fell.failureMessages?.join().slice(0, 300)}` }
  if (passed === 0) return { outcome: 'broken', passed, failed: 0, said: results.map(({ message }) => message).join().slice(0, 600) || said.slice(-600) }
  return { outcome: 'green', passed, failed: 0, said: '' }
}

/** Vitest in the copy, with nothing of the surrounding run in its environment. */
function vitest(copy: string, args: string[], more: Record<string, string>): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|ENAMEL_|DATABASE_|NODE_OPTIONS|TEST$|MODE$)/.test(name)))
  return new Promise((resolve, reject) => {
    let said = ''
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', join(copy, 'tests/attack/guards/mutants.config.ts'), ...args],
      { cwd: copy, env: { ...env, ...more, NODE_ENV: 'test', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' }, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { said += bytes.toString() })
    child.on('error', reject)
    child.on('exit', () => resolve(said))
  })
}
