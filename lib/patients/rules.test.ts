import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, doubleRanges, fold, likeness, nextChartNumber, patientKeys, searchTerms, sortKey, sortVisits, type Findable } from './rules'

const someone = (more: Partial<Findable> = {}): Findable =>
  ({ givenName: 'María José', familyName: 'García-López', birthDate: '1987-03-14', phone: '(423) 555-0110', chartNumber: 'R-0042', ...more })

const inRange = (key: string, { from, until }: { from: string; until: string }) =>
  Buffer.compare(Buffer.from(key), Buffer.from(from)) >= 0 && Buffer.compare(Buffer.from(key), Buffer.from(until)) < 0

/** What the database does with the terms: every term met by some key. */
const finds = (typed: string, patient: Findable) => {
  const terms = searchTerms(typed, 2026)
  return terms.length > 0 && terms.every((term) => patientKeys(patient).some((key) => term.some((range) => inRange(key, range))))
}

describe('a search finds a patient by', () => {
  test.for([
    'garcia', 'GARCÍA', 'maria', 'gar mar', 'mar gar', 'maria jose garcia lopez', 'lopez', 'garcialopez', 'García-López, María', 'mariajose', 'jos lop',
    '3/14/1987', '14.3.1987', '1987-03-14', 'Mar 14 1987', '14 March 1987', '1987', '3/1987', '1987-03', 'march 1987', '3/14/87', '03141987',
    'garcia 1987', 'garcia 3/14/1987', '1987 maria', 'maria 0110', 'lopez 423',
    '4235550110', '(423) 555-0110', '423-555', '423 555', '+1 423 555 0110', '0110', '555-0110', '555 0110', '110',
    'R-0042', 'r0042', '0042', '42', 'r-00',
  ])('%s', (typed) => {
    expect(finds(typed, someone())).toBe(true)
  })

  test.for([
    'garcio', 'anna', 'maria stone', '3/15/1987', '1988', '4/1987', '5550111', '424', 'R-0043', '43', 'garcia 1990', '', '   ', '---', '?!',
  ])('and not by %j', (typed) => {
    expect(finds(typed, someone())).toBe(false)
  })

  test.for([
    [{ familyName: 'O’Brien' }, ['obrien', "o'brien", 'O’Brien', 'o brien', 'brien']],
    [{ familyName: 'Müller' }, ['muller', 'müller', 'mueller', 'Mueller']],
    [{ familyName: 'Mueller' }, ['mueller', 'müller']],
    [{ familyName: 'MacAllister' }, ['macallister', 'mac allister', 'allister']],
    [{ familyName: 'de la Cruz' }, ['cruz', 'de la cruz', 'delacruz', 'la cr']],
    [{ familyName: 'Łukasiewicz' }, ['lukas', 'łukas']],
    [{ familyName: 'Novotná', givenName: 'Zoë' }, ['zoe nov', 'zoë novotna']],
    [{ givenName: 'Hyun-woo' }, ['hyun-woo', 'hyunwoo', 'woo', 'hyun woo']],
    [{ familyName: '陈', givenName: '伟' }, ['陈', '陈 伟']],
    [{ preferredName: 'Pepa' }, ['pepa', 'pepa garcia']],
  ] as const)('spellings of %o', ([more, spellings]) => {
    for (const typed of spellings) expect([typed, finds(typed, someone(more))]).toEqual([typed, true])
  })

  test('the beginning of any part of any name, in any order', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäéñøßłçŠĐ'), minLength: 2, maxLength: 12 })
    fc.assert(fc.property(name, name, fc.nat(11), fc.nat(11), fc.boolean(), (family, given, a, b, turned) => {
      const parts = [family.slice(0, 1 + (a % family.length)), given.slice(0, 1 + (b % given.length))]
      expect(finds((turned ? parts.reverse() : parts).join(' '), someone({ familyName: family, givenName: given }))).toBe(true)
    }))
  })

  test('every beginning of three digits and every end of three of a phone', () => {
    fc.assert(fc.property(fc.stringMatching(/^[2-9]\d{9}$/), fc.integer({ min: 3, max: 10 }), (phone, length) => {
      expect(finds(phone.slice(0, length), someone({ phone }))).toBe(true)
      expect(finds(phone.slice(-length), someone({ phone }))).toBe(true)
    }))
  })

  test('and no text that is typed makes it throw, or look for more than eight things', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const terms = searchTerms(typed, 2026)
      expect(terms.length).toBeLessThanOrEqual(8)
      for (const { from, until } of terms.flat()) expect(Buffer.compare(Buffer.from(from), Buffer.from(until))).toBe(-1)
    }))
  })
})

