import { Temporal } from 'temporal-polyfill'

/** How somebody may act for a patient, as the practice says it. */
export const relationWords = {
  self: 'The patient',
  parent: 'Parent',
  guardian: 'Legal guardian',
  carer: 'Carer',
  helper: 'Helper',
} as const
export type Relation = keyof typeof relationWords
export const relations = Object.keys(relationWords) as [Relation, ...Relation[]]

/** The end of the calendar day that `now` is part of in a zone: whatever the clocks do that night. */
export function endOfDay(now: Date, timeZone: string): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  return new Date(today.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds)
}

/** When an invitation runs out: one at the counter with the day, one by mail after seven days. */
export function runsOut(channel: 'mail' | 'counter', now: Date, timeZone: string): Date {
  return channel === 'counter' ? endOfDay(now, timeZone) : new Date(now.getTime() + 7 * 86_400_000)
}

/** "123 456", easier to say and to type. */
export function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`
}
