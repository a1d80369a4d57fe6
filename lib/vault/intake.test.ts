import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localDisk, prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { newStorageKey } from '@/lib/platform/storage/store'
import type { ObjectStore } from '@/lib/platform/storage/store'
import { receive } from './intake'
import type { Declared, Intake, IntakeTask } from './intake'
import { openFile, storedSize } from './vlt1'

const of = { practice: '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f', document: '0192f0c1-8000-4000-8000-000000000001', version: 1, variant: 'orig' }
const dek = randomBytes(32)
const nothing: Declared = { size: null, type: null, name: null, sha256: null }
let picture: Buffer
let root: string
let store: ObjectStore

beforeAll(async () => {
  picture = await sharp({ create: { width: 900, height: 700, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer()
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'enamel-intake-'))
  await prepareLocalDisk(root)
  store = localDisk(root)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const left = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name !== 'vault-store').map((entry) => join(entry.parentPath, entry.name))

async function* sent(bytes: Uint8Array, chunk = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
}
const take = (task: Partial<IntakeTask>): Promise<Intake> =>
  receive({ bytes: sent(picture), declared: nothing, maxBytes: 50 << 20, dek, of, store, storageKey: newStorageKey(), ...task })

describe('a file that arrives', () => {
  it('is counted, known, digested, sealed and kept', async () => {
    const sha256 = createHash('sha256').update(picture).digest()
    const got = await take({ declared: { size: picture.length, type: 'image/png', name: 'a.png', sha256 } })
    if (!got.ok) throw new Error(got.reason)
    expect(got).toMatchObject({ size: picture.length, storedBytes: storedSize(picture.length), type: 'image/png', width: 900, height: 700 })
    expect(got.sha256.equals(sha256)).toBe(true)
    const reader = await store.open(got.storageKey)
    const file = await openFile(reader, dek, of, got.size, got.commitment)
    const parts: Uint8Array[] = []
    for await (const piece of file.read(0, got.size, () => 4)) parts.push(piece)
    await reader.close()
    expect(Buffer.concat(parts).equals(picture)).toBe(true)
    expect((await left()).length).toBe(1)
  })

  it('is on no disk in the clear, whole or in part', async () => {
    const got = await take({})
    const [path = ''] = await left()
    const stored = await readFile(path)
    expect(got.ok).toBe(true)
    for (let at = 0; at + 16 < picture.length; at += 5000) expect(stored.includes(picture.subarray(at, at + 16))).toBe(false)
  })

  it('may say nothing of itself, or use a type\'s other name, or one nobody knows', async () => {
    for (const type of [null, 'image/x-png', 'IMAGE/PNG; q=1', 'application/octet-stream', 'nonsense']) {
      expect((await take({ declared: { ...nothing, type } })).ok).toBe(true)
    }
  })

  it('is read no faster than it is written, and never held whole', async () => {
    let handed = 0
    let written = 0
    let most = 0
    const slow: ObjectStore = {
      ...store,
      create: async (key, bytes) => {
        const writer = await store.create(key, bytes)
        return { ...writer, write: async (piece) => { await writer.write(piece); written += piece.length } }
      },
    }
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of sent(picture)) {
        handed += chunk.length
        most = Math.max(most, handed - written)
        yield chunk
      }
    }
    expect((await take({ bytes: counted(), store: slow })).ok).toBe(true)
    expect(picture.length).toBeGreaterThan(1_000_000)
    expect(most).toBeLessThan(400_000)
  })
})

describe('a file that is refused', () => {
  const refusals: [string, () => Partial<IntakeTask>][] = [
    ['too_large', () => ({ maxBytes: picture.length - 1 })],
    ['too_large', () => ({ maxBytes: 10, declared: { ...nothing, size: 11 } })],
    ['size_differs', () => ({ declared: { ...nothing, size: picture.length - 1 } })],
    ['size_differs', () => ({ declared: { ...nothing, size: picture.length + 1 } })],
    ['digest_differs', () => ({ declared: { ...nothing, sha256: Buffer.alloc(32) } })],
    ['type_differs', () => ({ declared: { ...nothing, type: 'application/pdf' } })],
    ['empty', () => ({ bytes: sent(Buffer.alloc(0)) })],
    ['unknown_type', () => ({ bytes: sent(Buffer.from('MZ\0this is a program, not a picture')) })],
    ['incomplete', () => ({ bytes: sent(picture.subarray(0, 200_000)) })],
    ['damaged', () => ({ bytes: sent(Buffer.concat([picture.subarray(0, 100_000), Buffer.alloc(200_000)])) })],
    ['interrupted', () => ({ bytes: (async function* () { yield picture.subarray(0, 300_000); throw new Error('ECONNRESET') })() })],
    ['interrupted', () => ({ signal: AbortSignal.abort() })],
    ['interrupted', () => ({ bytes: { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }, signal: AbortSignal.timeout(20) })],
    ['storage_full', () => ({ store: localDisk(root, { space: () => Promise.resolve({ free: 0, whole: 1 }) }) })],
    ['storage_unavailable', () => ({ store: localDisk(join(root, 'not-there')) })],
  ]

  it.each(refusals)('as %s leaves nothing behind', async (reason, task) => {
    const before = (await readdir('/proc/self/fd')).length
    expect(await take(task())).toEqual({ ok: false, reason })
    expect(await left()).toEqual([])
    await expect.poll(async () => (await readdir('/proc/self/fd')).length, { timeout: 3000 }).toBeLessThanOrEqual(before)
  })

  it('is not read to its end, and the sender is let go', async () => {
    let returned = false
    let handed = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          handed++
          yield Buffer.alloc(1000, 1)
        }
      } finally {
        returned = true
      }
    }
    expect(await take({ bytes: endless() })).toEqual({ ok: false, reason: 'unknown_type' })
    expect({ handed, returned }).toEqual({ handed: 1, returned: true })
  })

  it('because the disk filled up on the way, leaves nothing and keeps what was there', async () => {
    const first = await take({})
    const { StorageError } = await import('@/lib/platform/storage/store')
    const filling: ObjectStore = {
      ...store,
      create: async (key, bytes) => {
        const writer = await store.create(key, bytes)
        let pieces = 0
        return { ...writer, write: (piece) => (++pieces > 2 ? Promise.reject(new StorageError('full')) : writer.write(piece)) }
      },
    }
    expect(await take({ store: filling })).toEqual({ ok: false, reason: 'storage_full' })
    expect((await left()).length).toBe(1)
    expect(first.ok && (await store.stat(first.storageKey))?.size).toBe(storedSize(picture.length))
  })
})
