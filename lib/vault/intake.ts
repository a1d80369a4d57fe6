import 'server-only'
import { createHash } from 'node:crypto'
import { StorageError } from '@/lib/platform/storage/store'
import type { ObjectStore, ObjectWriter } from '@/lib/platform/storage/store'
import { agrees } from './agreement'
import { sniffer } from './sniff'
import type { SniffReason, SniffedType } from './sniff/probe'
import { StripError, stripped } from './strip'
import { encryptFile, storedSize } from './vlt1'
import type { FileContext } from './vlt1'

/** What the sender says about the file. What it says is compared, never believed. */
export type Declared = {
  /** Bytes, as from a form field or `Upload-Length`; null when it is not known beforehand. */
  readonly size: number | null
  /** As the browser names it; null when it says nothing. */
  readonly type: string | null
  /** As the sender's computer calls the file; null where there is no name. */
  readonly name: string | null
  /** SHA-256 over the whole file, if the sender computed one. */
  readonly sha256: Uint8Array | null
}

/**
 * Beside what the content itself gives as a reason:
 *
 * - `too_large`: more bytes than are taken
 * - `type_differs`: it is a picture and its name or its sender says it is a PDF, or the like; renaming it helps
 * - `size_differs`, `digest_differs`: it did not arrive as it was sent; sending it again helps
 * - `interrupted`: the sender stopped or the connection broke
 * - `storage_full`, `storage_unavailable`: nothing wrong with the file
 */
export type IntakeReason =
  | SniffReason
  | 'too_large'
  | 'type_differs'
  | 'size_differs'
  | 'digest_differs'
  | 'interrupted'
  | 'storage_full'
  | 'storage_unavailable'

/** Everything the row of a received file needs. `storedBytes` is its length in the store. */
export type Received = {
  readonly ok: true
  readonly storageKey: string
  readonly size: number
  readonly storedBytes: number
  readonly sha256: Buffer
  readonly type: SniffedType
  readonly width: number | null
  readonly height: number | null
  readonly commitment: Buffer
}

export type Intake = Received | { readonly ok: false; readonly reason: IntakeReason }

export type IntakeTask = {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly declared: Declared
  readonly maxBytes: number
  /** Read at once and not kept; the caller clears it. */
  readonly dek: Uint8Array
  readonly of: FileContext
  readonly store: ObjectStore
  /** Where it goes: a fresh key that the file's row already holds, so that no crash leaves an object nobody knows. */
  readonly storageKey: string
  readonly signal?: AbortSignal
  /**
   * Takes place, device, time and texts out of a photograph before it is sealed (strip.ts): for what patients send. What is
   * kept is then not what was sent; `declared` is compared with what was sent, the row's size and digest are of what rests.
   */
  readonly strip?: boolean
}

class Refused extends Error {
  readonly reason: IntakeReason
  constructor(reason: IntakeReason) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Takes a file as it arrives: counts, looks through it, digests, encrypts and stores, holding a few segments at a
 * time. No plain byte is written anywhere. A file is acknowledged only when it survives a loss of power; refused or
 * broken off, it leaves nothing behind. Reading the source is slowed to what the disk takes.
 */
export async function receive(task: IntakeTask): Promise<Intake> {
  const { declared, maxBytes, dek, of, store, storageKey, signal } = task
  if (declared.size !== null && declared.size > maxBytes) return { ok: false, reason: 'too_large' }
  const { commitment, stored } = encryptFile(dek, of)
  const sentHash = createHash('sha256')
  const hash = createHash('sha256')
  const sniff = sniffer()
  let sent = 0
  let size = 0

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of interruptible(task.bytes, signal)) {
      sent += chunk.length
      if (sent > maxBytes) throw new Refused('too_large')
      if (declared.size !== null && sent > declared.size) throw new Refused('size_differs')
      if (task.strip) sentHash.update(chunk)
      yield chunk
    }
  }
  async function* looked(): AsyncGenerator<Uint8Array> {
    for await (const chunk of task.strip ? stripped(counted()) : counted()) {
      size += chunk.length
      const reason = sniff.push(chunk)
      if (reason) throw new Refused(reason)
      hash.update(chunk)
      yield chunk
    }
  }

  let writer: ObjectWriter | undefined
  try {
    writer = await store.create(storageKey, storedSize(declared.size ?? 0))
    for await (const piece of stored(looked())) await writer.write(piece)
    const found = sniff.finish()
    if (declared.size !== null && sent !== declared.size) throw new Refused('size_differs')
    if (!found.ok) throw new Refused(found.reason)
    const disagreement = agrees(found.type, declared)
    if (disagreement) throw new Refused(disagreement)
    const sha256 = hash.digest()
    if (declared.sha256 !== null && !(task.strip ? sentHash.digest() : sha256).equals(declared.sha256)) throw new Refused('digest_differs')
    if (signal?.aborted) throw new Refused('interrupted')
    await writer.finish()
    return {
      ok: true, storageKey, size, storedBytes: storedSize(size), sha256, commitment,
      type: found.type, width: found.width ?? null, height: found.height ?? null,
    }
  } catch (error) {
    await writer?.abort()
    return { ok: false, reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): IntakeReason {
  if (error instanceof Refused) return error.reason
  if (error instanceof StripError) return error.reason
  if (error instanceof StorageError) return error.code === 'full' ? 'storage_full' : 'storage_unavailable'
  throw error
}

/** The source's own failure, and an abort while it is silent, both become `interrupted`. */
export async function* interruptible(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => undefined)
  const abort = (): void => aborted.reject(new Refused('interrupted'))
  signal?.addEventListener('abort', abort, { once: true })
  let ended = false
  try {
    if (signal?.aborted) throw new Refused('interrupted')
    for (;;) {
      const next = source.next()
      const result = await (signal ? Promise.race([next, aborted.promise]) : next)
      ended = result.done === true
      if (result.done) return
      yield result.value
    }
  } catch (error) {
    ended ||= !(error instanceof Refused)
    throw error instanceof Refused ? error : new Refused('interrupted')
  } finally {
    signal?.removeEventListener('abort', abort)
    // Not awaited: a source that is silent may never answer.
    if (!ended) void Promise.resolve(source.return?.()).catch(() => undefined)
  }
}
