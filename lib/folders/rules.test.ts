import { expect, test } from 'vitest'
import { credentialOf, stateOf } from './rules'

test.for([
  ['receiving', 'receiving'], ['checking', 'checking'], ['held', 'checking'], ['ready', 'kept'], ['shredded', 'kept'], ['rejected', 'refused'], ['expired', 'over'],
  // What rests is damaged: whoever still has a copy keeps it.
  ['corrupt', 'checking'], ['anything new', 'checking'],
] as const)('a version that is %s is %s to its program', ([state, told]) => expect(stateOf(state)).toBe(told))

test('a credential is one line that a program can take apart', () => {
  expect(credentialOf('0b0c', 'a-b_c').split('.')).toEqual(['folder', '0b0c', 'a-b_c'])
})
