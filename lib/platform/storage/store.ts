import 'server-only'
import { randomBytes } from 'node:crypto'

/**
 * Where bytes rest. Small on purpose: a local disk and an object store must both be able to be one. A key is random,
 * written once and never again, and says nothing about what it holds. What is stored is ciphertext.
 */
export type ObjectStore = {
  /**
   * Begins a new object, which nobody can open before it is finished.
   * @param expectedBytes if known, refused at once where there is no room for it
   * @throws StorageError full | unavailable
   */
  create(key: string, expectedBytes?: number): Promise<ObjectWriter>
  /** @throws StorageError missing | unavailable */
  open(key: string): Promise<ObjectReader>
  /** Removes an object, for good when it resolves; one that is not there is no error. @throws StorageError unavailable */
  remove(key: string): Promise<void>
  /** Size of a finished object, or null when there is none. @throws StorageError unavailable */
  stat(key: string): Promise<{ readonly size: number } | null>
  /** Keys of objects begun before the moment and never finished, as a crash leaves them. */
  unfinished(before: Date): Promise<string[]>
  /**
   * Makes an object, as it is, of what is left of an unfinished one: at least all that its writer's last `sync` promised.
   * One that is finished stays as it is; of one that is not there nothing comes. @throws StorageError unavailable
   */
  adopt(key: string): Promise<void>
  /** Removes what is left of an unfinished object, likewise. @throws StorageError unavailable */
  discard(key: string): Promise<void>
}

export type ObjectWriter = {
  /** Appends; the bytes may be used again when it resolves. @throws StorageError full | unavailable */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves when what was written so far survives a loss of power, to be had by `adopt`. @throws StorageError full | unavailable */
  sync(): Promise<void>
  /** Resolves when the object survives a loss of power under its key. @throws StorageError full | unavailable */
  finish(): Promise<void>
  /** Lets go and leaves what `sync` promised, to be had by `adopt`; safe at any time, as `abort` is. */
  leave(): Promise<void>
  /** Lets go of everything and leaves nothing; safe at any time, also twice and after `finish` (then it does nothing). */
  abort(): Promise<void>
}

export type ObjectReader = {
  readonly size: number
  /** Fills the whole target from the offset. @throws StorageError short | unavailable */
  readAt(offset: number, target: Uint8Array): Promise<void>
  /** Waits for a read under way, then lets go; safe to call twice. */
  close(): Promise<void>
}

/**
 * - `full`: no room, or kept free on purpose; what was begun is gone, nothing else is harmed
 * - `unavailable`: the store does not answer now; trying later may help
 * - `missing`: the store answers and has no such object
 * - `short`: the object ended before the bytes that were asked for
 */
export type StorageErrorCode = 'full' | 'unavailable' | 'missing' | 'short'

export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageErrorCode
  constructor(code: StorageErrorCode, cause?: unknown) {
    super(`storage: ${code}`, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** A new random key: 128 bits in hexadecimal. */
export function newStorageKey(): string {
  return randomBytes(16).toString('hex')
}

const KEY = /^[0-9a-f]{32}$/

export function isStorageKey(text: string): boolean {
  return KEY.test(text)
}

/** @throws Error for anything else than a key of ours: no path is ever built from it. */
export function checkStorageKey(key: string): string {
  if (!isStorageKey(key)) throw new Error('storage: not a key')
  return key
}