describe('keys', () => {
  test('folding twice is folding once, and leaves letters and digits', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
      expect(fold(text)).toMatch(/^[\p{L}\p{N}]*( [\p{L}\p{N}]+)*$/u)
    }))
  })

  test('a family stands together, before longer names that begin alike', () => {
    const of = (familyName: string, givenName: string) => sortKey({ familyName, givenName })
    const wanted = [of('Stone', 'Ada'), of('Stone', 'Zed'), of('Stone Hill', 'Ada'), of('Stonebridge', 'Ada')]
    expect(wanted.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(wanted)
  })

  test('hold each thing once', () => {
    const keys = patientKeys(someone({ givenName: 'Anna', familyName: 'Anna' }))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toContain('n:anna')
  })
})

describe('doubles', () => {
  const anna: Findable = { givenName: 'Anna', familyName: 'Kowalski', birthDate: '1990-04-03' }
  test.for([
    [{}, 'the same name and birth date'],
    [{ familyName: 'Kowalsky' }, 'nearly the same name, and the same birth date'],
    [{ givenName: 'Kowalski', familyName: 'Anna' }, 'the same name and birth date'],
    [{ familyName: 'Nowak' }, 'the same birth date and a name in common'],
    [{ birthDate: '1990-03-04' }, 'the same name, and nearly the same birth date'],
    [{ birthDate: '1961-12-30' }, 'the same name'],
    [{ familyName: 'Kowalsky', birthDate: '1990-04-04' }, 'nearly the same name and birth date'],
    [{ familyName: 'Nowak', birthDate: '1990-04-04' }, null],
    [{ givenName: 'Berta', familyName: 'Stone' }, null],
    [{ familyName: 'Kowalsky', birthDate: '1961-12-30' }, null],
  ] as const)('%o: %s', ([more, says]) => {
    expect(likeness({ ...anna, ...more }, anna)).toBe(says)
  })

  test('are looked for where the names begin alike', () => {
    expect(doubleRanges(anna).family.from).toBe('n:kow')
    expect(doubleRanges({ ...anna, givenName: 'Élodie' }).given.from).toBe('n:e')
  })

  test('the distance counts a swap of neighbours once, and is the same both ways', () => {
    expect([distance('garcia', 'gracia'), distance('', 'abc'), distance('kitten', 'sitting'), distance('same', 'same')]).toEqual([1, 3, 3, 0])
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a))
      expect(distance(a, b) === 0).toBe(a === b)
    }))
  })
})

test('chart numbers count on', () => {
  expect([[], ['R-1042'], ['C-0301'], ['99'], ['X-009'], ['none'], ['none', 'B-7', 'B-12', '99', 'B-3']].map(nextChartNumber))
    .toEqual(['1001', 'R-1043', 'C-0302', '100', 'X-010', '1001', 'B-13'])
})

test('visits to come stand nearest first, past ones latest first', () => {
  const at = (day: number) => ({ startsAt: new Date(Date.UTC(2026, 0, day)) })
  const { coming, past } = sortVisits([at(9), at(2), at(7), at(4)], at(5).startsAt)
  expect([coming, past].map((list) => list.map(({ startsAt }) => startsAt.getUTCDate()))).toEqual([[7, 9], [4, 2]])
})
