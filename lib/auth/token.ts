import 'server-only'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { keyedHash } from '@/lib/platform/seal'

/** What a link or a cookie carries: 256 random bits, of which the database keeps the SHA-256 alone. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

/** The stored form of a token; a text that cannot be one hashes to what no row holds. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Six digits to be said aloud. They are worth something only beside a link, and for five tries. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0')
}

/** The stored form of a code. A plain hash of a million possibilities would be no secret; this one is keyed. */
export function codeHash(purpose: 'invitation' | 'recovery' | 'share', code: string): Buffer {
  return keyedHash(`code|${purpose}`, code)
}
