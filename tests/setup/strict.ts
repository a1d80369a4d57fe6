import { afterEach, beforeEach, expect } from 'vitest'

const printed: string[] = []
const original = { error: console.error, warn: console.warn }

beforeEach(() => {
  printed.length = 0
  console.error = (...args: unknown[]) => {
    printed.push(args.map(String).join(' '))
    original.error(...args)
  }
})

/** A complaint on the console is a defect nobody looked at; a test that provokes one takes it with `complaints()`. */
afterEach(() => {
  console.error = original.error
  const left = printed.splice(0)
  expect(left, 'console.error was called').toEqual([])
})

/** Takes what was printed to console.error so far, so that it no longer fails the test. */
export function complaints(): string[] {
  return printed.splice(0)
}
