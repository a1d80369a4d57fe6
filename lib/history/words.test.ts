import { expect, test } from 'vitest'
import { kinds, operationsOf, pieces, refusalWords, words, wordsOf, type Kind } from './words'

test('every sentence can stand after a name, and after “was not allowed to”', () => {
  for (const [operation, { did, to }] of Object.entries(words)) {
    expect([operation, did]).toEqual([operation, expect.stringMatching(/^[a-z]/)])
    expect([operation, to]).toEqual([operation, expect.stringMatching(/^[a-z][^{]*$/)])
    expect(did + to).not.toMatch(/\.$/)
  }
})

test('every kind has operations, and every operation is of one kind', () => {
  const all = (Object.keys(kinds) as Kind[]).flatMap((kind) => operationsOf(kind))
  expect(all.toSorted()).toEqual(Object.keys(words).toSorted())
})

test('an unknown operation is shown by its name rather than hidden', () => {
  expect(wordsOf('future.thing').did).toContain('future.thing')
  expect(wordsOf('constructor').did).toContain('constructor')
})

test('a sentence is cut where a name belongs', () => {
  expect(pieces('opened the record of {patient} today')).toEqual([{ text: 'opened the record of ' }, { of: 'patient' }, { text: ' today' }])
  expect(pieces('read the access history')).toEqual([{ text: 'read the access history' }])
})

test('reasons are told in words, never in codes', () => {
  expect([refusalWords('not_found: no such row in sight'), refusalWords('forbidden: x'), refusalWords('')])
    .toEqual(['there is no such thing here, or it is not theirs', 'their role does not include it', 'it was refused'])
})
