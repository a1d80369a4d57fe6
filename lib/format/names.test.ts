import { expect, test } from 'vitest'
import { count, fullName, inWords, listName } from './names'
import { formatPhone, phoneDigits, phoneHref } from './phones'

test('names', () => {
  const maria = { givenName: 'Maria', familyName: 'García', preferredName: 'Mía' }
  expect([fullName(maria), listName(maria), listName({ ...maria, preferredName: 'Maria' }), listName({ ...maria, preferredName: '' })])
    .toEqual(['Maria García', 'García, Maria (Mía)', 'García, Maria', 'García, Maria'])
  expect([inWords([]), inWords(['a']), inWords(['a', 'b']), inWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
  expect([count(1, 'visit'), count(0, 'visit'), count(2, 'child', 'children')]).toEqual(['1 visit', '0 visits', '2 children'])
})

test('phones', () => {
  expect(['4235550110', '423.555.0110', '+1 (423) 555-0110'].map(formatPhone)).toEqual(Array(3).fill('(423) 555-0110'))
  expect(['+49 30 901820', '555-0110', 'ask her son', ''].map(formatPhone)).toEqual(['+49 30 901820', '555-0110', 'ask her son', ''])
  expect([phoneDigits('+1 (423) 555-0110'), phoneDigits('1234')]).toEqual(['4235550110', '1234'])
  expect(phoneHref('+1 (423) 555-0110')).toBe('tel:+14235550110')
})
