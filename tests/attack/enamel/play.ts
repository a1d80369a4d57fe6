import { keepLedger, type Ledger } from '../engine/ledger'
import { runMatrix } from '../engine/runner'
import type { Target } from '../engine/types'
import { deadEnds, type DeadEnd } from './dead-ends'
import type { Stage } from './target'

export type Played = { ledger: Ledger; seconds: number; ok: boolean }

/** Plays one part of the matrix. */
export async function playPart(target: Target, progress?: (done: number, of: number) => void): Promise<Played> {
  const result = await runMatrix(target, { progress })
  return { ledger: keepLedger(result, target.exempt), seconds: result.seconds, ok: result.ok }
}

/** Plays everything, and what has no control of its own last. */
export async function playAll(stage: Stage, told: (played: Played) => void, progress?: (done: number, of: number) => void): Promise<{ parts: Played[]; ends: DeadEnd[] }> {
  const parts: Played[] = []
  for (const part of stage.parts) {
    const played = await playPart(await part(), progress)
    told(played)
    parts.push(played)
  }
  return { parts, ends: await deadEnds(stage.at, stage.scene) }
}

/** One line for all parts together. */
export function summary(parts: readonly Played[]): string {
  const sum = (key: 'tried' | 'denied' | 'allowed' | 'leaked' | 'wrong' | 'unproven') => parts.reduce((total, { ledger }) => total + ledger.total[key], 0)
  const requests = parts.reduce((total, { ledger }) => total + ledger.requests, 0)
  const seconds = parts.reduce((total, part) => total + part.seconds, 0)
  return `${sum('tried')} tried: ${sum('denied')} denied, ${sum('allowed')} allowed, ${sum('leaked')} leaked, ${sum('wrong')} wrong, ${sum('unproven')} unproven; ${requests} requests in ${seconds.toFixed(0)} s`
}
