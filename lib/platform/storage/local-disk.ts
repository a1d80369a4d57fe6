import 'server-only'
import { close, closeSync, fstatSync, open as openCallback, read as readCallback } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageError, checkStorageKey, isStorageKey } from './store'
import type { ObjectReader, ObjectStore, ObjectWriter } from './store'

/**
 * Objects as files: `ab/<key>` when finished, `unfinished/<key>` until then, on one file system so that a rename is
 * atomic. A marker file tells a store from the empty directory that is left when a volume is not mounted: without it
 * nothing is written, and what cannot be found is "unavailable", not "missing".
 */
export type LocalDiskOptions = {
  /** Share of the file system that may be in use before new objects are refused (0…1). */
  readonly watermark?: number
  /** Free and whole size in bytes; given by tests. */
  readonly space?: (root: string) => Promise<{ readonly free: number; readonly whole: number }>
}

const MARKER = 'vault-store'
const UNFINISHED = 'unfinished'

/** Makes the directories and the marker; run once at set-up, never at start, or an unmounted volume would be refounded. */
export async function prepareLocalDisk(root: string): Promise<void> {
  await mkdir(join(root, UNFINISHED), { recursive: true, mode: 0o700 })
  await writeFile(join(root, MARKER), 'Documents at rest. Every file here is encrypted.\n', { mode: 0o600 })
  await syncDirectory(root)
}

/** Whether `prepareLocalDisk` has been run there. */
export async function isLocalDisk(root: string): Promise<boolean> {
  return exists(join(root, MARKER))
}

export function localDisk(root: string, options: LocalDiskOptions = {}): ObjectStore {
  const { watermark = 0.9, space = spaceOf } = options
  const finished = (key: string): string => join(root, checkStorageKey(key).slice(0, 2), key)
  const begun = (key: string): string => join(root, UNFINISHED, checkStorageKey(key))
  /** A file that is not there means "missing" only while the store itself is there. */
  const fault = async (error: unknown): Promise<StorageError> => {
    const found = storageError(error)
    if (found.code !== 'missing' || (await isLocalDisk(root))) return found
    return new StorageError('unavailable', error)
  }
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw await fault(error)
    }
  }
  /**
   * Removes a file for good: whoever hears that it is gone forgets it, so it must not come back with the volume on which it
   * lies, nor after a loss of power.
   */
  const vanish = async (path: string): Promise<void> => {
    try {
      await rm(path)
    } catch (error) {
      const found = await fault(error)
      if (found.code === 'missing') return
      throw found
    }
    await syncDirectory(join(path, '..'))
  }

  return {
    create: async (key, expectedBytes = 0) => {
      const [from, to] = [begun(key), finished(key)]
      return guarded(async () => {
        if (!(await isLocalDisk(root))) throw new StorageError('unavailable')
        const { free, whole } = await space(root)
        if (free - expectedBytes < whole * (1 - watermark)) throw new StorageError('full')
        const file = await open(from, 'wx', 0o600).catch((error: unknown) => {
          throw writeError(error)
        })
        return writer(file, from, to)
      })
    },
    open: async (key) => {
      const path = finished(key)
      return guarded(async () => reader(await openDescriptor(path)))
    },
    remove: async (key) => {
      const path = finished(key)
      return guarded(() => vanish(path))
    },
    stat: async (key) => {
      const path = finished(key)
      try {
        return { size: (await stat(path)).size }
      } catch (error) {
        const found = await fault(error)
        if (found.code === 'missing') return null
        throw found
      }
    },
    unfinished: (before) =>
      guarded(async () => {
        const found: string[] = []
        for (const key of await readdir(join(root, UNFINISHED))) {
          const age = isStorageKey(key) ? await stat(begun(key)).catch(() => null) : null
          if (age && age.mtime < before) found.push(key)
        }
        return found
      }),
    adopt: async (key) => {
      const [from, to] = [begun(key), finished(key)]
      return guarded(async () => {
        if (!(await exists(from))) return
        // Synced once more: the writer may have died between two writes, and of those nobody knows.
        const file = await open(from, 'r+')
        try {
          await file.sync()
        } finally {
          await file.close()
        }
        await settle(from, to)
      })
    },
    discard: async (key) => {
      const path = begun(key)
      return guarded(() => vanish(path))
    },
  }
}

