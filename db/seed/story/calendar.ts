import 'server-only'
import { Temporal } from 'temporal-polyfill'

/** Dates and clock times of one practice, seen from the moment the story is told. */
export type Calendar = {
  timeZone: string
  /** Local date today. */
  today: string
  now: Date
  /** Local date `days` from today (negative: past). */
  day(days: number): string
  /** The instant at a local date and minute of the day. In a gap of a clock change the later one is meant. */
  at(date: string, minute: number): Date
  /** Local date of an instant. */
  dateOf(instant: Date): string
  /** 1 Monday … 7 Sunday. */
  weekday(date: string): number
  /** Days from today to a date. */
  daysTo(date: string): number
}

/** @param now the moment that the story is told at */
export function calendar(timeZone: string, now: Date): Calendar {
  const local = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const today = local(now)
  return {
    timeZone,
    today: today.toString(),
    now,
    day: (days) => today.add({ days }).toString(),
    at: (date, minute) =>
      new Date(
        Temporal.PlainDate.from(date).toZonedDateTime({
          timeZone,
          plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 },
        }).epochMilliseconds,
      ),
    dateOf: (instant) => local(instant).toString(),
    weekday: (date) => Temporal.PlainDate.from(date).dayOfWeek,
    daysTo: (date) => today.until(Temporal.PlainDate.from(date)).days,
  }
}

const minute = 60_000
export const minutesAfter = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * minute)
export const daysAfter = (instant: Date, days: number): Date => minutesAfter(instant, days * 24 * 60)
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
export const later = (a: Date, b: Date): Date => (a > b ? a : b)
