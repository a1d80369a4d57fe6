import { afterEach, expect, test } from 'vitest'
import { setClock } from '@/lib/platform/clock'
import { newTotpSecret, sealTotp, totpCode, totpSecondsLeft, totpStep, totpUri, unsealTotp } from './totp'

let back = () => {}
afterEach(() => back())
const at = (seconds: number) => (back = setClock(() => new Date(seconds * 1000)))

// RFC 6238 appendix B, the SHA-1 rows, shortened to six digits; the secret is its "12345678901234567890".
test.each([[59, '287082'], [1111111109, '081804'], [1111111111, '050471'], [1234567890, '005924'], [2000000000, '279037']])('at second %i the code is %s', (moment, code) => {
  at(moment)
  expect(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toBe(code)
  expect(totpStep('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', code)).toBe(Math.floor(moment / 30))
})

test('one step to either side is accepted, and no more', () => {
  at(1_800_000_000)
  const secret = newTotpSecret()
  const step = 1_800_000_000 / 30
  expect([-2, -1, 0, 1, 2].map((by) => totpStep(secret, totpCode(secret, by)))).toEqual([null, step - 1, step, step + 1, null])
})

test('what is no code of six digits is none', () => {
  const secret = newTotpSecret()
  for (const code of ['', '12345', '1234567', 'abcdef', '१२३४५६', ' 12345']) expect(totpStep(secret, code)).toBeNull()
})

test('a secret has 160 bits, is stored sealed to its person, and reaches the app by its own scheme', () => {
  const secret = newTotpSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(unsealTotp('a', sealTotp('a', secret))).toBe(secret)
  expect(() => unsealTotp('b', sealTotp('a', secret))).toThrow('unable to authenticate')
  expect(totpUri(secret, 'joy@example.org')).toMatch(/^otpauth:\/\/totp\/Enamel/)
})

test('the countdown runs from thirty to one', () => {
  at(1_800_000_000)
  expect(totpSecondsLeft()).toBe(30)
  at(1_800_000_029)
  expect(totpSecondsLeft()).toBe(1)
})
