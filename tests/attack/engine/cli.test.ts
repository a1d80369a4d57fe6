import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService } from './fixture/server'
import { describeService } from './fixture/target'
import { inventoryProblems } from './inventory'
import { plan } from './plan'
import type { Target } from './types'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swap-'))
})
afterAll(() => rm(folder, { recursive: true }))

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

const cli = (...args: string[]) =>
  new Promise<{ code: number | null; out: string; err: string }>((done) => {
    const child = spawn(process.execPath, ['--import', loader, join(import.meta.dirname, 'cli.ts'), ...args])
    let [out, err] = ['', '']
    child.stdout.on('data', (text) => (out += text))
    child.stderr.on('data', (text) => (err += text))
    child.on('close', (code) => done({ code, out, err }))
  })

test('a target written as JSON, pointed elsewhere by --base, with its ledger in a file', async () => {
  const service = await startService()
  const [file, json] = [join(folder, 'target.json'), join(folder, 'ledger.json')]
  await writeFile(file, JSON.stringify(describeService('http://127.0.0.1:1')))
  const { code, out, err } = await cli(file, '--base', service.base, '--json', json, '--seed', 'mine')
  await service.stop()
  expect(err).toBe('')
  expect(out).toMatch(/0 leaked, 0 wrong, 0 unproven, 0 open: holds/)
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ ok: true, seed: 'mine', total: { leaked: 0 } })
  expect(code).toBe(0)
})

test('the worked example of the README leaves nothing open', async () => {
  const readme = await readFile(join(import.meta.dirname, 'README.md'), 'utf8')
  const example: Target = JSON.parse(/```json\n([^]*?)```/.exec(readme)?.[1] ?? '')
  const { trials, problems } = plan(example)
  expect([...problems, ...inventoryProblems(example)]).toEqual([])
  // Two invoices, three principals, six kinds of read and one write.
  expect(trials.length).toBe(2 * 3 * (6 + 1))
})

test('a leak is exit code 1', async () => {
  const service = await startService('range-opens')
  const file = join(folder, 'target.ts')
  const source = pathToFileURL(join(import.meta.dirname, 'fixture/target.ts')).href
  await writeFile(
    file,
    `import { describeService } from ${JSON.stringify(source)}\nexport default () => describeService('${service.base}')\n`,
  )
  const { code, out } = await cli(file)
  await service.stop()
  expect(out).toMatch(/leaked +RANGE \/parcels\/\{parcel\}\/slip/)
  expect(out).toContain('DOES NOT HOLD')
  expect(code).toBe(1)
})

test('what cannot be run is exit code 2, with a reason and no stack', async () => {
  const far = join(folder, 'far.json')
  await writeFile(far, JSON.stringify(describeService('https://example.com')))
  expect(await cli(far)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^example\.com is not this machine.*\n$/),
  })
  await writeFile(far, '{"name":"x"}')
  expect(await cli(far)).toMatchObject({ code: 2, err: expect.stringContaining('routes, inventory missing') })
  expect(await cli()).toMatchObject({ code: 2, err: expect.stringContaining('<target-file>') })
})
