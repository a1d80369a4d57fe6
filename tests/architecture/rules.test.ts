import { describe, expect, test } from 'vitest'
import { rules } from './rules'
import { source, sources } from './source'

const tree = sources()

describe.for(rules)('$name', ({ broken, plant }) => {
  test('in the whole tree', () => {
    expect(broken(tree)).toEqual([])
  })

  test('and a planted violation is noticed', () => {
    const planted = source(plant.path, plant.text)
    expect(broken([planted]).join('\n')).toContain(plant.path)
  })
})

test('the tree that is read is the product', () => {
  expect(tree.length).toBeGreaterThan(100)
  expect(tree.map(({ path }) => path)).toContain('lib/access/perform.ts')
})
