import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localDisk, prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { StorageError, newStorageKey } from '@/lib/platform/storage/store'
import type { ObjectStore } from '@/lib/platform/storage/store'
import type { End } from './body'
import { asResponse } from './content-length'
import { deliver, refusal } from './deliver'
import type { Allowed, Delivery, DeliveryFault, DeliveryParts, Denied } from './deliver'
import { inFlight } from './in-flight'
import { SEGMENT_BYTES, encryptFile } from './vlt1'

const of = { practice: '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f', document: '0192f0c1-8000-4000-8000-000000000001', version: 1, variant: 'orig' }
const plain = randomBytes(3_500_000)
const dek = randomBytes(32)
const key = newStorageKey()
let root: string
let path: string
let commitment: Buffer
let stored: Buffer
let disk: ObjectStore
let ends: End[]
let faults: DeliveryFault['kind'][]
let flight = inFlight(64 << 20, SEGMENT_BYTES)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'enamel-deliver-'))
  await prepareLocalDisk(root)
  disk = localDisk(root)
  const sealing = encryptFile(dek, of)
  commitment = sealing.commitment
  const writer = await disk.create(key)
  for await (const piece of sealing.stored((async function* () { yield plain })())) await writer.write(piece)
  await writer.finish()
  path = join(root, key.slice(0, 2), key)
  stored = await readFile(path)
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(() => {
  ends = []
  faults = []
  flight = inFlight(64 << 20, SEGMENT_BYTES)
})
afterEach(() => writeFile(path, stored))

const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length
/** Files are closed just after an answer ends, on a busy machine a little later. */
const freed = (before: number): Promise<void> => expect.poll(openFiles, { timeout: 3000 }).toBeLessThanOrEqual(before)
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
const allowed = (change: Partial<Allowed> = {}): Allowed => ({
  outcome: 'allowed', storageKey: key, dek: Buffer.from(dek), commitment, of, size: plain.length, type: 'image/png', name: 'x.png',
  action: 'inline', etag: '"v1"', sha256: createHash('sha256').update(plain).digest(), ...change,
})

