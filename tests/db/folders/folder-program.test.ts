import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { announceFromFolder, folderCancelled, folderPart, folderUpload } from '@/lib/folders/doors/take'
import { root } from '@/scripts/lib/paths'
import { makeFolder } from '../../factories/folder'
import { world, type World } from '../../factories/world'
import { pdfOf, shaOf } from '../documents/parts'

/*
 * The real program, in a process of its own, over a real connection to the real doors; what stands between is the framework alone,
 * which tests/e2e/folder.spec.ts has too.
 */

let w: World
let server: Server
let port: number
/** What happens before a request is answered, and before an answer is given. */
let before: (request: IncomingMessage) => Promise<void> | void = () => {}
let after: (request: IncomingMessage, told: string) => Promise<void> | void = () => {}

const doors: Record<string, (request: Request, context: { params: Promise<{ folder: string; document: string }> }) => Promise<Response>> =
  { POST: announceFromFolder, GET: folderUpload, PATCH: folderPart, DELETE: folderCancelled }

async function answer(incoming: IncomingMessage, response: ServerResponse) {
  await before(incoming)
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const [, , , folder = '', document = ''] = url.pathname.split('/')
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const door = doors[incoming.method ?? '']
  const length = Number(incoming.headers['content-length'] ?? 0)
  const request = new Request(url, {
    method: incoming.method ?? 'GET', headers: incoming.headers as Record<string, string>, signal: gone.signal,
    ...(length > 0 ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {}),
  })
  const answered = await door?.(request, { params: Promise.resolve({ folder, document }) })
  const told = answered ? await answered.text() : ''
  await after(incoming, told)
  response.writeHead(answered?.status ?? 405, Object.fromEntries(answered?.headers ?? []))
  response.end(told)
}
async function listen(at = 0) {
  server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => void server.listen(at, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
}
async function goAway() {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}

beforeAll(async () => {
  w = await world()
  await listen()
})
afterAll(goAway)

let place: string
let folder: string
let made: Awaited<ReturnType<typeof makeFolder>>
const running = new Set<ChildProcess>()
beforeEach(async () => {
  before = () => {}
  after = () => {}
  place = mkdtempSync(join(tmpdir(), 'enamel-folder-'))
  folder = join(place, 'scans')
  mkdirSync(folder)
  made = await makeFolder(w)
  writeFileSync(join(place, 'credential'), `folder.${made.folder}.${made.token}\n`, { mode: 0o600 })
})
afterEach(async () => {
  await Promise.all([...running].map(stop))
  rmSync(place, { recursive: true, force: true })
})
async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

type Program = { child: ChildProcess; said: () => string; ended: Promise<number | null> }
function start(env: Record<string, string> = {}): Program {
  writeFileSync(join(place, 'settings.json'), JSON.stringify({ url: `http://127.0.0.1:${port}`, credentialFile: 'credential', folder: 'scans', stillSeconds: 0.4, scanSeconds: 0.2 }))
  const child = spawn(process.execPath, [join(root, 'public', 'enamel-folder.mjs'), join(place, 'settings.json')], { env: { PATH: process.env.PATH ?? '', ...env } as unknown as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (part) => (said += String(part)))
  child.stderr.on('data', (part) => (said += String(part)))
  running.add(child)
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))) }
}
async function until(what: string, holds: () => unknown, program?: Program, seconds = 20): Promise<void> {
  for (let tries = 0; tries < seconds * 20; tries++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error(`never: ${what}. The program said:\n${program?.said() ?? ''}`)
}
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes)
const here = () => readdirSync(folder).toSorted()
const came = () => w.database.asSuperuser<{ state: string; sha: string | null; name: string }>(
  `select v.state, encode(v.sha256, 'hex') as sha, v.file_name as name from document d join document_version v on v.document_id = d.id where d.uploaded_by = $1 order by d.created_at, d.id`, [made.folder])
const kept = async () => (await came()).filter(({ state }) => state === 'ready')

