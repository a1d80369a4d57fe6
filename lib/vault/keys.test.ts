import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyRing } from './key-ring'
import { KeyError, WRAPPED_BYTES, newFileKey, newPracticeKey, openFileKey, openPracticeKey, rewrapPracticeKey } from './keys'
import { practiceKeys } from './practice-keys'

const old = { kid: 1, key: randomBytes(32) }
const young = { kid: 2, key: randomBytes(32) }
const practice = '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f'
const of = { practice, document: '0192f0c1-8000-4000-8000-000000000001', version: 1, variant: 'orig' }

describe('a practice key', () => {
  const row = newPracticeKey(keyRing([old]), practice, 1)

  it('opens under its root, and after a rotation of roots is the same key', () => {
    const key = openPracticeKey(keyRing([old]), row)
    const moved = rewrapPracticeKey(keyRing([young, old]), row)
    expect(moved.rootKid).toBe(2)
    expect(openPracticeKey(keyRing([young]), moved).equals(key)).toBe(true)
    expect(row.wrapped).toHaveLength(WRAPPED_BYTES)
  })

  it('does not open elsewhere', () => {
    const open = (change: Partial<typeof row>) => () => openPracticeKey(keyRing([old, young]), { ...row, ...change })
    expect(open({})).not.toThrow()
    expect(open({ practice: of.document })).toThrow(KeyError)
    expect(open({ version: 2 })).toThrow(KeyError)
    expect(open({ rootKid: 2 })).toThrow(KeyError)
    expect(open({ rootKid: 3 })).toThrow('unknown_root')
    expect(open({ wrapped: row.wrapped.subarray(1) })).toThrow(KeyError)
    for (let at = 0; at < WRAPPED_BYTES; at++) {
      const wrapped = Buffer.from(row.wrapped)
      wrapped[at]! ^= 1
      expect(open({ wrapped })).toThrow(KeyError)
    }
  })
})

describe('a file key', () => {
  const key = randomBytes(32)
  const { dek, ...row } = newFileKey(key, of, 4)

  it('opens for its file only', () => {
    expect(openFileKey(key, of, row).equals(dek)).toBe(true)
    const others = [{ ...of, practice: of.document }, { ...of, document: practice }, { ...of, version: 2 }, { ...of, variant: 'thumb-256' }]
    for (const other of others) expect(() => openFileKey(key, other, row)).toThrow(KeyError)
    expect(() => openFileKey(key, of, { ...row, keyVersion: 5 })).toThrow(KeyError)
    expect(() => openFileKey(randomBytes(32), of, row)).toThrow(KeyError)
  })
})

describe('the cache of practice keys', () => {
  const ring = keyRing([old])
  const rows = [1, 2, 3].map((version) => newPracticeKey(ring, practice, version))
  const [first, second, third] = rows as [typeof rows[0] & {}, typeof rows[0] & {}, typeof rows[0] & {}]

  it('keeps a key for a minute and clears it then', () => {
    let now = 0
    const keys = practiceKeys(ring, 2, () => now)
    const held = keys.use(first, (key) => key)
    const plain = Buffer.from(held)
    now = 59_999
    expect(keys.use(first, (key) => key)).toBe(held)
    now = 60_000
    expect(keys.use(first, (key) => key)).not.toBe(held)
    expect(held.every((byte) => byte === 0)).toBe(true)
    expect(keys.use(first, (key) => plain.equals(key))).toBe(true)
  })

  it('lets the least recently used go', () => {
    const keys = practiceKeys(ring, 2, () => 0)
    const a = keys.use(first, (key) => key)
    const b = keys.use(second, (key) => key)
    keys.use(first, () => undefined)
    keys.use(third, () => undefined)
    expect(b.every((byte) => byte === 0)).toBe(true)
    expect(keys.use(first, (key) => key)).toBe(a)
    keys.clear()
    expect(a.every((byte) => byte === 0)).toBe(true)
  })

  it('never takes a changed row for the one it knows', () => {
    const keys = practiceKeys(ring)
    keys.use(first, () => undefined)
    expect(() => keys.use({ ...first, wrapped: second.wrapped }, () => undefined)).toThrow(KeyError)
    expect(() => keys.use({ ...first, version: 9 }, () => undefined)).toThrow(KeyError)
  })
})
