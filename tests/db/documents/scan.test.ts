import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookie } from '@/lib/auth/cookies'
import { uploadDocument } from '@/lib/documents/doors/upload'
import { serveDocument } from '@/lib/documents/doors/serve'
import { decideHeld, listArriving, showArriving } from '@/lib/documents/holding'
import { linkForStaff } from '@/lib/documents/links'
import { scanDocument, scanWaiting, forgetScanner, ScannerAwayError } from '@/lib/jobs/scan'
import { runWorker } from '@/lib/jobs/worker'
import { scan, tellsItsLimits } from '@/lib/platform/clamd'
import { forgetEnv } from '@/lib/platform/env'
import { vault } from '@/lib/vault/rings'
import { smallPdf } from '../../factories/small-pdf'
import { pattern, signature, startClamd, type Clamd } from '../../setup/clamd'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'

// The real daemon, with a signature and limits of the suite's own.

let o: Office
let clamd: Clamd
let silent: Clamd
beforeAll(async () => {
  o = await office()
  ;[clamd, silent] = await Promise.all([startClamd(), startClamd({ alerts: false })])
}, 300_000)
afterAll(() => Promise.all([clamd.stop(), silent.stop()]))

const named = (settings: Record<string, string>): void => {
  for (const name of ['CLAMD_HOST', 'CLAMD_PORT', 'CLAMD_SOCKET']) delete process.env[name]
  Object.assign(process.env, settings)
  forgetEnv()
  forgetScanner()
}
const withScanner = ({ port }: { port: number } = clamd): void => named({ CLAMD_HOST: '127.0.0.1', CLAMD_PORT: String(port) })
afterEach(() => named({}))

async function* sent(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_520) yield bytes.subarray(at, at + 65_520)
}
const tcp = ({ port }: { port: number }) => ({ host: '127.0.0.1', port })

async function upload(bytes: Uint8Array): Promise<string> {
  const request = new Request(`http://localhost:3000/v1/u/${o.a.id}?patient=${o.patients.anna}&name=scan.pdf`, {
    method: 'POST', body: new Uint8Array(bytes),
    headers: { cookie: `${sessionCookie().name}=${o.browsers.desk.get(sessionCookie().name)}`, 'content-type': 'application/pdf', 'content-length': String(bytes.length), 'sec-fetch-site': 'same-origin' },
  })
  const answer = await uploadDocument(request, { params: Promise.resolve({ practice: o.a.id }) })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { document: string }).document
}
const row = async (document: string) => (await o.sql<{ state: string; failure: string | null; ready: boolean; key: string }>(
  `select state, failure, ready_at is not null as ready, storage_key as key from document_version where document_id = $1`, [document]))[0]!
const rests = async (document: string): Promise<boolean> => (await vault().store.stat((await row(document)).key)) !== null
const opens = (document: string) => answerOf(o.act(linkForStaff, o.here, { document }, o.browsers.desk))
const events = (document: string) => o.sql(`select actor_kind, detail - 'version' as detail from audit_event where document_id = $1 and operation = 'documents.checked'`, [document])
const decide = (document: string, decision: 'take' | 'refuse', who = o.browsers.owner) =>
  o.act(decideHeld, o.here, { document, version: 1, decision, why: 'from our own scanner' }, who)

/** A sound PDF whose one stream is so long. */
const longPdf = (bytes: number): Buffer => Buffer.concat([
  Buffer.from(`%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<< /Length ${bytes} >>\nstream\n`, 'latin1'), Buffer.alloc(bytes, 0x20), Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'),
])
const infected = (): Buffer => smallPdf(`a letter with ${pattern} in it`)

