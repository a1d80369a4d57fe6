import 'server-only'
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { withScratch } from './scratch'

/**
 * VLT1, the form in which a document's bytes rest. Layout of Tink's AES256-GCM-HKDF streaming AEAD, so that another
 * language can recover a file: a header of 40 bytes (0x28, salt 32, nonce prefix 7), then segments of 64 KiB, each
 * sealed under prefix | number | last?. Order, number and end of the segments are therefore part of what is sealed.
 */
export const HEADER_BYTES = 40
export const SEGMENT_BYTES = 65_536
const TAG_BYTES = 16
/** Plain bytes in a full segment; the first one has 40 fewer, for the header. */
export const SEGMENT_PLAIN_BYTES = SEGMENT_BYTES - TAG_BYTES

/** Whose bytes these are. It is mixed into the file's key, so bytes that stand under another row do not open. */
export type FileContext = {
  readonly practice: string
  readonly document: string
  readonly version: number
  readonly variant: string
}

/** Bytes were changed, swapped, cut or lengthened, or stand under the wrong key or row. Which, nobody can tell. */
export class TamperedError extends Error {
  override readonly name = 'TamperedError'
  constructor() {
    super('stored bytes do not authenticate')
  }
}

/** Anything that can be read from any place; `readAt` fills the whole target or throws. */
export type CipherSource = {
  readonly size: number
  readAt(offset: number, target: Uint8Array): Promise<void>
}

/** Stored length of a file of `plainSize` bytes. */
export function storedSize(plainSize: number): number {
  return plainSize + HEADER_BYTES + segmentCount(plainSize) * TAG_BYTES
}

function segmentCount(plainSize: number): number {
  return Math.max(1, Math.ceil((plainSize + HEADER_BYTES) / SEGMENT_PLAIN_BYTES))
}

function context(of: FileContext): string {
  return `vlt1|${of.practice}|${of.document}|${of.version}|${of.variant}`
}

function fileKey(dek: KeyObject, salt: Uint8Array, of: FileContext): KeyObject {
  const raw = Buffer.from(hkdfSync('sha256', dek, salt, context(of), 32))
  const key = createSecretKey(raw)
  raw.fill(0)
  return key
}

/**
 * Ties the file to one key. GCM alone lets somebody craft bytes that open under two keys; the row keeps this value,
 * and a file is read only if its key gives the same.
 */
function commitmentOf(dek: KeyObject, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', dek, salt, 'vault-commit', 32))
}