function ask(headers: Record<string, string> = {}, change: Partial<DeliveryParts & { method: string; signal: AbortSignal; found: Allowed | Denied }> = {}): Promise<Delivery> {
  const { method = 'GET', signal = null, found = allowed(), ...parts } = change
  return deliver(
    { method, headers: new Headers(headers), signal },
    {
      redeem: () => Promise.resolve(found), store: disk, inFlight: flight, onEnd: (end) => ends.push(end),
      onFault: ({ kind }) => faults.push(kind), ...parts,
    },
  )
}
async function bytesOf({ body }: Delivery): Promise<Buffer> {
  const parts: Uint8Array[] = []
  if (body instanceof ReadableStream) for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

describe('a whole document', () => {
  it('comes as it was stored, with its exact length, and frees everything', async () => {
    const before = await openFiles()
    const answer = await ask()
    expect(answer).toMatchObject({ status: 200, headers: { 'Content-Length': '3500000', 'Accept-Ranges': 'bytes', ETag: '"v1"' } })
    expect((await bytesOf(answer)).equals(plain)).toBe(true)
    await settled()
    expect(ends).toEqual([{ bytes: 3_500_000, complete: true }])
    await freed(before)
    expect(flight.used).toBe(0)
  })

  it('begins with one segment and goes on in pieces of 1 MiB, none before it is asked for', async () => {
    const answer = await ask()
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const sizes: number[] = []
    let reads = 0
    for (;;) {
      await settled()
      const { value } = await reader.read()
      if (!value) break
      sizes.push(value.length)
      reads++
      if (reads === 2) expect(flight.used).toBe(16 * SEGMENT_BYTES)
    }
    expect(sizes.slice(0, 3)).toEqual([65_480, 16 * 65_520, 16 * 65_520])
  })

  it('that is small holds no file while a slow reader takes it', async () => {
    const small = plain.subarray(0, 200_000)
    const sealing = encryptFile(dek, of)
    const other = newStorageKey()
    const writer = await disk.create(other)
    for await (const piece of sealing.stored((async function* () { yield small })())) await writer.write(piece)
    await writer.finish()
    const before = await openFiles()
    const answer = await ask({}, { found: allowed({ storageKey: other, size: small.length, commitment: sealing.commitment }) })
    await settled()
    await freed(before)
    expect((await bytesOf(answer)).equals(small)).toBe(true)
    expect(ends).toEqual([{ bytes: 200_000, complete: true }])
  })

  it('is read in as few steps as can be', async () => {
    let reads = 0
    const store: ObjectStore = {
      ...disk,
      open: async (what) => {
        const reader = await disk.open(what)
        return { ...reader, readAt: (at, target) => (reads++, reader.readAt(at, target)) }
      },
    }
    const counted = async (range: string): Promise<number> => {
      reads = 0
      await bytesOf(await ask({ range }, { store }))
      return reads
    }
    expect(await counted('bytes=0-65535')).toBe(1)
    expect(await counted('bytes=0-262079')).toBe(1)
    expect(await counted('bytes=60000-262079')).toBe(1)
    expect(await counted('bytes=70000-70001')).toBe(2)
    expect(await counted('bytes=0-400000')).toBe(2)
    expect(await counted('bytes=0-2000000')).toBe(3)
  })

  it('that is empty comes empty', async () => {
    const sealing = encryptFile(dek, of)
    const other = newStorageKey()
    const writer = await disk.create(other)
    for await (const piece of sealing.stored((async function* () {})())) await writer.write(piece)
    await writer.finish()
    const answer = await ask({}, { found: allowed({ storageKey: other, size: 0, commitment: sealing.commitment }) })
    expect(answer.headers['Content-Length']).toBe('0')
    expect(await bytesOf(answer)).toHaveLength(0)
    expect(ends).toEqual([{ bytes: 0, complete: true }])
  })

  it('leaves no key behind', async () => {
    for (const change of [{}, { storageKey: newStorageKey() }]) {
      const found = allowed(change)
      const answer = await ask({}, { found })
      expect(found.dek.every((byte) => byte === 0)).toBe(true)
      await bytesOf(answer)
    }
  })
})

describe('parts of a document', () => {
  it('are the bytes that were asked for, and as many as was said', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length - 1), fc.nat(plain.length), async (first, last) => {
        const answer = await ask({ range: `bytes=${first}-${first + last}` })
        const end = Math.min(plain.length, first + last + 1)
        expect(answer.status).toBe(206)
        expect(answer.headers['Content-Range']).toBe(`bytes ${first}-${end - 1}/3500000`)
        expect(answer.headers['Content-Length']).toBe(`${end - first}`)
        expect((await bytesOf(answer)).equals(plain.subarray(first, end))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('come several in one body, of exactly the length that was said', async () => {
    const answer = await ask({ range: 'bytes=0-99,70000-400000,-5' })
    const type = answer.headers['Content-Type']!
    const boundary = /boundary=(\w+)$/.exec(type)![1]!
    const body = await bytesOf(answer)
    expect(answer.status).toBe(206)
    expect(answer.headers['Content-Range']).toBe(undefined)
    expect(answer.headers['Content-Length']).toBe(`${body.length}`)
    const parts = body.toString('latin1').split(`--${boundary}`)
    expect(parts).toHaveLength(5)
    const wanted = [plain.subarray(0, 100), plain.subarray(70_000, 400_001), plain.subarray(-5)]
    for (const [at, bytes] of wanted.entries()) {
      const [head, ...rest] = parts[at + 1]!.split('\r\n\r\n')
      expect(head).toContain('Content-Type: image/png\r\nContent-Range: bytes ')
      expect(rest.join('\r\n\r\n').slice(0, -2) === bytes.toString('latin1')).toBe(true)
    }
    expect(ends).toEqual([{ bytes: body.length, complete: true }])
  })

  it('outside of it are refused with its size, and nothing is opened', async () => {
    const store = { ...disk, open: () => Promise.reject(new Error('opened')) }
    const answer = await ask({ range: 'bytes=3500000-' }, { store })
    expect(answer).toMatchObject({ status: 416, headers: { 'Content-Range': 'bytes */3500000' } })
    expect(ends).toEqual([{ bytes: 0, complete: true }])
  })

  it('need their tag', async () => {
    expect((await ask({ range: 'bytes=0-9', 'if-range': '"v1"' }, { method: 'HEAD' })).status).toBe(200)
    const answers = [await ask({ range: 'bytes=0-9', 'if-range': '"v1"' }), await ask({ range: 'bytes=0-9', 'if-range': '"v0"' })]
    expect(answers.map(({ status }) => status)).toEqual([206, 200])
    for (const answer of answers) await bytesOf(answer)
  })
})

describe('an answer without a body', () => {
  it('opens nothing', async () => {
    const store = { ...disk, open: () => Promise.reject(new Error('opened')) }
    const head = await ask({}, { store, method: 'HEAD' })
    const fresh = await ask({ 'if-none-match': '"v1"' }, { store })
    const failed = await ask({ 'if-match': '"v0"' }, { store })
    expect(head).toMatchObject({ status: 200, body: null, headers: { 'Content-Length': '3500000', 'Content-Type': 'image/png' } })
    expect(fresh).toMatchObject({ status: 304, body: null, headers: { ETag: '"v1"', 'Cache-Control': 'private, no-store' } })
    expect(fresh.headers['Content-Length']).toBe(undefined)
    expect(failed.status).toBe(412)
    expect(ends).toHaveLength(3)
  })

  it('to HEAD has the headers of GET', async () => {
    const [head, get] = [await ask({}, { method: 'HEAD' }), await ask()]
    expect(head.headers).toEqual(get.headers)
    await bytesOf(get)
  })
})

describe('a refusal', () => {
  it('says the same whatever stands behind it, opens nothing and reports no end', async () => {
    const denied: Denied = { outcome: 'denied', status: 404 }
    const answers = [await ask({}, { found: denied }), await ask({ range: 'bytes=0-1', 'if-none-match': '*' }, { found: denied })]
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toEqual(refusal(denied, 'GET'))
    const head = await ask({}, { found: denied, method: 'HEAD' })
    expect({ ...head, body: answers[0]!.body }).toEqual(answers[0])
    expect(ends).toEqual([])
  })

  it('may send on or ask to wait', async () => {
    expect((await ask({}, { found: { outcome: 'denied', status: 303, location: '/x' } })).headers['Location']).toBe('/x')
    expect((await ask({}, { found: { outcome: 'denied', status: 429, retryAfterSeconds: 7 } })).headers['Retry-After']).toBe('7')
  })

  it('of a method asks nobody', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get']) {
      const answer = await ask({}, { method, redeem: () => Promise.reject(new Error('asked')) })
      expect(answer).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } })
    }
  })
})

