import { Temporal } from 'temporal-polyfill'
import type { Lang } from './lang'
import { plural } from './plurals'

/** The first and the last instant (exclusive) of a calendar day in a zone: 23 or 25 hours apart when its clocks change. */
export function dayBounds(date: string, timeZone: string): { from: Date; until: Date } {
  const day = Temporal.PlainDate.from(date)
  const instant = (of: Temporal.PlainDate) => new Date(of.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: instant(day), until: instant(day.add({ days: 1 })) }
}

/** The calendar day a number of days later, or earlier. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** Whole years and months between a birth date and a day; null where the day is before the birth. */
export function ageOn(birthDate: string, date: string): { years: number; months: number } | null {
  const birth = Temporal.PlainDate.from(birthDate)
  const day = Temporal.PlainDate.from(date)
  if (Temporal.PlainDate.compare(birth, day) > 0) return null
  // Until, not since: whoever was born on February 29 has a birthday on March 1 in other years.
  const { years, months } = birth.until(day, { largestUnit: 'year' })
  return { years, months }
}

const ages = {
  en: { unborn: 'not born yet', years: { one: '# year', other: '# years' }, months: { one: '# month', other: '# months' } },
  es: { unborn: 'aún no ha nacido', years: { one: '# año', other: '# años' }, months: { one: '# mes', other: '# meses' } },
}

/** An age as a dentist says it: "39 years", and for the small ones "14 months". */
export function ageWords(birthDate: string, date: string, lang: Lang = 'en'): string {
  const age = ageOn(birthDate, date)
  const say = ages[lang]
  if (!age) return say.unborn
  return age.years >= 2 ? plural(lang, age.years, say.years) : plural(lang, age.years * 12 + age.months, say.months)
}
