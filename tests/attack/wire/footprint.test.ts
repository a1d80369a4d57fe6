import { openSync, closeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { footprint, growth } from './footprint'

test('a process is measured with what it has open', () => {
  const before = footprint(process.pid)
  const held = Array.from({ length: 50 }, () => openSync('/dev/null', 'r'))
  const after = footprint(process.pid)
  held.forEach(closeSync)
  expect(before.bytes).toBeGreaterThan(10_000_000)
  expect(after.files - before.files).toBeGreaterThanOrEqual(45)
})

test('growth is told from breathing', () => {
  const samples = (bytes: (at: number) => number, files: (at: number) => number = () => 60) => Array.from({ length: 30 }, (_, at) => ({ bytes: bytes(at), files: files(at) }))
  expect(growth(samples((at) => 400e6 + (at % 5) * 10e6))).toBeNull()
  expect(growth(samples((at) => 400e6 + at * 8e6))).toMatch(/^memory grew/)
  expect(growth(samples(() => 400e6, (at) => 60 + at * 3))).toMatch(/more files/)
})
