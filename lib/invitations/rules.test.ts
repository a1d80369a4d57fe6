import { describe, expect, test } from 'vitest'
import { endOfDay, runsOut } from './rules'

describe('a counter invitation ends with the practice’s own day', () => {
  test('in a zone behind UTC the day may already have changed elsewhere', () => {
    expect(endOfDay(new Date('2026-07-02T03:30:00Z'), 'America/Chicago').toISOString()).toBe('2026-07-02T05:00:00.000Z')
  })
  test('on the night the clocks go back the day has 25 hours', () => {
    const begins = new Date('2026-11-01T05:00:00Z')
    expect(endOfDay(begins, 'America/Chicago').getTime() - begins.getTime()).toBe(25 * 3_600_000)
  })
  test('by mail it lasts seven days, whatever the zone', () => {
    expect(runsOut('mail', new Date('2026-03-01T12:00:00Z'), 'America/Chicago').toISOString()).toBe('2026-03-08T12:00:00.000Z')
  })
})