describe('the scanner', () => {
  test('finds the suite’s own signature, on TCP and on a socket, wherever a piece ends', async () => {
    expect(await scan(tcp(clamd), sent(smallPdf('a letter')))).toEqual({ verdict: 'clean' })
    for (const at of [tcp(clamd), { path: clamd.socket }]) expect(await scan(at, sent(infected()))).toEqual({ verdict: 'infected', signature })
    const across = Buffer.concat([Buffer.alloc(65_510, 1), Buffer.from(pattern), Buffer.alloc(100)])
    expect(await scan(tcp(clamd), sent(across))).toEqual({ verdict: 'infected', signature })
  })

  test('never calls clean what is larger than it looks through', async () => {
    const beyond = { verdict: 'unscannable', why: 'scan_too_large' }
    expect(await scan(tcp(clamd), sent(longPdf(2 << 20))), 'MaxFileSize').toEqual(beyond)
    let verdict = await scan(tcp(clamd), sent(Buffer.alloc(9 << 20)))
    // As the job does: a daemon that hangs up may not be heard the first time.
    for (let tries = 1; tries < 4 && verdict.verdict === 'unavailable' && verdict.brokeOff; tries++) verdict = await scan(tcp(clamd), sent(Buffer.alloc(9 << 20)))
    expect(verdict, 'StreamMaxLength').toEqual(beyond)
  })

  test('is found out where it keeps its limits to itself', async () => {
    expect(await scan(tcp(silent), sent(Buffer.concat([longPdf(2 << 20), Buffer.from(pattern)]))), 'which is why').toEqual({ verdict: 'clean' })
    expect(await tellsItsLimits(tcp(silent))).toBe(false)
    expect(await tellsItsLimits(tcp(clamd))).toBe(true)
    expect(await tellsItsLimits({ host: '127.0.0.1', port: 1 })).toBe(null)
  })

  test('that is not there, breaks off, or talks of something else is no answer', async () => {
    expect(await scan({ host: '127.0.0.1', port: 1 }, sent(smallPdf('a')))).toEqual({ verdict: 'unavailable', brokeOff: false })
    expect(await scan({ path: '/nonexistent/clamd.ctl' }, sent(smallPdf('a')))).toEqual({ verdict: 'unavailable', brokeOff: false })
    for (const says of [null, 'stream: OKAY\0', 'UNKNOWN COMMAND\0', 'stream: Can\'t allocate memory ERROR\0', 'x'.repeat(9000)]) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => (says === null ? socket.destroy() : socket.write(says)))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      expect(await scan({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, sent(longPdf(300_000))), String(says)).toMatchObject({ verdict: 'unavailable' })
      server.close()
    }
    const mute = createServer((socket) => void socket.resume())
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    expect(await scan({ host: '127.0.0.1', port: (mute.address() as AddressInfo).port }, sent(smallPdf('a')), 200)).toMatchObject({ verdict: 'unavailable' })
    mute.close()
  })

  test('does not swallow a fault of the file’s own', async () => {
    await expect(scan(tcp(clamd), (async function* () { yield Buffer.alloc(9); throw new Error('changed at rest') })())).rejects.toThrow('changed at rest')
  })
})