test('takes what lies in its folder, and deletes it once the vault has the whole', async () => {
  const [first, second] = [pdfOf(3_000, 'one'), pdfOf(9 * 1024 * 1024, 'two parts')]
  put('0001 Rosa Ortiz.pdf', first)
  const program = start()
  await until('the first is gone', () => here().length === 0, program)
  put('0002.pdf', second)
  await until('the second is gone', () => here().length === 0, program)
  expect(await kept()).toEqual([{ state: 'ready', sha: shaOf(first), name: '0001 Rosa Ortiz.pdf' }, { state: 'ready', sha: shaOf(second), name: '0002.pdf' }])
  const lines = program.said().trim().split('\n')
  expect(lines.slice(1).map((line) => line.slice(25))).toEqual([expect.stringMatching(/^sent 0001 Rosa Ortiz\.pdf \(\d KB\), confirmed and deleted here$/), expect.stringMatching(/^sent 0002\.pdf \(\d+\.\d MB\), confirmed and deleted here$/)])
  // Nothing of its own lies in the folder, and nothing of the secret in what it writes.
  expect(readdirSync(place).toSorted()).toEqual(['credential', 'scans', 'settings.journal', 'settings.json'])
  expect(readFileSync(join(place, 'settings.journal'), 'utf8') + program.said()).not.toContain(made.token)
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
})

test('leaves alone what is hidden, half-written by its name, a link, or a folder', async () => {
  const secret = join(place, 'elsewhere.pdf')
  writeFileSync(secret, pdfOf(2_000))
  for (const name of ['.hidden.pdf', 'scan.pdf.tmp', '~$scan.pdf', 'Thumbs.db', 'scan.part']) put(name, pdfOf(2_000))
  symlinkSync(secret, join(folder, 'link.pdf'))
  mkdirSync(join(folder, 'inside'))
  writeFileSync(join(folder, 'inside', 'deep.pdf'), pdfOf(2_000))
  put('taken.pdf', pdfOf(2_000))
  const program = start()
  await until('the one is gone', () => !here().includes('taken.pdf'), program)
  await sleep(1_500)
  expect(here()).toEqual(['.hidden.pdf', 'Thumbs.db', 'inside', 'link.pdf', 'scan.part', 'scan.pdf.tmp', '~$scan.pdf'])
  expect(await kept()).toHaveLength(1)
  expect(existsSync(secret)).toBe(true)
})

test('waits for a file that is still being written, however slowly', async () => {
  const bytes = pdfOf(40_000)
  const open = openSync(join(folder, 'slow.pdf'), 'w')
  const program = start()
  writeSync(open, bytes.subarray(0, 10_000))
  // Much longer than a file must lie still: what is open for writing is known here.
  await sleep(2_500)
  expect(await came()).toEqual([])
  writeSync(open, bytes.subarray(10_000))
  closeSync(open)
  await until('it is gone', () => here().length === 0, program)
  expect(await came()).toEqual([{ state: 'ready', sha: shaOf(bytes), name: 'slow.pdf' }])
})

test('waits for one that grows in steps, by a writer that opens it anew each time', async () => {
  const bytes = pdfOf(40_000)
  const program = start()
  for (let at = 0; at < bytes.length; at += 8_000) {
    appendFileSync(join(folder, 'steps.pdf'), bytes.subarray(at, at + 8_000))
    await sleep(150)
  }
  await until('it is gone', () => here().length === 0, program)
  expect(await came()).toEqual([{ state: 'ready', sha: shaOf(bytes), name: 'steps.pdf' }])
})

test('killed outright at any moment, it goes on where it was; nothing is lost and nothing comes twice', { timeout: 120_000 }, async () => {
  const bytes = pdfOf(20 * 1024 * 1024)
  const parts: number[] = []
  let slow = 0
  before = async (request) => {
    if (request.method === 'PATCH') parts.push(Number(request.headers['upload-offset']))
    await sleep(slow)
  }
  put('large.pdf', bytes)
  for (const [moment, holds] of [
    ['it is announced', async () => (await came()).length > 0], ['a part has come', () => parts.some((offset) => offset > 0)],
    ['all has come', async () => (await kept()).length > 0],
  ] as const) {
    slow = moment === 'all has come' ? 400 : 150
    const program = start()
    await until(moment, holds, program)
    await stop(program.child)
    expect(here().filter((name) => name !== 'refused').length, moment).toBe(1)
  }
  slow = 0
  const before3 = parts.length
  const program = start()
  await until('it is gone', () => here().length === 0, program)
  expect(parts.length, 'what had come is not sent again').toBe(before3)
  expect(await kept()).toEqual([{ state: 'ready', sha: shaOf(bytes), name: 'large.pdf' }])
  expect((await came()).filter(({ state }) => state !== 'ready').length).toBeLessThanOrEqual(1)
})

