import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareBirth, compareChart, compareName, looksLike, readFound, tellsApart, type Chart, type FoundInFile } from './rules-identity'

const chart = (givenName: string, familyName: string, birthDate = '1980-03-04', more: Partial<Chart> = {}): Chart => ({ givenName, familyName, birthDate, preferredName: '', chartNumber: 'R-1', ...more })
const found = (names: string[], birthDates: string[] = [], ids: string[] = []): FoundInFile => ({ names, birthDates, ids })

describe('a name in a file beside a chart’s', () => {
  test.for([
    // How machines and letters write it.
    ['LOPEZ^MARIA', 'Maria', 'Lopez', 'same'],
    ['López^María^^^', 'Maria', 'Lopez', 'same'],
    ['Lopez, Maria', 'María', 'López', 'same'],
    ['Maria Lopez', 'Maria', 'Lopez', 'same'],
    ['LOPEZ MARIA', 'Maria', 'Lopez', 'same'],
    ['Mrs. Maria Lopez', 'Maria', 'Lopez', 'same'],
    ['Sr. Juan García', 'Juan', 'Garcia', 'same'],
    ['YAMADA^TARO=山田^太郎=やまだ^たろう', 'Taro', 'Yamada', 'same'],
    ['O’Brien^Siobhán', 'Siobhan', 'OBrien', 'same'],
    ['MUELLER^ANNA', 'Anna', 'Müller', 'same'],
    ['Müller^Anna', 'Anna', 'Mueller', 'same'],
    ['SMITH^JOHN^Q', 'John', 'Smith', 'same'],
    ['de la Cruz^Ana', 'Ana', 'De La Cruz', 'same'],
    ['Van Dyke, Dick', 'Dick', 'VanDyke', 'same'],
    ['Cruz^Ana', 'Ana', 'de la Cruz', 'same'],
    // All of it fits, and something is left out.
    ['SMITH^J', 'John', 'Smith', 'partial'],
    ['García^María', 'María', 'García López', 'partial'],
    ['García López^María', 'María', 'García', 'partial'],
    ['Lopez^Maria', 'Maria José', 'Lopez', 'partial'],
    ['SMITH^JOHN^ALLEN', 'John', 'Smith', 'partial'],
    // Near misses: a letter, a suffix, another alphabet.
    ['SMITH^JOHN^^^JR', 'John', 'Smith', 'near'],
    ['John Smith, Sr.', 'John', 'Smith', 'near'],
    ['SMITH^JON', 'John', 'Smith', 'near'],
    ['KOWALSKY^ANNA', 'Anna', 'Kowalski', 'near'],
    ['Petrov^Aleksandr', 'Alexander', 'Petrov', 'near'],
    ['Chaikovsky^Pyotr', 'Piotr', 'Tschaikowski', 'near'],
    ['LOPEZ^MARIO', 'Maria', 'Lopez', 'near'],
    // Somebody else.
    ['SMITH^JOHN^^^SR', 'John', 'Smith Jr', 'differs'],
    ['John Smith III', 'John', 'Smith II', 'differs'],
    ['LOPEZ^ANA', 'Eva', 'Lopez', 'differs'],
    ['Stone^Ben', 'Anna', 'Stone', 'differs'],
    ['JONES^MARY', 'Mary', 'Smith', 'differs'],
    ['Hernández Ruiz^María', 'María', 'García López', 'differs'],
    ['Nguyen^Thi', 'Wei', 'Chen', 'differs'],
  ] as const)('%s and %s %s: %s', ([written, given, family, verdict]) => {
    expect(compareName(written, chart(given, family))).toBe(verdict)
  })

  test('the name somebody goes by is hers too', () => {
    expect(compareName('VEGA^PEPA', { givenName: 'Josefa', familyName: 'Vega', preferredName: 'Pepa' })).toBe('same')
    expect(compareName('VEGA^PEPA', { givenName: 'Josefa', familyName: 'Vega', preferredName: '' })).toBe('differs')
  })

  const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnoprstuvwyzáéíóúñüçøł'), minLength: 3, maxLength: 10 }).filter((text) => !/^(jr|sr|ii|iii|iv|mr|mrs|ms|dr|md|dds|dmd|mx|miss|sra|prof|srta|junior|senior|del|las|los|van|von|der|den|dos)$/.test(text))
  test('one’s own name is the same in every way of writing it', () => {
    fc.assert(fc.property(word, word, (given, family) => {
      for (const written of [`${family}^${given}`, `${family.toUpperCase()}^${given.toUpperCase()}^^^`, `${family}, ${given}`, `${given} ${family}`, `${family} ${given}`])
        expect([written, compareName(written, chart(given, family))]).toEqual([written, 'same'])
    }))
  })

  test('a name that shares no word and is far from it differs, and no text makes it throw', () => {
    fc.assert(fc.property(word, word, (given, family) => {
      expect(compareName('Qqqqqqqqqqqqq^Xxxxxxxxxxxxx', chart(given, family))).toBe('differs')
    }))
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), word, (written, family) => {
      expect(['same', 'partial', 'near', 'differs']).toContain(compareName(written, chart('Anna', family)))
    }))
  })
})

