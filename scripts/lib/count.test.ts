import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countOne, countPlaywright, countVitest } from './count'

const report = (content: unknown) => {
  const file = join(mkdtempSync(join(tmpdir(), 'enamel-count-')), 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
const vitest = (passed: number, total: number, broken = 0) =>
  report({ numPassedTests: passed, numTotalTests: total, testResults: Array.from({ length: broken }, () => ({ status: 'failed', assertionResults: [] })) })
const playwright = (stats: object, errors: unknown[] = []) => report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors })

describe('what counts as passed', () => {
  test('only what passed', () => {
    expect(countVitest(vitest(5, 5), 0)).toEqual({ passed: 5, failed: 0 })
    expect(countPlaywright(playwright({ expected: 3 }), 0)).toEqual({ passed: 3, failed: 0 })
    expect([countOne(0), countOne(2)]).toEqual([{ passed: 1, failed: 0 }, { passed: 0, failed: 1 }])
  })

  test('a skipped, flaky or unloadable test failed', () => {
    expect(countVitest(vitest(5, 7, 1), 1)).toEqual({ passed: 5, failed: 3 })
    expect(countPlaywright(playwright({ expected: 3, skipped: 1, flaky: 1, unexpected: 1 }, ['x']), 1)).toEqual({ passed: 3, failed: 4 })
  })

  test('a runner that fails without a failed test, or leaves no report, failed', () => {
    expect(countVitest(vitest(5, 5), 1)).toEqual({ passed: 5, failed: 1 })
    expect(countVitest('/nonexistent', 0)).toEqual({ passed: 0, failed: 1 })
    expect(countPlaywright('/nonexistent', 0)).toEqual({ passed: 0, failed: 1 })
  })
})
