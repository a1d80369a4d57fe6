import { expect, test } from 'vitest'
import { ageWords } from './calendar'
import { formatMoment, formatVisit } from './dates'
import { asLang } from './lang'
import { formatNumber, listInWords, plural } from './plurals'
import { fileSize } from './size'

test('a number chooses its sentence', () => {
  const en = { one: '# person has opened it', other: '# people have opened it' }
  const es = { one: '# persona lo ha abierto', other: '# personas lo han abierto' }
  expect([0, 1, 2, 1200].map((number) => plural('en', number, en)))
    .toEqual(['0 people have opened it', '1 person has opened it', '2 people have opened it', '1,200 people have opened it'])
  expect([0, 1, 2, 1200].map((number) => plural('es', number, es)))
    .toEqual(['0 personas lo han abierto', '1 persona lo ha abierto', '2 personas lo han abierto', '1,200 personas lo han abierto'])
  expect([formatNumber('en', 12_345), formatNumber('es', 12_345)]).toEqual(['12,345', '12,345'])
})

test('a list ends as the language ends it', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listInWords('en', items))).toEqual(['', 'a', 'a and b', 'a, b, and c'])
  expect([['Ana'], ['Ana', 'Benito'], ['Ana', 'Inés'], ['Ana', 'Benito', 'Inés']].map((items) => listInWords('es', items)))
    .toEqual(['Ana', 'Ana y Benito', 'Ana e Inés', 'Ana, Benito e Inés'])
})

test('sizes, ages and moments in Spanish', () => {
  expect([1, 512, 12_400, 1_240_000, 40_000_000].map((bytes) => fileSize(bytes, 'es'))).toEqual(['1 byte', '512 bytes', '12 kB', '1.2 MB', '40 MB'])
  expect(['2026-11-01', '2025-09-01', '1987-03-14', '2027-01-01'].map((birth) => ageWords(birth, '2026-11-23', 'es')))
    .toEqual(['0 meses', '14 meses', '39 años', 'aún no ha nacido'])
  expect(ageWords('2025-10-20', '2025-11-23', 'es')).toBe('1 mes')
  const at = new Date('2026-11-23T21:35:00Z')
  expect(formatMoment(at, 'America/New_York', 'es')).toBe('23 nov 2026, 4:35 p.m.')
  expect(formatVisit(at, 'America/New_York', 'es')).toBe('lun, 23 de nov de 2026, 4:35 p.m.')
})

test('a claim of a language is one of ours', () => {
  expect(['es', 'en', 'ES', 'fr', '', null, undefined].map(asLang)).toEqual(['es', 'en', 'en', 'en', 'en', 'en', 'en'])
})
