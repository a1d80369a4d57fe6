import { expect, test } from 'vitest'
import { hasRoom } from './nobodys-refusals'

test('some of a flood are written down, each minute anew', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second))
  const written = (second: number) => Array.from({ length: 1_000 }, () => hasRoom(at(second))).filter(Boolean).length
  expect(written(0)).toBe(120)
  expect(written(59)).toBe(0)
  expect(written(60)).toBe(120)
})
