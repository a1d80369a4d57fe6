import { locales, type Lang } from './lang'

const kept = new Map<string, Intl.DateTimeFormat>()

/** Formatters are costly to make and are asked for a row at a time. */
function formatter(lang: Lang, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang} ${timeZone} ${JSON.stringify(options)}`
  const known = kept.get(key)
  if (known) return known
  if (kept.size >= 200) kept.clear()
  const made = new Intl.DateTimeFormat(locales[lang], { ...options, timeZone })
  kept.set(key, made)
  return made
}

/** ICU versions differ in the blank before "PM", and server and browser may not carry the same one. */
const evenSpaces = (text: string) => text.replace(/[\u202f\u2009\u00a0]/g, ' ')

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const
const time = { hour: 'numeric', minute: '2-digit' } as const

/** A calendar day as stored (`2026-03-14`) in words: "Mar 14, 2026". Has no zone. What is no day comes back as it is. */
export function formatDate(date: string, lang: Lang = 'en'): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T12:00:00Z`) : undefined
  return !at || Number.isNaN(at.getTime()) ? date : formatter(lang, 'UTC', day).format(at)
}

/** A calendar day as a heading: "Monday, November 23, 2026". */
export function formatLongDate(date: string, lang: Lang = 'en'): string {
  return formatter(lang, 'UTC', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(new Date(`${date}T12:00:00Z`))
}

/** A birth date as it is typed and read at a desk: "03/14/1987". */
export function formatBirthDate(date: string, lang: Lang = 'en'): string {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-')
  return lang === 'es' ? `${dayOfMonth}/${month}/${year}` : `${month}/${dayOfMonth}/${year}`
}

/** The day of an instant in a practice's own zone: "Nov 23, 2026". */
export function formatDay(at: Date, timeZone: string, lang: Lang = 'en'): string {
  return formatter(lang, timeZone, day).format(at)
}

/** The last day that something lasts which ends at an instant: what ends at midnight lasts until the day before. */
export function formatLastDay(end: Date, timeZone: string, lang: Lang = 'en'): string {
  return formatDay(new Date(end.getTime() - 1), timeZone, lang)
}

/** An instant in a practice's own zone: "Nov 23, 2026, 4:35 PM". */
export function formatMoment(at: Date, timeZone: string, lang: Lang = 'en'): string {
  return evenSpaces(formatter(lang, timeZone, { ...day, ...time }).format(at))
}

/** As a moment that somebody must be at: "Mon, Nov 23, 2026, 4:35 PM". */
export function formatVisit(at: Date, timeZone: string, lang: Lang = 'en'): string {
  return evenSpaces(formatter(lang, timeZone, { weekday: 'short', ...day, ...time }).format(at))
}

/** The time of day of an instant in a practice's own zone: "4:35 PM". */
export function formatTime(at: Date, timeZone: string, lang: Lang = 'en'): string {
  return evenSpaces(formatter(lang, timeZone, time).format(at))
}

/** The calendar day (`2026-11-23`) that an instant, or the present, falls on in a zone. */
export function today(timeZone: string, at: Date = new Date()): string {
  const parts = formatter('en', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit', era: 'short' }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** The hour (0–23) on a zone's clocks. */
export function hourIn(timeZone: string, at: Date): number {
  return Number(formatter('en', timeZone, { hour: '2-digit', hourCycle: 'h23' }).format(at))
}

/** Whether a text is a day of the calendar in the one spelling we store (`2024-02-29`, never `2023-02-29`). */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether a text names a zone that this machine knows (IANA), for a setting that everything else then trusts. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return /^[A-Z]/.test(zone)
  } catch {
    return false
  }
}
