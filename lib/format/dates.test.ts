import { describe, expect, test } from 'vitest'
import { addDays, ageOn, ageWords, dayBounds } from './calendar'
import { formatDate, formatDay, formatMoment, formatTime, formatVisit, hourIn, isDate, isTimeZone, today } from './dates'

const at = new Date('2026-03-14T03:30:00Z')

describe('words', () => {
  test('an instant is told in the practice’s own zone', () => {
    expect([formatMoment(at, 'America/New_York'), formatMoment(at, 'UTC')]).toEqual(['Mar 13, 2026, 11:30 PM', 'Mar 14, 2026, 3:30 AM'])
    expect(formatDay(at, 'America/Chicago')).toBe('Mar 13, 2026')
    expect(formatTime(at, 'America/Chicago')).toBe('10:30 PM')
    expect(formatVisit(at, 'America/Chicago')).toBe('Fri, Mar 13, 2026, 10:30 PM')
  })

  test('a calendar day has no zone, and what is none is left as it is', () => {
    expect([formatDate('2026-03-14'), formatDate('2026-03-14', 'es'), formatDate('soon'), formatDate('2026-99-99')])
      .toEqual(['Mar 14, 2026', '14 mar 2026', 'soon', '2026-99-99'])
  })

  test('today is the zone’s, not the machine’s', () => {
    expect([today('America/New_York', at), today('UTC', at), today('Pacific/Kiritimati', at)]).toEqual(['2026-03-13', '2026-03-14', '2026-03-14'])
  })

  test('the hour is the clock’s on that wall, midnight being 0', () => {
    expect([hourIn('America/Chicago', at), hourIn('UTC', at), hourIn('UTC', new Date('2026-03-14T00:30:00Z'))]).toEqual([22, 3, 0])
  })

  test('zones are those of the machine’s own list', () => {
    expect(['America/New_York', 'UTC', 'Mars/Olympus', '', 'america/new_york', '+02:00'].map(isTimeZone)).toEqual([true, true, false, false, false, false])
  })
})

describe('the calendar', () => {
  test('a day is 23 hours long in spring and 25 in autumn', () => {
    const hours = (day: string) => {
      const { from, until } = dayBounds(day, 'America/New_York')
      return (until.getTime() - from.getTime()) / 3_600_000
    }
    expect([hours('2026-03-08'), hours('2026-03-09'), hours('2026-11-01')]).toEqual([23, 24, 25])
    expect(dayBounds('2026-11-01', 'America/New_York').from.toISOString()).toBe('2026-11-01T04:00:00.000Z')
  })

  test('a zone without midnight on a day begins it when its clocks do', () => {
    expect(dayBounds('2018-11-04', 'America/Sao_Paulo').from.toISOString()).toBe('2018-11-04T03:00:00.000Z')
  })

  test('ages', () => {
    expect([ageOn('1987-03-14', '2026-03-13'), ageOn('1987-03-14', '2026-03-14')]).toEqual([{ years: 38, months: 11 }, { years: 39, months: 0 }])
    expect(ageOn('2027-01-01', '2026-01-01')).toBeNull()
    expect([ageWords('2025-02-10', '2026-03-14'), ageWords('2026-02-14', '2026-03-14'), ageWords('2024-03-14', '2026-03-14')]).toEqual(['13 months', '1 month', '2 years'])
    expect([ageOn('2004-02-29', '2022-02-28')?.years, ageOn('2004-02-29', '2022-03-01')?.years]).toEqual([17, 18])
  })

  test('days', () => {
    expect([addDays('2026-02-28', 1), addDays('2024-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2026-03-01', '2024-02-29', '2025-12-31'])
    expect(['2024-02-29', '2023-02-29', '2026-3-1', 'x', '20260301'].map(isDate)).toEqual([true, false, false, false, false])
  })
})
