import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { campaign, setStage, type Stage } from './campaign'
import type { OperationName, Point } from './points'

// A disk of its own that really fills up, where whoever runs this may mount one; elsewhere the same points meet a seeded fault.

const disk = mkdtempSync(join(tmpdir(), 'enamel-small-disk-'))
const mounted = process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' }).status === 0
const before = process.env.TMPDIR

let stage: Stage
beforeAll(async () => {
  process.env.TMPDIR = disk
  stage = await setStage(inject('cluster'))
})
afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  if (mounted) spawnSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

test('a disk that fills up in the middle of a write costs nobody what was acknowledged', { timeout: 120_000 }, async () => {
  const at = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]
  const names: OperationName[] = ['upload', 'parts', 'send', 'correct']
  const points = names.flatMap((operation, row) => at.map((share, column): Point => ({ n: row * 100 + column, operation, kind: 'full', at: share, phase: 'before', seed: `full ${row} ${column}` })))
  const { findings, figures } = await campaign(stage, points, { ballast: mounted ? join(disk, 'ballast') : null })
  expect(findings).toEqual([])
  // The control: some were refused for want of room.
  expect(figures.refused).toBeGreaterThan(5)
  expect(figures.struck).toBe(points.length)
})
