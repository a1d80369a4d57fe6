import { expect, test } from 'vitest'
import { categories } from '@/lib/documents/schema'
import { ruleChanges, rulesOf, spanOf } from './rules'
import { retentionRules, spans, type RetentionRules } from './schema'

const chosen = (more: Partial<RetentionRules> = {}): RetentionRules => ({
  practice: 'always', minorAge: 18, minorYears: 10, deletionDays: 30, ...Object.fromEntries(categories.map((category) => [category, 'default'])), ...more,
}) as RetentionRules

test('nothing decided makes no rule', () => {
  expect(rulesOf(chosen())).toEqual([])
})

test('a kind may be kept for good though the practice has a rule', () => {
  expect(rulesOf(chosen({ practice: '10', consent: 'always', radiograph: '7' }))).toEqual([
    { category: null, years: 10, minorAge: 18, minorYears: 10 },
    { category: 'radiograph', years: 7, minorAge: 18, minorYears: 10 },
    { category: 'consent', years: null, minorAge: 18, minorYears: 10 },
  ])
})

test('what stays as it is is left alone', () => {
  const live = rulesOf(chosen({ practice: '10', consent: 'always' }))
  expect(ruleChanges(live, rulesOf(chosen({ practice: '10', consent: 'always' })))).toEqual({ end: [], begin: [] })
  expect(ruleChanges(live, rulesOf(chosen({ practice: '7', consent: 'always' })))).toEqual({ end: [null], begin: [expect.objectContaining({ category: null, years: 7 })] })
  expect(ruleChanges(live, rulesOf(chosen({ practice: '10' })))).toEqual({ end: ['consent'], begin: [] })
  expect(ruleChanges(live, rulesOf(chosen({ practice: '10', consent: 'always', minorYears: 3 }))).end).toEqual([null, 'consent'])
})

test('each rule is shown by the choice that made it', () => {
  for (const span of spans.filter((one) => one !== 'default')) {
    const [rule] = rulesOf(chosen({ consent: span }))
    expect(spanOf(rule, false)).toBe(span)
  }
  expect([spanOf(undefined, true), spanOf(undefined, false)]).toEqual(['always', 'default'])
})

test('the whole practice has no default to fall back on', () => {
  expect(retentionRules.safeParse({ ...chosen(), practice: 'default' }).success).toBe(false)
  expect(retentionRules.safeParse({ ...chosen(), minorAge: '17' }).success).toBe(false)
  expect(retentionRules.safeParse({ ...chosen(), minorAge: '21', minorYears: '7', deletionDays: '14' }).success).toBe(true)
})
