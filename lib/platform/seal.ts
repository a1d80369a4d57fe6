import 'server-only'
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/platform/env'

/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type Purpose = 'letter' | 'totp' | 'challenge' | 'cookie'

function keyFor(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', env().ENAMEL_SECRET, 'enamel', `seal-v1|${purpose}`, 32))
}

/**
 * AES-256-GCM under a key of its own per purpose, with a random 96-bit nonce: for the small secrets that the database
 * keeps but a copy of it must not give away. `about` binds the value to its row.
 */
export function seal(purpose: Purpose, about: string, plain: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce, { authTagLength: 16 }).setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** @throws when the value was changed, sealed for something else, or bound to another row */
export function unseal(purpose: Purpose, about: string, sealed: Buffer): string {
  const open = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, 12), { authTagLength: 16 })
  open.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-16))
  return Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()]).toString('utf8')
}

/** A keyed hash for look-ups of things that must not stand in the database in the clear (addresses, short codes). */
export function keyedHash(purpose: string, value: string): Buffer {
  return createHmac('sha256', keyFor(`hash|${purpose}`)).update(value).digest()
}
