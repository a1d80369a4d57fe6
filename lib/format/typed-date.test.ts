import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDate, readDate, writeDate } from './typed-date'

const read = (text: string) => readDate(text, 2026)

describe('a whole date', () => {
  test.for([
    '3/14/1987', '03/14/1987', '3-14-1987', '03-14-87', '3/14/87', '14.3.1987', '14.03.1987', '1987-03-14', '1987/3/14', '1987.03.14',
    'Mar 14 1987', 'Mar. 14, 1987', 'march 14th, 1987', '14 Mar 1987', '14th of March 1987', '14 de marzo de 1987', '1987 March 14',
    '03141987', '19870314', '14/3/1987', '3.14.1987', '  3/14/1987 ',
  ])('%s is March 14, 1987', (text) => {
    expect(read(text)).toBe('1987-03-14')
  })

  test.for([
    '', 'yesterday', '2/30/2020', '13/13/2020', '1987', '3/1987', 'Mar 1987', '0/0/2000', '99999999', '3/14/1987/2', '12/31/19871',
    'x3/14/1987', '2023-02-29', '14 Foo 1987', '3/14',
  ])('%j is none', (text) => {
    expect(read(text)).toBeNull()
  })

  test('slashes put the month first, dots the day, where both would do', () => {
    expect([read('4/3/1990'), read('4.3.1990'), read('4-3-1990')]).toEqual(['1990-04-03', '1990-03-04', '1990-04-03'])
  })

  test('two digits of a year mean the last hundred years', () => {
    expect([read('1/2/26'), read('1/2/27'), read('1/2/00')]).toEqual(['2026-01-02', '1927-01-02', '2000-01-02'])
  })

  test('a leap day exists where it does', () => {
    expect([read('2/29/2024'), read('2/29/2023')]).toEqual(['2024-02-29', null])
  })
})

describe('part of a date inside other words', () => {
  test.for([
    ['garcia 3/1987', '1987-03', '3/1987'],
    ['1987-03', '1987-03', '1987-03'],
    ['maria mar 1987', '1987-03', 'mar 1987'],
    ['Garcia, 14.3.1987 Maria', '1987-03-14', '14.3.1987'],
  ] as const)('%s', ([text, date, found]) => {
    const result = findDate(text, 2026)
    expect(result && [writeDate(result.date), result.found]).toEqual([date, found])
  })

  test.for(['555-0110', '(423) 555-0110', '423-555-0110', 'R-1042', 'maria garcia', '4235550110', '1042'])('%s holds none', (text) => {
    expect(findDate(text, 2026)).toBeNull()
  })
})

const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))

test('whatever is stored is read back from each way of writing it', () => {
  fc.assert(fc.property(days, (day) => {
    const [y = '', m = '', d = ''] = day.split('-')
    const name = new Date(`${day}T12:00:00Z`).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' })
    for (const text of [day, `${m}/${d}/${y}`, `${Number(m)}/${Number(d)}/${y}`, `${d}.${m}.${y}`, `${name} ${Number(d)}, ${y}`, `${Number(d)} ${name.slice(0, 3)} ${y}`, `${y}${m}${d}`])
      expect(readDate(text, 2026)).toBe(day)
  }))
})

test('no text makes it throw, and what it finds stands in the text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
    const found = findDate(text, 2026)
    if (found) expect(text).toContain(found.found)
  }))
})