describe('bad weather', () => {
  it('before the first byte is a status, not a broken body', async () => {
    const before = await openFiles()
    const flipped = Buffer.from(stored)
    flipped[100]! ^= 1
    await writeFile(path, flipped)
    expect((await ask()).status).toBe(500)
    await writeFile(path, stored.subarray(0, -1))
    expect((await ask()).status).toBe(500)
    await writeFile(path, stored)
    expect((await ask({}, { found: allowed({ commitment: Buffer.alloc(32) }) })).status).toBe(500)
    expect((await ask({}, { found: allowed({ of: { ...of, document: of.practice } }) })).status).toBe(500)
    expect((await ask({}, { found: allowed({ storageKey: newStorageKey() }) })).status).toBe(500)
    await rename(join(root, 'vault-store'), join(root, 'away'))
    const unmounted = await ask({}, { found: allowed({ storageKey: newStorageKey() }) })
    await rename(join(root, 'away'), join(root, 'vault-store'))
    expect(unmounted).toMatchObject({ status: 503, headers: { 'Retry-After': '10' } })
    expect(faults).toEqual(['tampered', 'tampered', 'tampered', 'tampered', 'missing', 'unavailable'])
    expect(ends).toEqual(Array.from({ length: 6 }, () => ({ bytes: 0, complete: false })))
    await settled()
    await freed(before)
    expect(flight.used).toBe(0)
  })

  it('at the first needed segment of a range is a status too', async () => {
    const flipped = Buffer.from(stored)
    flipped[5 * SEGMENT_BYTES + 7]! ^= 1
    await writeFile(path, flipped)
    expect((await ask({ range: 'bytes=330000-' })).status).toBe(500)
    const elsewhere = await ask({ range: 'bytes=0-1000' })
    expect((await bytesOf(elsewhere)).equals(plain.subarray(0, 1001))).toBe(true)
  })

  it('in the middle breaks the body and never ends it well', async () => {
    const before = await openFiles()
    const flipped = Buffer.from(stored)
    flipped[12 * SEGMENT_BYTES]! ^= 1
    await writeFile(path, flipped)
    const answer = await ask()
    expect(answer.status).toBe(200)
    await expect(bytesOf(answer)).rejects.toThrow('do not authenticate')
    expect(faults).toEqual(['tampered'])
    expect(ends).toMatchObject([{ complete: false }])
    expect(ends[0]!.bytes).toBeLessThan(12 * SEGMENT_BYTES)
    await settled()
    await freed(before)
  })

  it('in the store while reading breaks the body', async () => {
    let reads = 0
    const store: ObjectStore = {
      ...disk,
      open: async (what) => {
        const reader = await disk.open(what)
        const failing = () => Promise.reject(new StorageError('unavailable'))
        return { ...reader, readAt: (at, target) => (++reads > 3 ? failing() : reader.readAt(at, target)) }
      },
    }
    await expect(bytesOf(await ask({}, { store }))).rejects.toThrow('unavailable')
    expect(faults).toEqual(['unavailable'])
  })

  it('that is one\'s own fault passes through', async () => {
    await expect(ask({}, { redeem: () => Promise.reject(new Error('no database')) })).rejects.toThrow('no database')
  })

  it('of too many readers asks to come again, and shrinks the pieces of those who read', async () => {
    flight = inFlight(3 * SEGMENT_BYTES, SEGMENT_BYTES)
    const answers = [await ask(), await ask(), await ask()]
    expect((await ask()).headers['Retry-After']).toBe('2')
    const sizes: number[] = []
    for await (const piece of answers[0]!.body as ReadableStream<Uint8Array>) sizes.push(piece.length)
    expect(Math.max(...sizes)).toBe(65_520)
    for (const answer of answers.slice(1)) await (answer.body as ReadableStream).cancel()
    expect(flight.used).toBe(0)
    expect((await ask()).status).toBe(200)
  })
})