function writeNonce(nonce: Buffer, segment: number, last: boolean): Buffer {
  nonce.writeUInt32BE(segment, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

export type Encryption = {
  /** 32 bytes to keep in the row. */
  readonly commitment: Buffer
  /**
   * Seals what arrives and yields stored bytes, header first, in pieces of at most `segmentsPerPiece` segments.
   * A piece is valid until the next one is asked for: the memory is used again. An error of the source passes
   * through, and the file is then incomplete and can never be read as a whole one.
   */
  stored(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>
}

/** Begins a new file under a fresh salt. The key is read at once and not kept. */
export function encryptFile(dek: Uint8Array, of: FileContext, segmentsPerPiece = 4): Encryption {
  const header = Buffer.concat([Buffer.from([HEADER_BYTES]), randomBytes(39)])
  const salt = header.subarray(1, 33)
  const secret = createSecretKey(dek)
  const key = fileKey(secret, salt, of)
  return { commitment: commitmentOf(secret, salt), stored: (plain) => seal(key, header, plain, segmentsPerPiece) }
}

async function* seal(
  key: KeyObject,
  header: Buffer,
  plain: AsyncIterable<Uint8Array>,
  segmentsPerPiece: number,
): AsyncGenerator<Uint8Array> {
  const nonce = Buffer.concat([header.subarray(33), Buffer.alloc(5)])
  const body = Buffer.allocUnsafeSlow(SEGMENT_PLAIN_BYTES)
  const piece = Buffer.allocUnsafeSlow(SEGMENT_BYTES * segmentsPerPiece)
  let filled = 0
  let ready = header.copy(piece)
  let segment = 0
  const close = (last: boolean): void => {
    const cipher = createCipheriv('aes-256-gcm', key, writeNonce(nonce, segment++, last), { authTagLength: TAG_BYTES })
    ready += cipher.update(body.subarray(0, filled)).copy(piece, ready)
    cipher.final()
    ready += cipher.getAuthTag().copy(piece, ready)
    filled = 0
  }
  try {
    for await (const chunk of plain) {
      let taken = 0
      while (taken < chunk.length) {
        const room = segment === 0 ? SEGMENT_PLAIN_BYTES - HEADER_BYTES : SEGMENT_PLAIN_BYTES
        // A full segment is closed only when more bytes are at hand: until then it may be the last.
        if (filled === room) {
          close(false)
          if (ready + SEGMENT_BYTES > piece.length) {
            yield piece.subarray(0, ready)
            ready = 0
          }
          continue
        }
        const part = chunk.subarray(taken, taken + room - filled)
        body.set(part, filled)
        filled += part.length
        taken += part.length
      }
    }
    close(true)
    yield piece.subarray(0, ready)
  } finally {
    body.fill(0)
  }
}

export type StoredFile = {
  readonly size: number
  /**
   * The plain bytes from `start` to before `end`, in pieces of whole segments; `segments` is asked before each
   * piece for how many it may hold. Nothing is yielded before it is authenticated.
   * @throws TamperedError at the first segment that does not authenticate
   */
  read(start: number, end: number, segments: () => number): AsyncGenerator<Uint8Array<ArrayBuffer>>
}

/**
 * Opens a stored file of `size` plain bytes. The key is read at once and not kept.
 * @param size from the row: a file cut or lengthened at a segment's edge differs from it
 * @param commitment from the row
 * @param ahead stored bytes to read together with the header, when it is known that the first piece begins there
 * @throws TamperedError when length, header or commitment are not the row's; whatever the source throws
 */
export async function openFile(
  source: CipherSource,
  dek: Uint8Array,
  of: FileContext,
  size: number,
  commitment: Uint8Array,
  ahead = 0,
): Promise<StoredFile> {
  if (source.size !== storedSize(size)) throw new TamperedError()
  return open(source, dek, of, size, commitment, ahead, segmentCount(size))
}

/** The plain bytes in so many stored ones, as far as they are whole segments that are not the last. */
export function wholeSegments(storedBytes: number): number {
  return Math.max(0, Math.floor(storedBytes / SEGMENT_BYTES) * SEGMENT_PLAIN_BYTES - HEADER_BYTES)
}

/**
 * Opens what came of a file whose writer broke off, up to a place that `wholeSegments` gave. The end of such a piece is not
 * sealed with it: whoever asks must know from elsewhere how far it goes, and what of the file follows.
 * @throws TamperedError when header, commitment or what is read are not the row's; whatever the source throws
 */
export async function openTorn(source: CipherSource, dek: Uint8Array, of: FileContext, size: number, commitment: Uint8Array): Promise<StoredFile> {
  const stored = ((size + HEADER_BYTES) / SEGMENT_PLAIN_BYTES) * SEGMENT_BYTES
  if (!Number.isInteger(stored) || stored === 0 || source.size < stored) throw new TamperedError()
  const cut = { size: stored, readAt: (offset: number, target: Uint8Array) => source.readAt(offset, target) }
  return open(cut, dek, of, size, commitment, 0, Number.POSITIVE_INFINITY)
}

/** @param count segments in all: the last of them is sealed as such */
async function open(
  source: CipherSource,
  dek: Uint8Array,
  of: FileContext,
  size: number,
  commitment: Uint8Array,
  ahead: number,
  count: number,
): Promise<StoredFile> {
  const secret = createSecretKey(dek)
  const front = Buffer.allocUnsafeSlow(Math.min(source.size, Math.max(HEADER_BYTES, ahead)))
  await source.readAt(0, front)
  const salt = front.subarray(1, 33)
  const found = commitmentOf(secret, salt)
  const same = commitment.length === found.length && timingSafeEqual(found, commitment)
  if (front[0] !== HEADER_BYTES || !same) throw new TamperedError()
  const key = fileKey(secret, salt, of)
  const prefix = Buffer.from(front.subarray(33, HEADER_BYTES))
  const from = front.length > HEADER_BYTES ? withFront(source, front) : source
  return { size, read: (start, end, segments) => unseal(from, key, prefix, size, count, start, end, segments) }
}

/** The same source, its front already at hand for the first read that lies within it and let go after that. */
function withFront(source: CipherSource, read: Buffer): CipherSource {
  let front: Buffer | null = read
  return {
    size: source.size,
    readAt(offset, target) {
      const held = front
      front = null
      if (!held || offset + target.length > held.length) return source.readAt(offset, target)
      target.set(held.subarray(offset, offset + target.length))
      return Promise.resolve()
    },
  }
}

async function* unseal(
  source: CipherSource,
  key: KeyObject,
  prefix: Uint8Array,
  size: number,
  count: number,
  start: number,
  end: number,
  segments: () => number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (start < 0 || end > size || start > end) throw new RangeError('outside the file')
  const nonce = Buffer.concat([prefix, Buffer.alloc(5)])
  // An empty file still has one segment, whose tag is the only proof that it is meant to be empty.
  const afterLast = start === end && size > 0 ? 0 : Math.floor((Math.max(end, 1) - 1 + HEADER_BYTES) / SEGMENT_PLAIN_BYTES) + 1
  let next = Math.floor((start + HEADER_BYTES) / SEGMENT_PLAIN_BYTES)
  while (next < afterLast) {
    const first = next
    next = Math.min(afterLast, first + Math.max(1, segments()))
    const from = first === 0 ? HEADER_BYTES : first * SEGMENT_BYTES
    const until = next === count ? source.size : next * SEGMENT_BYTES
    yield await withScratch(until - from, async (stored) => {
      await source.readAt(from, stored)
      const plain = Buffer.allocUnsafeSlow(Math.max(0, until - from - (next - first) * TAG_BYTES))
      let read = 0
      let written = 0
      for (let segment = first; segment < next; segment++) {
        const stops = Math.min(stored.length, read + (segment === 0 ? SEGMENT_BYTES - HEADER_BYTES : SEGMENT_BYTES))
        const body = openSegment(key, writeNonce(nonce, segment, segment === count - 1), stored.subarray(read, stops))
        plain.set(body, written)
        read = stops
        written += body.length
      }
      // The memory came uncleared: not one byte of it may leave that was not written here.
      if (written !== plain.length) throw new TamperedError()
      const begins = first === 0 ? 0 : first * SEGMENT_PLAIN_BYTES - HEADER_BYTES
      return plain.subarray(Math.max(0, start - begins), Math.min(plain.length, end - begins))
    })
  }
}

function openSegment(key: KeyObject, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  const body = sealed.length - TAG_BYTES
  if (body < 0) throw new TamperedError()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(body))
  const plain = decipher.update(sealed.subarray(0, body))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    throw new TamperedError()
  }
  return plain
}
