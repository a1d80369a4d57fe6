import { expect, test } from 'vitest'
import { fullness } from './rules'

test.for([
  [0, 'room', 0], [799, 'room', 79], [800, 'filling', 80], [949, 'filling', 94], [950, 'nearly_full', 95], [999, 'nearly_full', 99],
  [1000, 'full', 100], [1500, 'full', 150],
] as const)('%i of 1000 is %s', ([used, level, percent]) => {
  expect(fullness(used, 1000)).toEqual({ level, percent })
})
