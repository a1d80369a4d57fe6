import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isLocalDisk, localDisk, prepareLocalDisk } from './local-disk'
import { StorageError, checkStorageKey, newStorageKey } from './store'
import type { StorageErrorCode } from './store'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'enamel-store-'))
  await prepareLocalDisk(root)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const files = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name !== 'vault-store').map((entry) => entry.name)
const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length
const code = (work: Promise<unknown>): Promise<StorageErrorCode | 'fine'> =>
  work.then(() => 'fine' as const, (error: unknown) => (error instanceof StorageError ? error.code : Promise.reject(error)))

async function stored(bytes: Uint8Array): Promise<string> {
  const key = newStorageKey()
  const writer = await localDisk(root).create(key, bytes.length)
  await writer.write(bytes)
  await writer.finish()
  return key
}

describe('a store on a local disk', () => {
  it('gives back what was finished, from any place', async () => {
    const before = await openFiles()
    const key = await stored(Buffer.from('0123456789'))
    const reader = await localDisk(root).open(key)
    const target = Buffer.alloc(4)
    await reader.readAt(3, target)
    expect(target.toString()).toBe('3456')
    expect(reader.size).toBe(10)
    expect(await code(reader.readAt(8, target))).toBe('short')
    await reader.close()
    await reader.close()
    expect(await localDisk(root).stat(key)).toEqual({ size: 10 })
    await expect.poll(openFiles, { timeout: 3000 }).toBeLessThanOrEqual(before)
  })

  it('shows nothing of an object before it is finished, and nothing after it is given up', async () => {
    const store = localDisk(root)
    const key = newStorageKey()
    const writer = await store.create(key)
    await writer.write(Buffer.from('half'))
    expect(await code(store.open(key))).toBe('missing')
    expect(await store.stat(key)).toBe(null)
    await writer.abort()
    await writer.abort()
    expect(await files()).toEqual([])
    expect(await code(writer.write(Buffer.from('x')))).toBe('unavailable')
    expect(await code(writer.finish())).toBe('unavailable')
  })

  it('keeps a finished object when it is given up afterwards', async () => {
    const store = localDisk(root)
    const key = newStorageKey()
    const writer = await store.create(key)
    await writer.finish()
    await writer.abort()
    expect(await store.stat(key)).toEqual({ size: 0 })
    await store.remove(key)
    await store.remove(key)
    expect(await store.stat(key)).toBe(null)
  })

  it('is for its own user alone', async () => {
    const key = await stored(Buffer.from('x'))
    const modes = execFileSync('stat', ['-c', '%a', join(root, key.slice(0, 2)), join(root, key.slice(0, 2), key)]).toString()
    expect(modes).toBe('700\n600\n')
  })

  it('closes after a read that is under way', async () => {
    const reader = await localDisk(root).open(await stored(Buffer.alloc(1 << 20, 7)))
    const target = Buffer.alloc(1 << 20)
    const reading = reader.readAt(0, target)
    await reader.close()
    await reading
    expect(target.every((byte) => byte === 7)).toBe(true)
    expect(await code(reader.readAt(0, target))).toBe('unavailable')
  })

  it('finds what a crash left, and only that', async () => {
    const store = localDisk(root)
    await stored(Buffer.from('x'))
    const [old, young] = [newStorageKey(), newStorageKey()]
    const writers = [await store.create(old), await store.create(young)]
    await utimes(join(root, 'unfinished', old), new Date(0), new Date(0))
    expect(await store.unfinished(new Date(1000))).toEqual([old])
    await store.discard(old)
    expect(await store.unfinished(new Date(Date.now() + 60_000))).toEqual([young])
    for (const writer of writers) await writer.abort()
  })

  it('takes no key that is not one of its own', async () => {
    for (const key of ['', '../../etc/passwd', 'A'.repeat(32), 'a'.repeat(31), `${'a'.repeat(32)}\n`, '/'.repeat(32)]) {
      expect(() => checkStorageKey(key)).toThrow('not a key')
      for (const operation of ['create', 'open', 'stat', 'remove', 'discard'] as const) {
        await expect(localDisk(root)[operation](key)).rejects.toThrow('not a key')
      }
    }
    expect(await files()).toEqual([])
  })
})

describe('bad weather', () => {
  it('refuses before the disk is full', async () => {
    const space = () => Promise.resolve({ free: 150, whole: 1000 })
    const store = localDisk(root, { watermark: 0.9, space })
    expect(await code(store.create(newStorageKey(), 51))).toBe('full')
    const writer = await store.create(newStorageKey(), 50)
    await writer.abort()
    expect(await files()).toEqual([])
  })

  it('says so when the disk fills up while writing, and leaves nothing', async () => {
    // A limit on the size of a file stands in for a full disk: the same call fails in the same place.
    const script = `
      process.on('SIGXFSZ', () => {})
      const { localDisk } = await import('./lib/platform/storage/local-disk.ts')
      const writer = await localDisk(process.argv[1]).create('a'.repeat(32))
      try { for (;;) await writer.write(Buffer.alloc(65536)) } catch (error) { console.log(error.code) }
    `
    const node = process.execPath
    const command = `ulimit -f 1024; exec "$0" --conditions=react-server --import tsx --input-type=module -e "$1" "$2"`
    expect(execFileSync('bash', ['-c', command, node, script, root]).toString()).toBe('full\n')
    expect(await files()).toEqual([])
  })

  it('tells a store that is not mounted from an object that is missing', async () => {
    const key = await stored(Buffer.from('x'))
    const store = localDisk(root)
    await rename(join(root, 'vault-store'), join(root, 'away'))
    expect(await isLocalDisk(root)).toBe(false)
    expect(await code(store.create(newStorageKey()))).toBe('unavailable')
    expect(await code(store.open(newStorageKey()))).toBe('unavailable')
    expect(await code(store.stat(newStorageKey()))).toBe('unavailable')
    // Whoever hears "removed" forgets it, and it would be there again with the volume.
    expect(await code(store.remove(newStorageKey()))).toBe('unavailable')
    expect(await code(store.discard(newStorageKey()))).toBe('unavailable')
    await rename(join(root, 'away'), join(root, 'vault-store'))
    expect(await code(store.open(newStorageKey()))).toBe('missing')
    await (await store.open(key)).close()
    expect(await code(store.remove(newStorageKey()))).toBe('fine')
  })

  it('begins nothing in the place of a volume that is away', async () => {
    const writer = await localDisk(root).create(newStorageKey())
    await rename(root, `${root}-away`)
    try {
      expect(await code(writer.finish())).toBe('unavailable')
      await expect(readdir(root)).rejects.toMatchObject({ code: 'ENOENT' })
    } finally {
      await rename(`${root}-away`, root)
    }
    expect(await isLocalDisk(root)).toBe(true)
  })

  it('is unavailable where a part of it is gone', async () => {
    const store = localDisk(root)
    const writer = await store.create(newStorageKey())
    await rm(join(root, 'unfinished'), { recursive: true })
    expect(await code(store.create(newStorageKey()))).toBe('unavailable')
    expect(await code(writer.finish())).toBe('unavailable')
  })
})