test('killed between putting its copy aside and deleting it, it looks at it once more', async () => {
  const bytes = pdfOf(4_000)
  put('aside.pdf', bytes)
  let killed: Program | undefined
  // The last answer that it waits for before it lets go.
  after = async (_, told) => {
    if (told.includes('"kept"') && killed) await stop(killed.child)
  }
  killed = start()
  await killed.ended
  killed = undefined
  const journal = JSON.parse(readFileSync(join(place, 'settings.journal'), 'utf8')) as { files: Record<string, { document: string; aside?: boolean }> }
  const entry = journal.files['aside.pdf']
  if (!entry) throw new Error('nothing in the journal')
  renameSync(join(folder, 'aside.pdf'), join(folder, `.enamel-${entry.document}`))
  writeFileSync(join(place, 'settings.journal'), JSON.stringify({ version: 1, files: { 'aside.pdf': { ...entry, aside: true } } }))
  const program = start()
  await until('it is gone', () => here().length === 0, program)
  expect(await came()).toEqual([{ state: 'ready', sha: shaOf(bytes), name: 'aside.pdf' }])
})

test('what the vault refuses goes to a folder of its own, with the reason', async () => {
  put('program.pdf', Buffer.from('MZ\x90\x00 not what its name says'))
  put('empty.pdf', '')
  put('good.pdf', pdfOf(2_000))
  const program = start()
  await until('all are gone', () => here().join() === 'refused', program)
  expect(readdirSync(join(folder, 'refused')).toSorted()).toEqual(['empty.pdf', 'empty.pdf.txt', 'program.pdf', 'program.pdf.txt'])
  const why = readFileSync(join(folder, 'refused', 'program.pdf.txt'), 'utf8')
  expect(why).toMatch(/^Enamel did not take this file: program\.pdf\r\n\r\n[A-Z].+\./)
  expect(readFileSync(join(folder, 'refused', 'program.pdf'), 'latin1')).toContain('not what its name says')
  expect(program.said()).toMatch(/refused program\.pdf: /)
  // A second of that name does not take the first one's place.
  put('program.pdf', Buffer.from('MZ\x90\x00 another'))
  await until('it is gone', () => here().join() === 'refused', program)
  expect(readdirSync(join(folder, 'refused'))).toContain('program (2).pdf')
  expect(await kept()).toHaveLength(1)
})

test('waits for a server that is away, and for one that is closed or breaks off, and loses nothing', async () => {
  const bytes = pdfOf(9 * 1024 * 1024)
  const where = port
  await goAway()
  put('waits.pdf', bytes)
  const program = start()
  await until('it says so', () => program.said().includes('waits.pdf waits: the server does not answer (ECONNREFUSED)'), program)
  expect(here()).toEqual(['waits.pdf'])
  let broken = 0
  before = (request) => {
    // In the middle of the first part.
    if (request.method === 'PATCH' && broken++ === 0) request.once('data', () => request.socket.destroy())
  }
  const id = await w.put('switch', { practice_id: w.a.id, function: 'writes', closed_by: w.members.owner, closed_by_name: 'x', why: 'x' })
  await listen(where)
  await until('it is told', () => program.said().includes('closed'), program, 30)
  expect(here()).toEqual(['waits.pdf'])
  await w.database.asSuperuser('update switch set until_at = now() where id = $1', [id])
  await until('it is gone', () => here().length === 0, program, 40)
  expect(broken).toBeGreaterThan(1)
  expect(await kept()).toEqual([{ state: 'ready', sha: shaOf(bytes), name: 'waits.pdf' }])
}, 90_000)

