import 'server-only'
import { StorageError } from '@/lib/platform/storage/store'
import type { ObjectStore, ObjectWriter } from '@/lib/platform/storage/store'
import { interruptible } from './intake'
import { encryptFile, openFile, openTorn, wholeSegments, SEGMENT_BYTES, type FileContext } from './vlt1'

/**
 * Plain bytes after which what came is made durable and acknowledged while more comes in. A server killed outright costs its
 * sender at most this much again.
 */
const DURABLE_EVERY = 4 * 1024 * 1024

/** Segments of plain bytes that are held at a time while parts are joined. */
const SEGMENTS_AT_A_TIME = 8

/** How far a part has come, durably. `closed`: its end is sealed; else it counts up to a whole segment. */
export type Durable = { readonly size: number; readonly closed: boolean; readonly commitment: Buffer }

/**
 * - `whole`: all that was announced has come
 * - `broken`: the sender stopped or the connection broke; what came is kept
 * - `too_much`: more than was announced; nothing of the rest was taken
 * - `overtaken`: another request has gone on with this upload meanwhile
 */
export type PartEnd = 'whole' | 'broken' | 'too_much' | 'overtaken' | 'storage_full' | 'storage_unavailable'

export type PartTask = {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Bytes that are still missing: the part ends with them. */
  readonly missing: number
  readonly dek: Uint8Array
  /** The document's own context, with a variant of this part's. */
  readonly of: FileContext
  readonly store: ObjectStore
  /** A fresh key that a row knows already. */
  readonly storageKey: string
  /** Writes down how far it is, and answers whether this part still counts. */
  readonly acknowledge: (durable: Durable) => Promise<boolean>
  readonly every?: number
  readonly signal?: AbortSignal
}

/**
 * Takes one part of an upload as it arrives, sealed in a file of its own under a salt of its own: a part is written by one
 * request, from its first byte to its last, and never gone on with, so that no segment is ever sealed twice under one nonce.
 * Whatever ends it, what is acknowledged rests durably, and nothing plain rests anywhere.
 */
export async function receivePart(task: PartTask): Promise<PartEnd> {
  const { dek, of, store, storageKey, acknowledge, every = DURABLE_EVERY } = task
  const { commitment, stored } = encryptFile(dek, of)
  let size = 0
  let end: PartEnd = 'whole'

  /** Ends well whatever the sender does, so that what came is sealed to its last byte. */
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of interruptible(task.bytes, task.signal)) {
        const room = task.missing - size
        if (chunk.length > room) end = 'too_much'
        const taken = chunk.length > room ? chunk.subarray(0, room) : chunk
        size += taken.length
        if (taken.length > 0) yield taken
        if (end === 'too_much') return
      }
      if (size < task.missing) end = 'broken'
    } catch {
      end = 'broken'
    }
  }

  let writer: ObjectWriter | undefined
  let written = 0
  let promised = 0
  try {
    writer = await store.create(storageKey, task.missing)
    for await (const piece of stored(counted())) {
      await writer.write(piece)
      written += piece.length
      const whole = wholeSegments(written)
      // The last piece ends with a segment that is sealed as the last: what follows this loop acknowledges it.
      if (written % SEGMENT_BYTES !== 0 || whole - promised < every || whole >= size) continue
      await writer.sync()
      if (!(await acknowledge({ size: whole, closed: false, commitment }))) return 'overtaken'
      promised = whole
    }
    if (size === 0) return end
    await writer.finish()
    if (!(await acknowledge({ size, closed: true, commitment }))) return 'overtaken'
    promised = size
    return end
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return error.code === 'full' ? 'storage_full' : 'storage_unavailable'
  } finally {
    // What was acknowledged is counted on by whoever goes on; after `finish` neither does anything.
    if (promised > 0) await writer?.leave()
    else await writer?.abort()
  }
}

/** A part as its row knows it. */
export type StoredPart = { readonly turn: number; readonly size: number; readonly closed: boolean; readonly commitment: Uint8Array | null; readonly storageKey: string }

/** The context of a part: its turn stands in what is sealed, so that no part can stand in for another. */
export function partOf(of: FileContext, turn: number): FileContext {
  return { ...of, variant: `part-${turn}` }
}

/**
 * The plain bytes of a whole upload, part after part, each segment authenticated before it is given.
 * @throws TamperedError, StorageError
 */
export async function* joinParts(parts: readonly StoredPart[], dek: Uint8Array, of: FileContext, store: ObjectStore): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part.size === 0 || !part.commitment) continue
    await store.adopt(part.storageKey)
    const source = await store.open(part.storageKey)
    try {
      const opened = await (part.closed ? openFile : openTorn)(source, dek, partOf(of, part.turn), part.size, part.commitment)
      yield* opened.read(0, part.size, () => SEGMENTS_AT_A_TIME)
    } finally {
      await source.close()
    }
  }
}
