import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldWords, guessColumns, keyBeginnings, pathKey, readCategory, readDay, readRow, samePath, verdict } from './rules'
import { fields, problems } from './schema'
import { problemWords } from './words'

const documented = fields.map((field) => fieldWords[field].columns[0] ?? '')
const whole = { columns: guessColumns(documented), dates: 'mdy' as const, unknown: null }
const row = (more: Partial<Record<(typeof fields)[number], string>> = {}) => {
  const says = { file: 'x/a.pdf', chartNumber: 'A-1', lastName: 'Stone', firstName: 'Anna', birthDate: '4/1/1990', category: 'Pano', title: 'Panoramic', takenOn: '2019-03-14', tooth: '', ...more }
  return fields.map((field) => says[field])
}
const readIt = (cells: readonly string[], mapping: Parameters<typeof readRow>[2] = whole) => readRow(cells, documented.length, mapping, '2026-11-26')

test('the documented columns are known by their names, and others by what they are called elsewhere', () => {
  expect(guessColumns(documented)).toEqual(Object.fromEntries(fields.map((field, at) => [field, at])))
  expect(guessColumns(['PatNum', 'LName', 'FName', 'DOB', 'Image Path', 'Description', 'Doc Type', 'Date Taken', 'Tooth #', 'Whatever']))
    .toEqual({ chartNumber: 0, lastName: 1, firstName: 2, birthDate: 3, file: 4, title: 5, category: 6, takenOn: 7, tooth: 8 })
  expect(guessColumns(['one', 'two'])).toEqual({})
})

describe('a path', () => {
  test('is compared from its end, whatever marks and letters it is written with', () => {
    expect(pathKey('C:\\Export\\0001\\A.PDF')).toBe('a.pdf/0001/export')
    expect(samePath(pathKey('C:\\Export\\0001\\A.PDF'), pathKey('/Export/0001/a.pdf'))).toBe(true)
    expect(samePath(pathKey('0001/a.pdf'), pathKey('Backup/Export/0001/a.pdf'))).toBe(true)
    expect(samePath(pathKey('0002/a.pdf'), pathKey('Export/0001/a.pdf'))).toBe(false)
    expect(samePath(pathKey('a.pdf'), pathKey('aa.pdf'))).toBe(false)
    expect(samePath('', pathKey('a.pdf'))).toBe(false)
    expect(pathKey('Jose\u0301.pdf')).toBe(pathKey('Jos\u00e9.pdf'))
  })
  test('is the same as another exactly where one of its beginnings is the other, or the other way round', () => {
    const path = fc.tuple(fc.constantFrom(0, 30), fc.array(fc.constantFrom('a', 'b', 'c.pdf'), { minLength: 1, maxLength: 4 })).map(([deep, parts]) => [...parts, ...Array<string>(deep).fill('a')].join('/'))
    fc.assert(fc.property(path, path, (one, other) => {
      const [a, b] = [pathKey(one), pathKey(other)]
      expect(samePath(a, b)).toBe(keyBeginnings(a).includes(b) || keyBeginnings(b).includes(a))
      expect(samePath(a, b)).toBe(samePath(b, a))
    }))
  })
  test('is compared by its last 32 parts, and no more of it is asked for', () => {
    const deep = (top: string, parts: number) => [top, ...Array.from({ length: parts - 1 }, (_, at) => `p${at}`)].join('/')
    expect(keyBeginnings(pathKey(deep('top', 180)))).toHaveLength(32)
    expect(keyBeginnings(Array<string>(180).fill('p').join('/'))).toHaveLength(32)
    expect(samePath(pathKey(deep('top', 180)), pathKey(deep('other', 180)))).toBe(true)
    expect(samePath(pathKey(deep('top', 32)), pathKey(deep('other', 32)))).toBe(false)
  })
})

test('a date is read in the order that was chosen, and in no other', () => {
  for (const [said, order, is] of [
    ['3/4/2019', 'mdy', '2019-03-04'], ['3/4/2019', 'dmy', '2019-04-03'], ['25/4/2019', 'mdy', null], ['4.3.2019', 'mdy', '2019-03-04'], ['2019-03-04', 'dmy', '2019-03-04'],
    ['20190304', 'mdy', '2019-03-04'], ['3/4/2019 00:00:00', 'mdy', '2019-03-04'], ['2019-03-04T10:15:00Z', 'mdy', '2019-03-04'], ['3/4/2019 12:00:00 AM', 'mdy', '2019-03-04'],
    ['3/4/19', 'mdy', null], ['2/30/2019', 'mdy', null], ['', 'mdy', null], ['0000-00-00', 'mdy', null], ['soon', 'mdy', null],
  ] as const) expect(readDay(said, order), `${said} ${order}`).toBe(is)
})

test('kinds are known by our words and by others’', () => {
  for (const [said, is] of [['X-ray', 'radiograph'], ['XRAYS', 'radiograph'], ['Bitewings', 'radiograph'], ['EOB', 'insurance'], ['treatment_plan', 'treatment_plan'], ['Misc.', 'other'], ['Riddle', null], ['', null]] as const)
    expect(readCategory(said), said).toBe(is)
})

describe('a row', () => {
  test('that says all is clean', () => {
    expect(readIt(row({ tooth: '#19' }))).toEqual({
      path: 'x/a.pdf', key: 'a.pdf/x', chartNumber: 'A-1', lastName: 'Stone', firstName: 'Anna', birthDate: '1990-04-01', category: 'radiograph', title: 'Panoramic', takenOn: '2019-03-14', tooth: '19', problems: [],
    })
  })
  test.for([
    [{ file: '' }, 'no_file'], [{ file: '..' }, 'no_file'], [{ chartNumber: ' ' }, 'no_chart'], [{ firstName: '' }, 'no_name'], [{ birthDate: '' }, 'no_birth'], [{ birthDate: '4/1/90' }, 'bad_birth'],
    [{ category: 'Riddle' }, 'unknown_category'], [{ category: '' }, 'no_category'], [{ title: 'x'.repeat(201) }, 'long_title'], [{ takenOn: '' }, 'no_date'], [{ takenOn: '13/13/2019' }, 'bad_date'],
    [{ takenOn: '2031-01-01' }, 'future_date'], [{ tooth: '99' }, 'bad_tooth'],
  ] as const)('%o has a problem: %s', ([more, problem]) => {
    expect(readIt(row(more)).problems).toEqual([problem])
  })
  test('with a separator too many is told, and one that ends early is not', () => {
    expect(readIt([...row(), 'more']).problems).toEqual(['ragged'])
    expect(readIt([...row(), '', '']).problems).toEqual([])
    expect(readIt(row().slice(0, -1)).problems).toEqual([])
  })
  test('without a title is called what it is, and an unknown kind is what the owner said', () => {
    expect(readIt(row({ title: '' })).title).toBe('X-ray')
    expect(readIt(row({ category: 'Riddle' }), { ...whole, unknown: 'other' })).toMatchObject({ category: 'other', problems: [] })
  })
})

test('near-same is to be looked at, and no match; anything else is none', () => {
  expect([verdict([]), verdict(['name_near']), verdict(['name_near', 'birth_near']), verdict(['name']), verdict(['name_near', 'no_date'])]).toEqual(['clean', 'look', 'look', 'bad', 'bad'])
  for (const one of problems) expect(problemWords[one].length).toBeGreaterThan(10)
})
