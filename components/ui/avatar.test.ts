import { expect, it } from 'vitest'
import { initials } from './avatar'

it.each([
  ['Maya Lindqvist', 'ML'],
  ['Dr. Ifeoma Okafor', 'IO'],
  ['Dra. Ana María Ruiz de la Vega', 'AV'],
  ['Cher', 'C'],
  ['  ', ''],
  ['𝒜da Łuczak', '𝒜Ł'],
])('%s becomes %s', (name, letters) => expect(initials(name)).toBe(letters))
