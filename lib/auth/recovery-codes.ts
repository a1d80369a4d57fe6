import 'server-only'
import { randomInt } from 'node:crypto'
import { keyedHash } from '@/lib/platform/seal'

// Without letters and digits that look alike on paper.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten codes of ten letters (49 bits each), to be written down and used once each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

/** The stored form. Keyed, so that a copy of the database cannot be searched for them. */
export function recoveryCodeHash(person: string, code: string): Buffer {
  return keyedHash('recovery-code', `${person}|${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`)
}
