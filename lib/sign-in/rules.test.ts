import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { landing, ownPath, withNext, type HatRow } from './rules'

describe('the address to come back to', () => {
  test.each(['/hats', '/practice/1/patients?q=o%27neil&page=2', '/portal/x/documents', '/', '/account/factors?enrol&next=%2Fhats'])('%s is ours', (path) => {
    expect(ownPath(path)).toBe(path)
  })

  test('the door of a document leads on after an unlocking; a signed link, or anything beside the door, does not', () => {
    const [hat, document] = ['0199c0de-0000-7000-8000-00000000000a', '0199c0de-0000-7000-8000-00000000000b']
    for (const tail of ['', '?as=inline', '?as=attachment']) expect(ownPath(`/v1/o/${hat}/${document}${tail}`)).toBe(`/v1/o/${hat}/${document}${tail}`)
    for (const path of [`/v1/d/${hat}/${document}`, `/v1/o/${hat}/${document}/x`, `/v1/o/${hat}/${document}?as=inline&x`, `/v1/o/${hat}/../../d/x`,
      `/v1/o/${hat}`, `/v1/o/x/${document}`, `/v1/u/${hat}`, `/v1/o/${hat}/${document}/../../../d/x`]) expect(ownPath(path)).toBeNull()
  })

  test.each([
    'https://evil.example', '//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example', '/\n//evil.example', ' /hats', 'hats', '',
    'javascript:alert(1)', '/%0a\u0000', '/sign-in', '/sign-in/second-factor?next=/x', '/locked', '/confirm?next=/confirm', '/api/session/act', '/v1/d/x',
    '/./../sign-in', '/x/..//evil.example\\', '/.//evil.example', '/a/..//evil.example', undefined, null, 7, ['/hats'], `/${'x'.repeat(600)}`,
  ])('%j is not', (path) => {
    expect(ownPath(path)).toBeNull()
  })

  test('whatever is accepted stays on this site, for every reader of addresses', () => {
    const hostile = fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%', 'a', 'evil.example', '\t', '\n', ' ', '//', 'é'), maxLength: 12 })
    fc.assert(fc.property(hostile.map((text) => `/${text}`), (text) => {
      const path = ownPath(text)
      if (path === null) return
      expect(new URL(path, 'https://ours.example').origin).toBe('https://ours.example')
      expect(new URL(path, 'https://ours.example/deep/er').origin).toBe('https://ours.example')
      expect(path).not.toMatch(/^\/[/\\]/)
    }), { numRuns: 3000 })
  })
})

test('one hat opens by itself; several, or none, lead to the switcher', () => {
  const hat = (kind: 'staff' | 'patient'): HatRow => ({ kind, id: 'h', practiceId: 'p', practiceName: '', label: '', roles: [], relation: null, scope: null, categories: [], task: null, expiresAt: null, timeZone: 'UTC' })
  expect(landing([hat('staff')])).toBe('/practice/p')
  expect(landing([hat('patient')])).toBe('/portal/h')
  expect(landing([hat('patient'), hat('staff')])).toBe('/hats')
  expect(landing([])).toBe('/hats')
})

test('the address is handed on whole', () => {
  expect(withNext('/a', '/b?c=d&e')).toBe('/a?next=%2Fb%3Fc%3Dd%26e')
  expect(withNext('/a?x', '/b')).toBe('/a?x&next=%2Fb')
  expect(withNext('/a', null)).toBe('/a')
})
