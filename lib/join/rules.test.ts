import { describe, expect, test } from 'vitest'
import { isWeakPin } from './rules'

describe('a PIN', () => {
  test.each(['000000', '123456', '654321', '890123', '121212', '457457'])('%s would be tried first', (pin) => {
    expect(isWeakPin(pin)).toBe(true)
  })
  test.each(['482915', '120938', '112233', '902174'])('%s may be used', (pin) => {
    expect(isWeakPin(pin)).toBe(false)
  })
})
