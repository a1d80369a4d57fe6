import 'server-only'

/**
 * A few root secrets of 32 bytes, by number. The active one makes what is new; the others still read what was
 * made before them, until they are taken out. Taking one out is the emergency stop for everything it made.
 */
export type KeyRing = { readonly active: number; readonly roots: ReadonlyMap<number, Uint8Array> }

/**
 * Builds a ring, the first key being the active one, and refuses one that could not work.
 * @throws Error when it is empty, a secret is not 32 bytes, or a number is not 1…999999 or stands twice.
 */
export function keyRing(keys: readonly { readonly kid: number; readonly key: Uint8Array }[]): KeyRing {
  const roots = new Map<number, Uint8Array>()
  for (const { kid, key } of keys) {
    if (!Number.isInteger(kid) || kid < 1 || kid > 999_999) throw new Error(`key ring: ${kid} is no key number`)
    if (key.length !== 32) throw new Error(`key ring: key ${kid} is not 32 bytes long`)
    if (roots.has(kid)) throw new Error(`key ring: key ${kid} stands twice`)
    roots.set(kid, key)
  }
  const [first] = keys
  if (!first) throw new Error('key ring: it is empty')
  return { active: first.kid, roots }
}
