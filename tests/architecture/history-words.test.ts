import { expect, test } from 'vitest'
import { words } from '@/lib/history/words'
import { everyOperation } from '../access/operations'

test('every operation that may stand in a practice’s history has plain words', async () => {
  const inHistory = (await everyOperation()).map(({ operation }) => operation.spec).filter(({ as }) => as === 'staff' || as === 'patient' || as === 'guest' || as === 'folder')
  expect(inHistory.length).toBeGreaterThan(40)
  expect(inHistory.map(({ name }) => name).filter((name) => !Object.hasOwn(words, name))).toEqual([])
})

test('words stand for nothing that is no operation, but for what the doors and the database record themselves', async () => {
  const names = new Set((await everyOperation()).map(({ operation }) => operation.spec.name))
  expect(Object.keys(words).filter((name) => !names.has(name)).toSorted()).toEqual([
    'documents.checked', 'documents.corrected', 'documents.sent', 'imports.filed', 'imports.left', 'imports.removed', 'proxies.ran_out', 'quota.found_damaged', 'quota.found_whole', 'retention.destroyed',
    'shares.page', 'shares.save',
  ])
})
