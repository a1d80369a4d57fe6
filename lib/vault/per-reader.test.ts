import { expect, test } from 'vitest'
import { perReader } from './per-reader'

test('one reader’s open bodies are bounded, and nobody else’s are', () => {
  const places = perReader(2)
  const leave = places.enter('ann')
  places.enter('ann')
  expect(places.hasRoom('ann')).toBe(false)
  expect(places.hasRoom('bea')).toBe(true)
  leave()
  leave()
  expect(places.hasRoom('ann')).toBe(true)
  places.enter('ann')
  expect(places.hasRoom('ann')).toBe(false)
})