describe('a reader who goes away', () => {
  it('frees everything, however he goes', async () => {
    const before = await openFiles()
    const leave = [
      async (answer: Delivery) => (answer.body as ReadableStream).cancel(),
      async (answer: Delivery) => {
        const reader = (answer.body as ReadableStream).getReader()
        await reader.read()
        const second = reader.read()
        await reader.cancel()
        await second
      },
      async (_answer: Delivery, controller: AbortController) => controller.abort(),
      async (answer: Delivery, controller: AbortController) => {
        const reader = (answer.body as ReadableStream).getReader()
        await reader.read()
        controller.abort()
        await expect(reader.read()).rejects.toThrow('went away')
      },
    ]
    for (let round = 0; round < 25; round++) {
      for (const go of leave) {
        const controller = new AbortController()
        await go(await ask({}, { signal: controller.signal }), controller)
      }
    }
    await settled()
    expect(ends).toHaveLength(100)
    expect(ends.every(({ complete }) => !complete)).toBe(true)
    await freed(before)
    expect(flight.used).toBe(0)
  })

  it('before the body begins frees everything', async () => {
    const before = await openFiles()
    const answer = await ask({}, { signal: AbortSignal.abort() })
    await expect(bytesOf(answer)).rejects.toThrow('went away')
    await settled()
    await freed(before)
    expect(ends).toEqual([{ bytes: 0, complete: false }])
  })

  it('and never says so is given up after a while', async () => {
    const before = await openFiles()
    const answer = await ask({}, { idleMs: 30 })
    const reader = (answer.body as ReadableStream).getReader()
    await reader.read()
    await new Promise((resolve) => setTimeout(resolve, 80))
    await expect(reader.read()).rejects.toThrow('went away')
    await settled()
    await freed(before)
    expect(ends).toEqual([{ bytes: 65_480, complete: false }])
  })
})

describe('a delivery as a response', () => {
  it('carries its length for the wire', async () => {
    const response = asResponse(await ask({ range: 'bytes=0-9' }))
    expect([response.status, response.headers.get('x-vault-length'), response.headers.get('content-range')]).toEqual([206, '10', 'bytes 0-9/3500000'])
    expect(Buffer.from(await response.arrayBuffer()).equals(plain.subarray(0, 10))).toBe(true)
    for (const status of [304, 303] as const) {
      const none = asResponse({ status, headers: {}, body: null })
      expect([none.status, none.headers.has('x-vault-length')]).toEqual([status, false])
    }
  })
})
