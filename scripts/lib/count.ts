import { existsSync, readFileSync } from 'node:fs'

export type Count = { passed: number; failed: number }

type Vitest = {
  numPassedTests: number
  numTotalTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}
type Playwright = { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors?: unknown[] }

/** A part that is one question: the compiler's, the linter's. */
export function countOne(exitCode: number): Count {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Tests of a Vitest report. Whatever did not pass failed: skipped ones, and files that could not be loaded. */
export function countVitest(file: string, exitCode: number): Count {
  if (!existsSync(file)) return countOne(exitCode || 1)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Vitest
  const broken = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  return atLeastOne({ passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests + broken }, exitCode)
}

/** Tests of a Playwright report, by the same measure; one that passed only when repeated did not pass. */
export function countPlaywright(file: string, exitCode: number): Count {
  if (!existsSync(file)) return countOne(exitCode || 1)
  const { stats, errors = [] } = JSON.parse(readFileSync(file, 'utf8')) as Playwright
  return atLeastOne({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length }, exitCode)
}

/** A runner that complains although every test passed (an unhandled rejection, a failed teardown) is a failure too. */
function atLeastOne(count: Count, exitCode: number): Count {
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}