function writer(file: FileHandle, from: string, to: string): ObjectWriter {
  let state: 'open' | 'finished' | 'aborted' = 'open'
  let named = false
  const abort = async (): Promise<void> => {
    if (state !== 'open') return
    state = 'aborted'
    await file.close().catch(() => undefined)
    await rm(from, { force: true }).catch(() => undefined)
  }
  const leave = async (): Promise<void> => {
    if (state !== 'open') return
    state = 'aborted'
    await file.close().catch(() => undefined)
  }
  const step = async (work: () => Promise<void>): Promise<void> => {
    if (state !== 'open') throw new StorageError('unavailable', new Error(`the object is ${state}`))
    try {
      await work()
    } catch (error) {
      // A promise is kept though the next write found no room.
      await (named ? leave() : abort())
      throw writeError(error)
    }
  }
  return {
    write: (bytes) =>
      step(async () => {
        // A write may take only a part, as on a disk that is about to be full.
        for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten
      }),
    sync: () =>
      step(async () => {
        await file.sync()
        // The name, too: a file in a folder that was not synced is nowhere after a loss of power.
        if (!named) await syncDirectory(join(from, '..'))
        named = true
      }),
    finish: () =>
      step(async () => {
        await file.sync()
        await settle(from, to)
        state = 'finished'
        await file.close()
      }),
    leave,
    abort,
  }
}

/** Puts a synced file in its place, for good. */
async function settle(from: string, to: string): Promise<void> {
  const shelf = join(to, '..')
  // Not the folders above it: where the volume is away, nothing is to begin in its place.
  const made = await mkdir(shelf, { mode: 0o700 }).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return false
    throw error
  })
  await rename(from, to)
  await syncDirectory(shelf)
  if (made) await syncDirectory(join(shelf, '..'))
}

/**
 * Reading is on the way of every document, and a FileHandle costs twice the descriptor beneath it. What a
 * FileHandle would see to is seen to here: a descriptor is closed once, and never beneath a read, for its number
 * could by then be another file's.
 */
function reader(descriptor: number): ObjectReader {
  let size: number
  try {
    // Just opened, so its inode is at hand: this waits for no disk.
    size = fstatSync(descriptor).size
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  let reads = 0
  let closing: PromiseWithResolvers<void> | null = null
  const closeWhenIdle = (): void => {
    if (closing && reads === 0) close(descriptor, () => closing?.resolve())
  }
  return {
    size,
    readAt: async (offset, target) => {
      if (closing) throw new StorageError('unavailable', new Error('the object is closed'))
      reads++
      try {
        for (let at = 0; at < target.length; ) {
          const got = await readDescriptor(descriptor, target, at, offset + at)
          if (got === 0) throw new StorageError('short')
          at += got
        }
      } catch (error) {
        throw storageError(error)
      } finally {
        reads--
        closeWhenIdle()
      }
    },
    close: () => {
      if (!closing) {
        closing = Promise.withResolvers()
        closeWhenIdle()
      }
      return closing.promise
    },
  }
}

function openDescriptor(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    openCallback(path, 'r', (error, descriptor) => (error ? reject(error) : resolve(descriptor)))
  })
}

function readDescriptor(descriptor: number, target: Uint8Array, at: number, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    readCallback(descriptor, target, at, target.length - at, offset, (error, got) => (error ? reject(error) : resolve(got)))
  })
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function spaceOf(root: string): Promise<{ free: number; whole: number }> {
  const { bavail, blocks, bsize } = await statfs(root)
  return { free: bavail * bsize, whole: blocks * bsize }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}

/** While writing, a place that is not there is a fault of the store. */
function writeError(error: unknown): StorageError {
  const found = storageError(error)
  return found.code === 'missing' ? new StorageError('unavailable', error) : found
}

function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new StorageError('full', error)
  if (code === 'ENOENT') return new StorageError('missing', error)
  return new StorageError('unavailable', error)
}