describe('what arrives', () => {
  test('is ready at once where no scanner is named', async () => {
    const document = await upload(smallPdf('plain'))
    expect(await row(document)).toMatchObject({ state: 'ready', ready: true })
    expect(await opens(document)).toBe('allowed')
  })

  test('is being checked, opened by nobody, and ready once nothing was found', async () => {
    withScanner()
    const document = await upload(smallPdf('checked'))
    expect(await row(document)).toMatchObject({ state: 'checking', ready: false })
    expect(await opens(document)).toBe('not_found')
    expect((await o.act(showArriving, o.here, { document }, o.browsers.desk))).toMatchObject({ ready: false, items: [{ state: 'checking' }] })
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'ready', ready: true, failure: null })
    expect(await opens(document)).toBe('allowed')
    expect(await events(document)).toEqual([{ actor_kind: 'system', detail: { found: 'nothing' } }])
    await scanDocument(o.a.id, document)
    expect(await events(document), 'and once').toHaveLength(1)
  })

  test('is checked by a job that the same commit wrote', async () => {
    withScanner()
    const document = await upload(smallPdf('by the queue'))
    const worker = await runWorker()
    await expect.poll(async () => (await row(document)).state, { timeout: 20_000 }).toBe('ready')
    await worker.stop()
  })

  test('infected, is refused, its file destroyed, and said', async () => {
    withScanner()
    const document = await upload(infected())
    expect(await rests(document)).toBe(true)
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'rejected', failure: 'infected', ready: false })
    expect(await rests(document)).toBe(false)
    expect(await opens(document)).toBe('not_found')
    expect(await events(document)).toEqual([{ actor_kind: 'system', detail: { found: 'infected', signature } }])
    const { items } = await o.act(listArriving, o.here, {}, o.browsers.desk)
    expect(items.find((item) => item.document === document)).toMatchObject({ state: 'refused', reason: 'infected' })
  })

  test('longer than the scanner takes at all, is held', async () => {
    withScanner()
    const document = await upload(longPdf(9 << 20))
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'held', failure: 'scan_too_large', ready: false })
  })

  test('too large to be looked through, is held, until somebody with the right takes it in', async () => {
    withScanner()
    const document = await upload(longPdf(2 << 20))
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'held', failure: 'scan_too_large', ready: false })
    expect(await opens(document)).toBe('not_found')
    expect(await answerOf(decide(document, 'take', o.browsers.desk))).toBe('forbidden')
    expect(await answerOf(decide(document, 'take'))).toBe('allowed')
    expect(await row(document)).toMatchObject({ state: 'ready', ready: true })
    expect(await o.sql(`select decided_by_name as who, decided_why as why from document_version where document_id = $1`, [document])).toEqual([{ who: 'Dr. Olive Owner', why: 'from our own scanner' }])
    expect(await o.sql(`select detail from audit_event where document_id = $1 and operation = 'documents.decide_held' and decision = 'allow'`, [document])).toEqual([{ detail: { version: 1, decision: 'take' } }])
    expect(await opens(document)).toBe('allowed')
    expect(await answerOf(decide(document, 'refuse')), 'only what is held').toBe('not_found')
  })

  test('held and refused, is destroyed by the same job', async () => {
    withScanner()
    const document = await upload(longPdf(2 << 20))
    await scanDocument(o.a.id, document)
    await decide(document, 'refuse')
    const worker = await runWorker()
    await expect.poll(() => rests(document), { timeout: 20_000 }).toBe(false)
    await worker.stop()
    expect(await row(document)).toMatchObject({ state: 'rejected', failure: 'refused' })
  })

  test('waits while the scanner is away, and goes on when it is back', async () => {
    withScanner({ port: 1 })
    const document = await upload(smallPdf('waiting'))
    await expect(scanDocument(o.a.id, document)).rejects.toThrow(ScannerAwayError)
    expect((await row(document)).state).toBe('checking')
    await o.sql(`update document_version set created_at = now() - interval '10 minutes' where document_id = $1`, [document])
    await scanWaiting(o.a.id)
    expect((await row(document)).state).toBe('checking')
    withScanner()
    await scanWaiting(o.a.id)
    expect((await row(document)).state).toBe('ready')
  })

  test('is held where the scanner keeps its limits to itself, or was taken away meanwhile', async () => {
    withScanner(silent)
    const document = await upload(smallPdf('silent'))
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'held', failure: 'scan_limits_silent' })
    withScanner()
    const other = await upload(smallPdf('taken away'))
    named({})
    await scanDocument(o.a.id, other)
    expect(await row(other)).toMatchObject({ state: 'held', failure: 'scan_none' })
  })

  test('and was changed at rest, is given up and never ready', async () => {
    withScanner()
    const document = await upload(smallPdf('changed'))
    await o.sql(`update document_version set commitment = $2 where document_id = $1`, [document, randomBytes(32)])
    await scanDocument(o.a.id, document)
    expect(await row(document)).toMatchObject({ state: 'rejected', failure: 'lost', ready: false })
  })

  test('under an old link is not served while it is being checked', async () => {
    const document = await upload(smallPdf('an old link'))
    const { address } = await o.act(linkForStaff, o.here, { document }, o.browsers.desk)
    const served = async () => (await serveDocument(new Request(`http://localhost:3000${address}`, { headers: { cookie: `${sessionCookie().name}=${o.browsers.desk.get(sessionCookie().name)}`, 'sec-fetch-site': 'same-origin' } }))).status
    await o.sql(`update document_version set state = 'checking' where document_id = $1`, [document])
    expect(await served()).toBe(404)
    await o.sql(`update document_version set state = 'ready' where document_id = $1`, [document])
    expect(await served()).toBe(200)
  })
})
