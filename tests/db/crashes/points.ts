import { dice } from '../../attack/engine/absent'

/** What is under way when it crashes. `store`: bytes are written or read meanwhile, so that a store's troubles concern it. */
export const operations = {
  upload: { share: 12, store: true },
  parts: { share: 12, store: true },
  'large-parts': { share: 2, store: true },
  send: { share: 8, store: true },
  correct: { share: 8, store: true },
  cancel: { share: 3, store: true },
  pictures: { share: 5, store: true },
  file: { share: 7, store: false },
  release: { share: 8, store: false },
  withdraw: { share: 4, store: false },
  move: { share: 5, store: false },
  wrong: { share: 7, store: false },
  delete: { share: 5, store: false },
  restore: { share: 3, store: false },
  destroy: { share: 6, store: true },
  tidy: { share: 4, store: true },
  serve: { share: 8, store: true },
  sheet: { share: 2, store: true },
} as const
export type OperationName = keyof typeof operations
export const operationNames = Object.keys(operations) as OperationName[]

/**
 * - `kill`: SIGKILL
 * - `power`: SIGKILL, and of what was not synced to the disk only a part is found afterwards (power.ts)
 * - `full`: no room from there on, in the middle of a write
 * - `gone`: the store's folder is away, or empty as where a volume is not mounted, until the request is over
 * - `cut`: every connection of the product's is ended by the database
 * - `down`: the database server is stopped at once and started again a moment later
 */
export const kinds = { kill: 44, power: 22, full: 8, gone: 7, cut: 17, down: 2 } as const
export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as Kind[]

/** Where within one call to the outside (a statement, a call of the file system, a program started) it strikes. */
export type Phase = 'before' | 'amid' | 'after'

/**
 * One crash point; all of it follows from the seed and its number. `at`: how far through the calls of the operation; from 1 on,
 * right after its answer was heard.
 */
export type Point = { n: number; operation: OperationName; kind: Kind; at: number; phase: Phase; seed: string }

export function pointOf(seed: string, n: number): Point {
  const roll = dice(`${seed} ${n}`)
  const operation = weighted(operationNames, (name) => operations[name].share, roll)
  const possible = kindNames.filter((kind) => operations[operation].store || !['power', 'full', 'gone'].includes(kind))
  const kind = weighted(possible, (name) => kinds[name], roll)
  return { n, operation, kind, at: roll(12_000) / 10_000, phase: (['before', 'amid', 'after'] as const)[roll(3)] ?? 'before', seed: `${seed} ${n}` }
}

function weighted<T>(among: readonly T[], share: (one: T) => number, roll: (below: number) => number): T {
  let left = roll(among.reduce((sum, one) => sum + share(one), 0))
  for (const one of among) if ((left -= share(one)) < 0) return one
  throw new Error('nothing to choose among')
}

export const nameOf = ({ n, operation, kind, at, phase }: Point) => `point ${n} (${operation}, ${kind} ${phase} ${at})`