test('an answer that is not Enamel’s is no answer: nothing is moved or deleted', async () => {
  const other = createServer((_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>'))
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve))
  put('stays.pdf', pdfOf(2_000))
  const program = start({ ENAMEL_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` })
  await until('it says so', () => program.said().includes('not as Enamel does'), program)
  expect(here()).toEqual(['stays.pdf'])
  expect(program.child.exitCode).toBeNull()
  other.closeAllConnections()
  other.close()
})

test('ends with a word and a code of its own when its credential is ended, and deletes nothing', async () => {
  put('before.pdf', pdfOf(2_000))
  const program = start()
  await until('one is gone', () => here().length === 0, program)
  await w.database.asSuperuser('update folder_program set until_at = now(), ended_by = made_by where id = $1', [made.folder])
  put('after.pdf', pdfOf(2_000))
  expect(await program.ended).toBe(3)
  expect(program.said()).toContain('The credential is not valid any more')
  expect(here()).toEqual(['after.pdf'])
  expect(await kept()).toHaveLength(1)
})

test('ended in the middle of a file: it stops, and the file stays', async () => {
  put('half.pdf', pdfOf(9 * 1024 * 1024))
  before = async (request) => {
    if (request.method === 'PATCH' && request.headers['upload-offset'] !== '0')
      await w.database.asSuperuser('update folder_program set until_at = now(), ended_by = made_by where id = $1 and until_at is null', [made.folder])
  }
  expect(await start().ended).toBe(3)
  expect(here()).toEqual(['half.pdf'])
  expect(await kept()).toEqual([])
})

test('a file that changes between sending and deleting stays, and what it is then comes as another', async () => {
  const [first, second, third] = [pdfOf(5_000, 'first'), pdfOf(6_000, 'second'), pdfOf(6_000, 'third!')]
  expect(third.length).toBe(second.length)
  const path = join(folder, 'changes.pdf')
  put('changes.pdf', first)
  let turn = 0
  after = (_, told) => {
    if (!told.includes('"kept"')) return
    turn++
    if (turn === 1) writeFileSync(path, second)
    if (turn === 2) {
      // Of the same size and, as far as anybody can see, of the same moment: only its digest tells.
      const { atime, mtime } = statSync(path)
      writeFileSync(path, third)
      utimesSync(path, atime, mtime)
    }
  }
  const program = start()
  await until('it is gone', () => here().length === 0, program)
  expect((await kept()).map(({ sha }) => sha)).toEqual([first, second, third].map(shaOf))
  expect(program.said().match(/changed meanwhile and stays/g)).toHaveLength(2)
})

test('a file that changes while it is sent is not taken as what it was', async () => {
  const [first, second] = [pdfOf(9 * 1024 * 1024, 'first'), pdfOf(9 * 1024 * 1024 + 500, 'second')]
  put('while.pdf', first)
  let changed = false
  before = (request) => {
    if (request.method !== 'PATCH' || changed) return
    changed = true
    writeFileSync(join(folder, 'while.pdf'), second)
  }
  const program = start()
  await until('it is gone', () => here().length === 0, program)
  expect((await kept()).map(({ sha }) => sha)).toEqual([shaOf(second)])
})

test('stays until a virus scanner or a person has decided', async () => {
  put('checked.pdf', pdfOf(2_000))
  let document = ''
  after = async (request, told) => {
    // As where a scanner is named: the state after the last part is "checking".
    if (request.method === 'PATCH') await w.database.asSuperuser(`update document_version set state = 'held', failure = 'scan_too_large' where document_id = $1`, [document = (JSON.parse(told) as { document: string }).document])
  }
  const program = start()
  await until('it waits', () => program.said().includes('still looking through it'), program)
  expect(here()).toEqual(['checked.pdf'])
  await w.database.asSuperuser(`update document_version set state = 'rejected', failure = 'infected' where document_id = $1`, [document])
  await until('it is put away', () => here().join() === 'refused', program, 40)
  expect(readdirSync(join(folder, 'refused')).toSorted()).toEqual(['checked.pdf', 'checked.pdf.txt'])
}, 60_000)

test('says what is wrong with its settings, and does not start', async () => {
  const code = async (env: Record<string, string> = {}) => {
    const program = start(env)
    return [await program.ended, program.said()] as const
  }
  expect(await code({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([2, expect.stringContaining('NODE_EXTRA_CA_CERTS')])
  expect(await code({ ENAMEL_URL: 'http://enamel.example' })).toEqual([2, expect.stringContaining('no https address')])
  expect(await code({ ENAMEL_FOLDER: join(place, 'nowhere') })).toEqual([2, expect.stringContaining('There is no folder')])
  expect(await code({ ENAMEL_FOLDER_JOURNAL: join(folder, 'journal') })).toEqual([2, expect.stringContaining('The journal lies in the folder')])
  chmodSync(join(place, 'credential'), 0o644)
  expect(await code()).toEqual([2, expect.stringContaining('chmod 600')])
  chmodSync(join(place, 'credential'), 0o600)
  writeFileSync(join(place, 'credential'), 'nothing')
  expect(await code()).toEqual([2, expect.stringContaining('holds no credential')])
})
