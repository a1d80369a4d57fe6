import { existsSync, linkSync, mkdirSync, openSync, closeSync, renameSync, rmSync, rmdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FileCall, Weather } from './seams'

type Entry = { touches: string[]; undo: () => void; settled?: () => void }

/**
 * What a loss of power may leave of a store, with real files: names are kept in the order in which they were given, as
 * journaling file systems do, and those that no synced folder holds yet may be gone; bytes that no sync covered may be missing
 * from some place on, or be there as zeroes.
 */
export function powerLoss(limbo: string): Weather & { tear: (roll: (below: number) => number) => void } {
  mkdirSync(limbo, { recursive: true })
  let entries: Entry[] = []
  /** Bytes of each file begun here that a sync has covered. */
  const durable = new Map<string, number>()
  const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0)
  let copies = 0

  return {
    before: ({ name, path }) => {
      // Kept aside until the removal is for good.
      if (name !== 'rm' || !existsSync(path)) return
      const copy = join(limbo, `${copies++}-${basename(path)}`)
      linkSync(path, copy)
      entries.push({ touches: [dirname(path)], undo: () => existsSync(copy) && !existsSync(path) && renameSync(copy, path), settled: () => rmSync(copy, { force: true }) })
    },
    done: ({ name, path, to = '', flags }: FileCall) => {
      if (name === 'open' && flags === 'wx') {
        durable.set(path, 0)
        entries.push({ touches: [dirname(path)], undo: () => rmSync(path, { force: true }) })
      }
      if (name === 'mkdir') entries.push({ touches: [dirname(path)], undo: () => rmdirSync(path) })
      if (name === 'rename') {
        durable.set(to, durable.get(path) ?? sizeOf(to))
        durable.delete(path)
        entries.push({ touches: [dirname(path), dirname(to)], undo: () => {
          renameSync(to, path)
          durable.set(path, durable.get(to) ?? 0)
          durable.delete(to)
        } })
      }
      if (name !== 'sync') return
      if (durable.has(path)) durable.set(path, sizeOf(path))
      const last = entries.findLastIndex(({ touches }) => touches.includes(path))
      for (const entry of entries.splice(0, last + 1)) entry.settled?.()
    },
    tear: (roll) => {
      for (const { undo } of entries.splice(roll(entries.length + 1)).reverse()) undo()
      for (const [path, safe] of durable) {
        const size = sizeOf(path)
        if (size <= safe) continue
        const from = safe + roll(size - safe)
        const what = roll(3)
        if (what > 0) truncateSync(path, from)
        if (what > 1) zeroes(path, size - from)
      }
      entries = []
    },
  }
}

function zeroes(path: string, length: number): void {
  const file = openSync(path, 'a')
  writeSync(file, Buffer.alloc(length))
  closeSync(file)
}
