import { isDate } from './dates'

/** A date as far as it was typed: a year, perhaps with its month, perhaps with its day. */
export type TypedDate = { year: number; month?: number; day?: number }

const months: Record<string, number> = {}
const monthNames = [
  ['january', 'enero'], ['february', 'febrero'], ['march', 'marzo'], ['april', 'abril'], ['may', 'mayo'], ['june', 'junio'],
  ['july', 'julio'], ['august', 'agosto'], ['september', 'septiembre', 'setiembre'], ['october', 'octubre'],
  ['november', 'noviembre'], ['december', 'diciembre'],
]
for (const [at, names] of monthNames.entries())
  for (const name of names)
    for (let length = 3; length <= name.length; length++) months[name.slice(0, length)] ??= at + 1
months.sept = 9

const word = '[a-z]{3,10}\\.?'
const sep = '[,\\s]\\s{0,3}(?:de\\s|of\\s)?'
const ordinal = '(\\d{1,2})(?:st|nd|rd|th)?'
const year4 = '((?:18|19|20)\\d{2})'

type Reader = { pattern: RegExp; read: (found: string[], thisYear: number) => TypedDate | null }

/** Alone: no letter, digit or part of a longer number on either side. */
const alone = (pattern: string) => new RegExp(`(?<![\\p{L}\\d./-])${pattern}(?![\\p{L}\\d]|[./-]\\d)`, 'u')

/** From the most to the least specific, so that no date is read as the beginning of a longer one. */
const readers: Reader[] = [
  { pattern: alone(`${year4}[-/.](\\d{1,2})[-/.](\\d{1,2})`), read: ([y, m, d]) => date(Number(y), m, d) },
  { pattern: alone('(\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4}|\\d{2})'), read: ([a, mark, b, y], now) => dayAndMonth(a, b, mark === '.', fullYear(y ?? '', now)) },
  { pattern: alone(`(${word})${sep}${ordinal}${sep}${year4}`), read: ([m, d, y]) => date(Number(y), monthOf(m), d) },
  { pattern: alone(`${ordinal}${sep}(${word})${sep}${year4}`), read: ([d, m, y]) => date(Number(y), monthOf(m), d) },
  { pattern: alone(`${year4}${sep}(${word})${sep}${ordinal}`), read: ([y, m, d]) => date(Number(y), monthOf(m), d) },
  { pattern: alone(`(${word})${sep}${year4}`), read: ([m, y]) => date(Number(y), monthOf(m)) },
  { pattern: alone(`${year4}${sep}(${word})`), read: ([y, m]) => date(Number(y), monthOf(m)) },
  { pattern: alone(`${year4}[-/.](\\d{1,2})`), read: ([y, m]) => date(Number(y), m) },
  { pattern: alone(`(\\d{1,2})[-/.]${year4}`), read: ([m, y]) => date(Number(y), m) },
  { pattern: alone('(\\d{8})'), read: ([digits = '']) => eight(digits) },
]

/** Finds the first date in a text, in any of the ways that people write one, and says which part of the text it was. */
export function findDate(text: string, thisYear: number): { date: TypedDate; found: string } | null {
  const plain = text.toLowerCase()
  for (const { pattern, read } of readers) {
    const match = pattern.exec(plain)
    const date = match ? read(match.slice(1), thisYear) : null
    if (match && date) return { date, found: text.slice(match.index, match.index + match[0].length) }
  }
  return null
}

/**
 * Reads a whole text as a complete date and writes it as it is stored (`1987-03-14`); null when it is none. Slashes put
 * the month first and dots the day, as each is used, unless only the other way round makes a date.
 */
export function readDate(text: string, thisYear: number): string | null {
  const trimmed = text.trim()
  const found = findDate(trimmed, thisYear)
  if (!found || found.found.length !== trimmed.length || !found.date.month || !found.date.day) return null
  return writeDate(found.date)
}

/** As much of `1987-03-14` as was typed: the beginning that all such dates share. */
export function writeDate({ year, month, day }: TypedDate): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return [String(year).padStart(4, '0'), ...(month ? [two(month)] : []), ...(month && day ? [two(day)] : [])].join('-')
}

function monthOf(name: string | undefined): string | undefined {
  const month = months[(name ?? '').replace('.', '')]
  return month === undefined ? 'none' : String(month)
}

function date(year: number, monthText?: string, dayText?: string): TypedDate | null {
  if (monthText === undefined) return { year }
  const month = Number(monthText)
  if (!(month >= 1 && month <= 12)) return null
  if (dayText === undefined) return { year, month }
  const day = Number(dayText)
  return isDate(writeDate({ year, month, day })) ? { year, month, day } : null
}

function dayAndMonth(a: string | undefined, b: string | undefined, dayFirst: boolean, year: number): TypedDate | null {
  return dayFirst ? (date(year, b, a) ?? date(year, a, b)) : (date(year, a, b) ?? date(year, b, a))
}

/** Two digits mean the last hundred years: nobody is born after this year. */
function fullYear(text: string, thisYear: number): number {
  if (text.length === 4) return Number(text)
  const year = Math.floor(thisYear / 100) * 100 + Number(text)
  return year > thisYear ? year - 100 : year
}

function eight(digits: string): TypedDate | null {
  const iso = date(Number(digits.slice(0, 4)), digits.slice(4, 6), digits.slice(6))
  if (iso && /^(18|19|20)/.test(digits)) return iso
  return /^(18|19|20)/.test(digits.slice(4)) ? date(Number(digits.slice(4)), digits.slice(0, 2), digits.slice(2, 4)) : null
}
