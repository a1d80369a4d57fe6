import { expect, test } from 'vitest'
import { addressee, byOperatory, greeting, ruleChanges, stillToCome, zoneChoices } from './rules'
import { closing, settings, type TodayVisit } from './schema'

const visit = (operatory: string, hour: number, status = 'booked'): TodayVisit => ({
  id: `${operatory}${hour}`, startsAt: new Date(Date.UTC(2026, 10, 23, hour)), endsAt: new Date(Date.UTC(2026, 10, 23, hour, 30)),
  operatory, provider: 'Dr. Okonkwo', reason: 'Checkup', status, patient: { id: 'p', name: 'P', birthDate: '1990-01-01' },
})

test('greets by the hour, and as the office calls a person', () => {
  expect([0, 11, 12, 16, 17, 23].map(greeting)).toEqual(['Good morning', 'Good morning', 'Good afternoon', 'Good afternoon', 'Good evening', 'Good evening'])
  expect(['Joy Mendoza', 'Dr. Amara Okonkwo', 'Cher', 'Dr.'].map(addressee)).toEqual(['Joy', 'Dr. Okonkwo', 'Cher', 'Dr.'])
})

test('lays a day out by operatory, counting as people count', () => {
  const day = byOperatory([visit('Chair 10', 9), visit('Chair 2', 11), visit('Chair 2', 8)])
  expect(day.map(({ operatory, visits }) => [operatory, visits.map(({ id }) => id)])).toEqual([['Chair 2', ['Chair 28', 'Chair 211']], ['Chair 10', ['Chair 109']]])
})

test('what is over or off is not to come', () => {
  const now = new Date(Date.UTC(2026, 10, 23, 10))
  expect(stillToCome([visit('a', 9), visit('a', 11), visit('a', 12, 'cancelled'), visit('a', 13, 'pending')], now)).toBe(2)
})

test('only rules that differ change; a category without one is for a person to decide', () => {
  const inForce = new Map([['letter', 'on_filing'], ['consent', 'never']] as const)
  expect(ruleChanges(inForce, { letter: 'on_filing', consent: 'after_review', other: 'never', referral: 'on_filing' }))
    .toEqual([{ category: 'consent', timing: 'after_review' }, { category: 'referral', timing: 'on_filing' }])
})

test('a zone in force can always be chosen again', () => {
  const { usual, others } = zoneChoices(['Europe/Berlin', 'America/Chicago'], 'Africa/Nairobi')
  expect(usual).toContain('America/Chicago')
  expect(others).toEqual(['Africa/Nairobi', 'Europe/Berlin'])
})

test('settings refuse what would break the office, each at its field', () => {
  const good = { name: 'Riverbend', phone: '(423) 555-0110', email: '', address: '', timeZone: 'America/New_York', idleMinutes: '15', majorityAge: '18' }
  expect(settings.parse(good).idleMinutes).toBe(15)
  for (const [field, value] of [['name', ' '], ['phone', 'call us'], ['email', 'nobody'], ['timeZone', 'Mars/Base'], ['idleMinutes', '4'], ['idleMinutes', '61'], ['idleMinutes', 'x'], ['idleMinutes', '5.5'], ['language', 'fr'], ['majorityAge', '15'], ['majorityAge', '22'], ['majorityAge', 'x']]) {
    const result = settings.safeParse({ ...good, [field as string]: value })
    expect([field, value, result.error?.issues.map(({ path }) => path[0])]).toEqual([field, value, [field]])
  }
  expect(closing.safeParse({ function: 'everything', why: ' ' }).error?.issues.map(({ path }) => path[0])).toEqual(['function', 'why'])
})
