import { describe, expect, test } from 'vitest'
import { endOf, noWider, scopeWords } from './rules'
import type { Terms } from './schema'

const now = new Date('2026-03-01T18:00:00Z')
const timeZone = 'America/Chicago'
const [minor, grown] = [new Date('2030-06-02T05:00:00Z'), new Date('2001-06-02T05:00:00Z')]
const asked = { relation: 'parent', scope: 'all' as const, until: undefined, evidenceKind: 'birth_certificate' as const, now, timeZone, comesOfAge: minor }

describe('an access ends', () => {
  test('a parent’s with the child’s minority, and moves with it', () => {
    expect(endOf(asked)).toEqual({ expiresAt: minor, endsAtMajority: true, reviewOn: null })
  })
  test('a carer’s after a year, a helper’s after a month, one task’s after two weeks: at the end of that day where the practice is', () => {
    const adult = { ...asked, comesOfAge: grown }
    expect(endOf({ ...adult, relation: 'carer' })).toEqual({ expiresAt: new Date('2027-03-02T06:00:00Z'), endsAtMajority: false, reviewOn: null })
    expect(endOf({ ...adult, relation: 'helper' })).toMatchObject({ expiresAt: new Date('2026-04-01T05:00:00Z') })
    expect(endOf({ ...adult, relation: 'helper', scope: 'task' })).toMatchObject({ expiresAt: new Date('2026-03-16T05:00:00Z') })
  })
  test('of whoever it is with the minority at the latest, where only that is its ground', () => {
    const soon = new Date('2026-09-01T05:00:00Z')
    expect(endOf({ ...asked, relation: 'carer', comesOfAge: soon })).toEqual({ expiresAt: soon, endsAtMajority: true, reviewOn: null })
    expect(endOf({ ...asked, until: '2031-01-01' })).toMatchObject({ problem: expect.stringContaining('2030-06-02') })
  })
  test('beyond it by a court’s order, to be looked at on that day', () => {
    expect(endOf({ ...asked, relation: 'guardian', until: '2031-01-01', evidenceKind: 'court_order' })).toMatchObject({ endsAtMajority: false, reviewOn: '2030-06-02' })
  })
  test('not in the past, and not later than in five years', () => {
    expect(endOf({ ...asked, until: '2026-02-28' })).toHaveProperty('problem')
    expect(endOf({ ...asked, comesOfAge: grown, until: '2032-01-01' })).toHaveProperty('problem')
    expect(endOf({ ...asked, comesOfAge: grown, until: '2026-03-01' })).toMatchObject({ expiresAt: new Date('2026-03-02T06:00:00Z') })
  })
})

test('wider is another kind, more kinds, a later day, or what others send', () => {
  const before: Terms = { scope: 'categories', categories: ['radiograph', 'letter'], task: null, seesOthersUploads: false, expiresAt: minor }
  expect(noWider(before, before)).toBe(true)
  expect(noWider({ ...before, categories: ['letter'] }, before)).toBe(true)
  expect(noWider({ ...before, expiresAt: now }, before)).toBe(true)
  for (const more of [{ categories: ['letter', 'visits'] }, { scope: 'all' as const, categories: [] }, { expiresAt: null }, { expiresAt: new Date(minor.getTime() + 1) }, { seesOthersUploads: true }])
    expect(noWider({ ...before, ...more }, before), JSON.stringify(more)).toBe(false)
  expect(noWider(before, { ...before, scope: 'all', categories: [] })).toBe(true)
  expect(noWider({ ...before, scope: 'all', categories: [], task: null }, { ...before, scope: 'task', categories: [], task: 'signed_form' })).toBe(false)
})

test('how far is said in words', () => {
  expect(scopeWords({ scope: 'categories', categories: ['radiograph', 'letter', 'visits'], task: null })).toBe('Sees X-rays, letters and visits')
  expect(scopeWords({ scope: 'task', categories: [], task: 'insurance_card' })).toBe('One thing: send the insurance card')
})
