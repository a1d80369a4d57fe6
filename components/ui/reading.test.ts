import { expect, test } from 'vitest'
import { breaths, voiceFor } from './reading'

const voice = (lang: string, localService: boolean, preset = false) => ({ lang, localService, default: preset })

test('the voice is of the language, and on the device before the network', () => {
  const [near, far, us, other] = [voice('es-ES', true), voice('es-US', false, true), voice('es_US', true), voice('en-US', true, true)]
  expect(voiceFor('es', [far, near, other])).toBe(near)
  expect(voiceFor('es', [near, us, far])).toBe(us)
  expect(voiceFor('es', [far, other])).toBe(far)
  expect(voiceFor('es', [other])).toBeNull()
  expect(voiceFor('en', [near, other])).toBe(other)
})

test('a breath is a sentence, and never too long', () => {
  expect(breaths(' Opened by 3 people. Call us! ')).toEqual(['Opened by 3 people.', 'Call us!'])
  expect(breaths('PDF, 1.2 MB.').join(' ')).toBe('PDF, 1.2 MB.')
  const long = `${'una frase que no termina, '.repeat(20)}y aquí acaba.`
  const pieces = breaths(long)
  expect(pieces.length).toBeGreaterThan(2)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(201)
  expect(pieces.join(' ')).toBe(long)
  expect(breaths('x'.repeat(450)).join('')).toBe('x'.repeat(450))
  expect(breaths(' · — ')).toEqual([])
})
