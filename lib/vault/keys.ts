import 'server-only'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyRing } from './key-ring'
import type { FileContext } from './vlt1'

/**
 * Root keys (outside the database) wrap each practice's key; the practice's key wraps one key per file. Destroying
 * a file's wrapped key destroys the file in every copy of the store; destroying a practice's key, all of its files.
 */
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORM = 1
/** Length of every wrapped key: form byte, nonce, sealed key, tag. */
export const WRAPPED_BYTES = 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES

/** A practice's key as the database keeps it. `version` counts the practice's own rotations. */
export type WrappedPracticeKey = {
  readonly practice: string
  readonly version: number
  readonly rootKid: number
  readonly wrapped: Uint8Array
}

/** A file's key as the database keeps it, with the version of the practice's key that wraps it. */
export type WrappedFileKey = { readonly keyVersion: number; readonly wrapped: Uint8Array }

/** A wrapped key does not open: changed, moved to another row, or under a root key that is not in the ring. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code: 'unknown_root' | 'does_not_open'
  constructor(code: KeyError['code']) {
    super(`key: ${code}`)
    this.code = code
  }
}

function wrap(under: Uint8Array, key: Uint8Array, aad: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', under, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(aad))
  const sealed = cipher.update(key)
  cipher.final()
  return Buffer.concat([Buffer.from([FORM]), nonce, sealed, cipher.getAuthTag()])
}

function unwrap(under: Uint8Array, wrapped: Uint8Array, aad: string): Buffer {
  if (wrapped.length !== WRAPPED_BYTES || wrapped[0] !== FORM) throw new KeyError('does_not_open')
  const body = 1 + NONCE_BYTES
  const decipher = createDecipheriv('aes-256-gcm', under, wrapped.subarray(1, body), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(wrapped.subarray(body + KEY_BYTES))
  const key = decipher.update(wrapped.subarray(body, body + KEY_BYTES))
  try {
    decipher.final()
  } catch {
    key.fill(0)
    throw new KeyError('does_not_open')
  }
  return key
}

function practiceAad(practice: string, version: number, rootKid: number): string {
  return `kek1|${practice}|${version}|${rootKid}`
}

function fileAad(of: FileContext, keyVersion: number): string {
  return `dek1|${of.practice}|${of.document}|${of.version}|${of.variant}|${keyVersion}`
}

/** Makes a practice's key, wrapped under the active root. The plain key exists only inside this call. */
export function newPracticeKey(ring: KeyRing, practice: string, version: number): WrappedPracticeKey {
  const key = randomBytes(KEY_BYTES)
  const wrapped = wrap(rootOf(ring, ring.active), key, practiceAad(practice, version, ring.active))
  key.fill(0)
  return { practice, version, rootKid: ring.active, wrapped }
}

/** The same practice key under the active root: a rotation of roots touches no file and no file's key. */
export function rewrapPracticeKey(ring: KeyRing, row: WrappedPracticeKey): WrappedPracticeKey {
  const key = openPracticeKey(ring, row)
  const wrapped = wrap(rootOf(ring, ring.active), key, practiceAad(row.practice, row.version, ring.active))
  key.fill(0)
  return { practice: row.practice, version: row.version, rootKid: ring.active, wrapped }
}

/**
 * The plain key of a practice; the caller clears it.
 * @throws KeyError
 */
export function openPracticeKey(ring: KeyRing, row: WrappedPracticeKey): Buffer {
  return unwrap(rootOf(ring, row.rootKid), row.wrapped, practiceAad(row.practice, row.version, row.rootKid))
}

function rootOf(ring: KeyRing, kid: number): Uint8Array {
  const root = ring.roots.get(kid)
  if (!root) throw new KeyError('unknown_root')
  return root
}

/** A new file's key, plain and wrapped. The caller clears the plain one when the file is written. */
export function newFileKey(practiceKey: Uint8Array, of: FileContext, keyVersion: number): { dek: Buffer } & WrappedFileKey {
  const dek = randomBytes(KEY_BYTES)
  return { dek, keyVersion, wrapped: wrap(practiceKey, dek, fileAad(of, keyVersion)) }
}

/**
 * Opens a file's key for exactly one practice, document, version and variant; the caller clears it.
 * @throws KeyError
 */
export function openFileKey(practiceKey: Uint8Array, of: FileContext, row: WrappedFileKey): Buffer {
  return unwrap(practiceKey, row.wrapped, fileAad(of, row.keyVersion))
}
