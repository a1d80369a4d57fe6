import { readFileSync, readdirSync } from 'node:fs'

/** What a process and its children hold at one moment (Linux): resident bytes, and open files. */
export type Footprint = { bytes: number; files: number }

export function footprint(pid: number): Footprint {
  const bytes = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  const own = { bytes, files: readdirSync(`/proc/${pid}/fd`).length }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => {
    const { bytes, files } = footprint(Number(child))
    return { bytes: sum.bytes + bytes, files: sum.files + files }
  }, own)
}

/**
 * What has grown, or null: the middle of the last third against the middle of the first, which is warm by then. Memory may
 * breathe by a fifth; files are closed or they are not.
 */
export function growth(samples: readonly Footprint[]): string | null {
  if (samples.length < 6) return null
  const third = Math.floor(samples.length / 3)
  const middle = (some: readonly Footprint[], of: keyof Footprint) => some.map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0
  const [first, last] = [samples.slice(0, third), samples.slice(-third)]
  const [bytes, files] = [middle(last, 'bytes') / middle(first, 'bytes'), middle(last, 'files') - middle(first, 'files')]
  if (bytes > 1.2) return `memory grew to ${bytes.toFixed(2)} times`
  return files > 40 ? `${files} more files are open` : null
}
