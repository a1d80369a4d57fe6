import { Temporal } from 'temporal-polyfill'

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

/** An age as a dentist says it: "39", and for the small ones "14 months". */
export function ageWords(birthDate: string, date: string): string {
  const age = ageOn(birthDate, date)
  if (!age) return 'not born yet'
  if (age.years >= 2) return `${age.years} years`
  const months = age.years * 12 + age.months
  return months === 1 ? '1 month' : `${months} months`
}
