import { writeDate, findDate } from '@/lib/format/typed-date'
import { phoneDigits } from '@/lib/format/phones'

/** What a patient is found by. */
export type Findable = {
  givenName: string
  familyName: string
  preferredName?: string | null | undefined
  birthDate: string
  phone?: string | null | undefined
  chartNumber?: string | null | undefined
}

/** Letters that decomposition (NFKD) leaves as they are, though people type them plain. */
const plain: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ŋ: 'n', ħ: 'h' }

/** Lower case without accents: "GARCÍA" and "garcia" are one. Apostrophes go, every other mark becomes a blank. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþıŋħ]/g, (letter) => plain[letter] ?? letter)
    .replace(/['’‘ʼ`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** How German writes an umlaut without one: "Müller" is looked for as "Mueller" too. */
const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' }
const spelledOut = (text: string) => text.normalize('NFC').replace(/[äöüÄÖÜ]/g, (letter) => umlauts[letter] ?? letter)

/** The order of lists. The tab sorts before every letter, so that all of "Stone" stand before "Stone-Hill". */
export function sortKey({ givenName, familyName }: Pick<Findable, 'givenName' | 'familyName'>): string {
  return `${fold(familyName)}\t${fold(givenName)}`
}

/** Every form of a name that somebody may begin to type: each part, the parts run together, "MacAllister" as "Allister". */
function nameKeys(name: string): string[] {
  return [name, spelledOut(name)].flatMap((spelling) => {
    const parts = fold(spelling).split(' ')
    const inner = fold(spelling.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/['’‘ʼ`´]/g, ' ')).split(' ')
    return [...parts, ...inner, parts.join('')].filter(Boolean)
  })
}

/** A chart number as typed with and without its letters and leading zeros: `c0301`, `0301`, `301`. */
function chartKeys(chart: string): string[] {
  const whole = fold(chart).replaceAll(' ', '')
  const digits = whole.replace(/\D/g, '')
  return [whole, digits, digits.replace(/^0+/, '')].filter(Boolean)
}

/**
 * The rows of `patient_key` for one patient. Each begins with what it is: `n:` a name, `b:` the birth date, `p:` a phone
 * from the front, `q:` the same from the back, `c:` the chart number. All are looked up by their beginning.
 */
export function patientKeys(patient: Findable): string[] {
  const phone = phoneDigits(patient.phone ?? '')
  return [...new Set([
    ...nameKeys(patient.familyName).map((key) => `n:${key}`),
    ...nameKeys(patient.givenName).map((key) => `n:${key}`),
    ...nameKeys(patient.preferredName ?? '').map((key) => `n:${key}`),
    `b:${patient.birthDate}`,
    ...(phone ? [`p:${phone}`, `q:${backwards(phone)}`] : []),
    ...chartKeys(patient.chartNumber ?? '').map((key) => `c:${key}`),
  ])]
}

const backwards = (digits: string) => [...digits].reverse().join('')

/** Keys from `from` (inclusive) up to `until` (exclusive), in the order of their bytes. */
export type KeyRange = { from: string; until: string }
/** One thing that was typed; any of its ranges will do. All terms of a search must be met. */
export type Term = KeyRange[]

/** Every key that begins like this. U+10FFFF is no character, so no key has it. */
export const beginningWith = (prefix: string): KeyRange => ({ from: prefix, until: `${prefix}\u{10ffff}` })

/**
 * Reads what was typed into the search box: names in any order, a birth date in any spelling, a phone from the front or
 * by its last digits, a chart number. At most eight terms; nothing to look for gives an empty list.
 */
export function searchTerms(typed: string, thisYear: number): Term[] {
  let rest = typed.normalize('NFC').slice(0, 200)
  const terms: Term[] = []
  for (let found = findDate(rest, thisYear); found && terms.length < 2; found = findDate(rest, thisYear)) {
    terms.push([beginningWith(`b:${writeDate(found.date)}`), ...(/^\d+$/.test(found.found) ? numberRanges(found.found) : [])])
    rest = rest.replace(found.found, ' ')
  }
  // Letters and digits in one word are a chart number; taken out first, or its digits would pass for a phone's.
  rest = rest.replace(/[^\s,;]+/gu, (part) => {
    if (!/\p{L}/u.test(part) || !/\d/.test(part)) return part
    terms.push([beginningWith(`c:${fold(part).replaceAll(' ', '')}`)])
    return ' '
  })
  rest = rest.replace(/(?<![\p{L}\d])\+?\(?\d(?:[\d ().-]*\d)?(?![\p{L}\d])/gu, (run) => {
    // A run that is longer than any phone is several things that stand side by side.
    const numbers = phoneDigits(run).length > 15 ? run.split(/\s+/) : [run]
    for (const number of numbers) terms.push([...yearRange(phoneDigits(number), thisYear), ...numberRanges(phoneDigits(number))])
    return ' '
  })
  for (const part of rest.split(/[\s,;]+/))
    for (const name of fold(part).split(' ')) if (name) terms.push(nameRanges(name, part))
  return terms.filter((term) => term.length > 0).slice(0, 8)
}

function nameRanges(folded: string, typed: string): KeyRange[] {
  const other = fold(spelledOut(typed))
  const spellings = other.includes(' ') || !/[äöü]/i.test(typed) ? [folded] : [...new Set([folded, other])]
  return spellings.map((spelling) => beginningWith(`n:${spelling}`))
}

/** What a bare number may be: the beginning of a phone or chart number, or a phone's last digits. */
function numberRanges(digits: string): KeyRange[] {
  if (!digits) return []
  const last = digits.length >= 3 ? [beginningWith(`q:${backwards(digits)}`)] : []
  return [beginningWith(`c:${digits}`), beginningWith(`p:${digits}`), ...last]
}

function yearRange(digits: string, thisYear: number): KeyRange[] {
  const year = Number(digits)
  return digits.length === 4 && year >= 1880 && year <= thisYear ? [beginningWith(`b:${digits}`)] : []
}

/** Edits between two texts: insertions, deletions, replacements, and swaps of neighbours (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** Why two entries may be one person, as the desk reads it; null when nothing suggests it. */
export function likeness(typed: Findable, known: Findable): string | null {
  const [a, b] = [sortKey(typed), sortKey(known)]
  const crossed = sortKey({ givenName: typed.familyName, familyName: typed.givenName }) === b
  const sameName = a === b || crossed
  const nearName = sameName || distance(a, b) <= (a.length > 8 ? 2 : 1)
  const sameBirth = typed.birthDate === known.birthDate
  const nearBirth = sameBirth || distance(typed.birthDate.replaceAll('-', ''), known.birthDate.replaceAll('-', '')) === 1
    || dayForMonth(typed.birthDate) === known.birthDate
  if (sameName && sameBirth) return 'the same name and birth date'
  if (nearName && sameBirth) return 'nearly the same name, and the same birth date'
  if (sameBirth && sharesName(typed, known)) return 'the same birth date and a name in common'
  if (sameName) return nearBirth ? 'the same name, and nearly the same birth date' : 'the same name'
  return nearName && nearBirth ? 'nearly the same name and birth date' : null
}

/** 04/03 for 03/04: the mistake between those who put the day first and those who put the month. */
function dayForMonth(date: string): string {
  const [year, month, day] = date.split('-')
  return `${year}-${day}-${month}`
}

function sharesName(a: Findable, b: Findable): boolean {
  const known = new Set([...nameKeys(b.givenName), ...nameKeys(b.preferredName ?? ''), ...nameKeys(b.familyName)])
  return [...nameKeys(a.givenName), ...nameKeys(a.preferredName ?? ''), ...nameKeys(a.familyName)].some((key) => key.length > 2 && known.has(key))
}

/** Where to look for likely doubles: the same birth date, and names that begin alike. */
export function doubleRanges({ givenName, familyName, birthDate }: Findable): { birth: KeyRange; year: KeyRange; family: KeyRange; given: KeyRange } {
  const start = (name: string, length: number) => beginningWith(`n:${[...fold(name)].slice(0, length).join('')}`)
  return { birth: beginningWith(`b:${birthDate}`), year: beginningWith(`b:${birthDate.slice(0, 5)}`), family: start(familyName, 3), given: start(givenName, 1) }
}

/**
 * The chart number to propose, from those given lately (newest first): letters and width of the newest, counted on from
 * the highest of its kind. The first one is 1001.
 */
export function nextChartNumber(recent: readonly string[]): string {
  const split = (chart: string) => /^(.*?)(\d{1,12})$/.exec(chart)
  const [, front = '', digits = ''] = recent.map(split).find((found) => found !== null) ?? []
  if (!digits) return '1001'
  const highest = Math.max(...recent.map(split).filter((found) => found?.[1] === front).map((found) => Number(found?.[2])))
  return `${front}${String(highest + 1).padStart(digits.length, '0')}`
}

/** What an edit may change, in the order of its form. */
export const editableFields = ['givenName', 'familyName', 'preferredName', 'birthDate', 'phone', 'email', 'address', 'language', 'staffNote'] as const
export type EditableField = (typeof editableFields)[number]

/** What a contact is to a patient, in words. */
export const contactWords = { emergency: 'In an emergency', guardian: 'Parent or guardian', guarantor: 'Pays the bills', other: 'Other' } as const
export type ContactKind = keyof typeof contactWords

/** What an alert is about, in words. */
export const alertWords = { allergy: 'Allergy', condition: 'Condition', medication: 'Medication', other: 'Note' } as const
export type AlertKind = keyof typeof alertWords

type Visit = { startsAt: Date }

/** Visits that are to come, nearest first, and those that have been, latest first. */
export function sortVisits<V extends Visit>(visits: readonly V[], now: Date): { coming: V[]; past: V[] } {
  const coming = visits.filter(({ startsAt }) => startsAt >= now).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const past = visits.filter(({ startsAt }) => startsAt < now).sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime())
  return { coming, past }
}

type Tone = 'busy' | 'watch' | 'done' | 'ended' | 'ready' | 'attention'

/** A visit's status (FHIR R4 AppointmentStatus) as the office says it. */
export function visitStatus(status: string): { tone: Tone; words: string } {
  return statuses[status] ?? { tone: 'ready', words: status }
}

const statuses: Record<string, { tone: Tone; words: string }> = {
  proposed: { tone: 'watch', words: 'Proposed' },
  pending: { tone: 'watch', words: 'Not confirmed' },
  booked: { tone: 'ready', words: 'Booked' },
  'checked-in': { tone: 'busy', words: 'Checked in' },
  arrived: { tone: 'busy', words: 'Here' },
  fulfilled: { tone: 'done', words: 'Done' },
  cancelled: { tone: 'ended', words: 'Cancelled' },
  noshow: { tone: 'attention', words: 'Did not come' },
  waitlist: { tone: 'watch', words: 'Waiting list' },
  'entered-in-error': { tone: 'ended', words: 'Entered in error' },
}
