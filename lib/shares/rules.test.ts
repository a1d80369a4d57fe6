import { describe, expect, test } from 'vitest'
import { holds, markWords, pagesOf, shareState } from './rules'

const now = new Date('2026-11-25T12:00:00Z')
const row = { expiresAt: new Date('2026-11-26T12:00:00Z'), untilAt: null, endedWhy: null, uses: 0, maxUses: 3 }

describe('what has become of a share', () => {
  test.for([
    ['live', row, true],
    ['used', { ...row, uses: 3 }, true],
    ['over', { ...row, expiresAt: now }, false],
    ['ended', { ...row, untilAt: now, endedWhy: 'ended' }, false],
    ['locked', { ...row, untilAt: now, endedWhy: 'tries' }, false],
    ['finished', { ...row, untilAt: now, endedWhy: 'finished' }, false],
  ] as const)('%s', ([state, given, open]) => {
    expect(shareState(given, now)).toBe(state)
    expect(holds(state)).toBe(open)
  })
})

test('the pages of a paper are its pictures in order, or itself where it is one', () => {
  expect(pagesOf('application/pdf', ['page-10-1600', 'thumb-256', 'page-2-1600', 'page-1-1600'])).toEqual([1, 2, 10])
  expect(pagesOf('image/jpeg', ['thumb-256'])).toEqual([1])
  expect(pagesOf('application/pdf', ['thumb-256'])).toEqual([])
})

test('the mark speaks the language of the letter', () => {
  expect(markWords({ name: 'Dr. Alba Reyes', language: 'en' }, 'Alder Dental', 'Nov 25, 2026').below).toBe('For Dr. Alba Reyes, Nov 25, 2026, shared by Alder Dental')
  expect(markWords({ name: 'Dr. Alba Reyes', language: 'es' }, 'Alder Dental', '25 nov 2026').across).toBe('Para Dr. Alba Reyes')
})
