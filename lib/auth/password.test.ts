import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashPassword, passwordProblem, PasswordsBusy, verifyPassword } from './password'

describe('a stored password', () => {
  test('opens for the password, and for no other', async () => {
    const stored = await hashPassword('three quiet herons at dusk')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(await verifyPassword('three quiet herons at dusk', stored)).toBe(true)
    expect(await verifyPassword('three quiet herons at dusK', stored)).toBe(false)
    expect(await verifyPassword('three quiet herons at dusk ', stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
  })

  test('has a salt of its own', async () => {
    expect(await hashPassword('the same words')).not.toBe(await hashPassword('the same words'))
  })

  test('is the same however its characters were composed', async () => {
    const stored = await hashPassword('café ﬁligree Ångström')
    expect(await verifyPassword('cafe\u0301 filigree A\u030angstro\u0308m', stored)).toBe(true)
  })

  test('counts every character of a long one', async () => {
    const long = 'heron '.repeat(170)
    const stored = await hashPassword(long)
    expect(await verifyPassword(long, stored)).toBe(true)
    expect(await verifyPassword(`${long.slice(0, -1)}x`, stored)).toBe(false)
  })

  test('that does not exist, or is garbled, opens for nothing', async () => {
    for (const stored of [null, '', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$$', '$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA'])
      expect(await verifyPassword('', stored)).toBe(false)
  })

  test('costs the same work where there is nobody', async () => {
    const stored = await hashPassword('three quiet herons at dusk')
    const time = async (value: string | null) => {
      const times = []
      for (let round = 0; round < 5; round++) {
        const from = performance.now()
        await verifyPassword('something else entirely', value)
        times.push(performance.now() - from)
      }
      return Math.min(...times)
    }
    const [known, unknown] = [await time(stored), await time(null)]
    expect(unknown).toBeGreaterThan(known * 0.5)
    expect(unknown).toBeLessThan(known * 2)
  })

  test('more guesses at once than can be worked through are refused, and the rest go on', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => verifyPassword('three quiet herons at dusk', null)))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBe(8)
    expect(refused.every(({ reason }) => reason instanceof PasswordsBusy)).toBe(true)
    expect(await hashPassword('and afterwards as before')).toContain('$argon2id$')
  })
})

test('new passwords have room beside a queue full of guesses, and an end as well: none waits for ever on a connection', async () => {
  const guesses = Array.from({ length: 12 }, () => verifyPassword('three quiet herons at dusk', null))
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => hashPassword('three quiet herons at dusk')))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(results.every((result) => result.status === 'fulfilled' || result.reason instanceof PasswordsBusy)).toBe(true)
  await Promise.all(guesses)
})

describe('a new password', () => {
  const alone = (password: string, about: string[] = []) => passwordProblem(password, { length: 15, about })
  const withFactor = (password: string, about: string[] = []) => passwordProblem(password, { length: 8, about })

  test('is long enough, counted in characters', () => {
    expect(alone('fourteen chars')).toContain('at least 15')
    expect(alone('fifteen letters')).toBeNull()
    expect(withFactor('kf7 m2q')).toContain('at least 8')
    expect(withFactor('kf7 m2q9')).toBeNull()
    expect(withFactor('🦷🦷🦷')).toContain('3 characters')
    expect(alone('x y'.repeat(400))).toContain('at most')
  })

  test.each(['password', 'Password1!', 'P@ssw0rd2026', 'welcome2026', 'qwertyuiop', 'asdfghjkl1', '12345678', '87654321', 'aaaaaaaa',
    'abcabcabc', 'abcdefgh', 'Sunshine!!', 'iloveyou1', '1qaz2wsx', 'Dragon123456'])('%s is tried first', (password) => {
    expect(withFactor(password)).toContain('tried first')
  })

  test.each([
    ['riverbend2026', ['Riverbend Dental Care']], ['Marisol1', ['Marisol Vega']], ['joy.mendoza', ['joy.mendoza@riverbend.example']],
    ['EnamelDental1', []], ['vegaMarisol99', ['Marisol Vega']],
  ])('%s is mostly about the person', (password, about) => {
    expect(withFactor(password, about)).toContain('others know')
  })

  test('may hold a name among other words', () => {
    expect(alone('marisol keeps eleven bees', ['Marisol Vega'])).toBeNull()
  })

  test('needs no digit, capital or sign', () => {
    expect(alone('columns that add up twice')).toBeNull()
  })

  test('of random words is accepted', () => {
    const word = fc.string({ unit: fc.constantFrom(...'bcdfgklmnprstvaeiou'), minLength: 4, maxLength: 9 }).filter((text) => new Set(text).size > 3)
    fc.assert(fc.property(fc.tuple(word, word, word, word), (words) => alone(words.join(' ')) === null), { numRuns: 300 })
  })
})