test.for([
  ['1980-03-04', 'same'], ['1980-04-03', 'swapped'], ['1981-03-04', 'near'], ['1980-03-05', 'near'], ['1890-03-04', 'near'], ['1982-04-05', 'differs'], ['2012-03-04', 'differs'],
] as const)('a birth date of %s beside 1980-03-04: %s', ([said, verdict]) => {
  expect(compareBirth(said, '1980-03-04')).toBe(verdict)
})

describe('a file beside a chart', () => {
  const maria = chart('Maria', 'Lopez')
  test.for([
    ['says nothing', found([]), [], false],
    ['fits', found(['LOPEZ^MARIA'], ['1980-03-04']), [], true],
    ['leaves something out, and the birth date settles it', found(['LOPEZ^M'], ['1980-03-04']), [], true],
    ['leaves something out, and nothing settles it', found(['LOPEZ^M']), ['name_near'], false],
    ['has a letter wrong, which twins have too', found(['LOPEZ^MARIO'], ['1980-03-04']), ['name_near'], true],
    ['has day and month the other way round', found(['LOPEZ^MARIA'], ['1980-04-03']), ['birth_swapped'], true],
    ['is another’s of the same birth date', found(['STONE^ANNA'], ['1980-03-04']), ['name'], true],
    ['is another’s', found(['STONE^ANNA'], ['1955-12-24']), ['name', 'birth'], false],
    ['names its writer too', found(['Dr. Ada Okafor', 'Maria Lopez'], ['1971-01-01', '1980-03-04']), [], true],
    ['carries the chart’s number', found([], [], ['r-1']), [], true],
  ] as const)('that %s', ([, file, differs, agrees]) => {
    expect(compareChart(file, maria)).toEqual({ differs, agrees })
  })
})

describe('charts that are easily taken for each other', () => {
  const maria = chart('Maria', 'Lopez', '1980-03-04')
  test.for([
    ['one name, two years', chart('Maria', 'Lopez', '1982-07-19'), true],
    ['an accent and another century', chart('María', 'López', '2015-01-01'), true],
    ['one surname of two', chart('Maria', 'Lopez Ruiz', '1982-07-19'), true],
    ['a letter, and a digit of the birth date', chart('Marie', 'Lopez', '1980-03-05'), true],
    ['twins whose names begin alike', chart('Marisol', 'Lopez', '1980-03-04'), true],
    ['a letter, and born decades later', chart('Marie', 'Lopez', '2009-11-30'), false],
    ['twins of quite different names', chart('Ana', 'Lopez', '1980-03-04'), false],
    ['a sister', chart('Ana', 'Lopez', '1983-01-01'), false],
    ['one birth date alone', chart('Maria', 'Stone', '1980-03-04'), false],
  ] as const)('%s', ([, other, alike]) => {
    expect(looksLike(maria, other)).toBe(alike)
    expect(looksLike(other, maria), 'the same the other way round').toBe(alike)
  })

  test('father and son of one name', () => {
    expect(looksLike(chart('John', 'Smith', '1949-06-17'), chart('John', 'Smith Jr', '1980-01-01'))).toBe(true)
    expect(looksLike(chart('John', 'Smith', '1950-01-01'), chart('John', 'Smith', '1980-01-01'))).toBe(true)
  })

  test('are told apart by a file that fits the one and not the other, and by nothing less', () => {
    const other = chart('Maria', 'Lopez', '1982-07-19', { chartNumber: 'R-2' })
    expect(tellsApart(found(['LOPEZ^MARIA'], ['1980-03-04']), maria, other)).toBe(true)
    expect(tellsApart(found(['LOPEZ^MARIA'], ['1982-07-19']), maria, other)).toBe(false)
    expect(tellsApart(found(['LOPEZ^MARIA']), maria, other)).toBe(false)
    expect(tellsApart(found([]), maria, other)).toBe(false)
  })
})

test('what was stored is believed only as far as it is a list of texts, and placeholders say nothing', () => {
  expect(readFound({ names: ['LOPEZ^MARIA', 'Anonymous', 'ANON^', '—', 7], birthDates: ['1980-03-04', '1900-01-01', 'x'], ids: [' A-1 ', ''] }))
    .toEqual({ names: ['LOPEZ^MARIA', 'ANON^'], birthDates: ['1980-03-04'], ids: ['A-1'] })
  for (const odd of [null, undefined, 'x', 4, [], {}, { names: 'LOPEZ' }]) expect(readFound(odd)).toEqual({ names: [], birthDates: [], ids: [] })
})
