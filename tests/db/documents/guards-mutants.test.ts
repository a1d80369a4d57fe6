import { expect, inject, test } from 'vitest'
import { sample } from '@/tests/attack/guards/mutant-list'
import { tryMutant } from '@/tests/attack/guards/mutants'
import { guards } from '@/tests/attack/guards/table'

// The suite goes red when a guard is taken out of a copy of the product. One of each here; all of them in `npm run soak mutants`.

test('each guard has a mutant in the sample', () => {
  expect(new Set(sample.map(({ guard }) => guard))).toEqual(new Set(guards))
})

test.for(sample)('$guard: "$name" is noticed', { timeout: 120_000 }, async (mutant) => {
  const { outcome, said } = await tryMutant(mutant, inject('cluster'), true)
  expect(outcome, said).toBe('red')
})
