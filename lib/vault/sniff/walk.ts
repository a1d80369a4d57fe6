import 'server-only'
import type { Probe, ProbeResult, SniffReason } from './probe'

/** What a walk wants next: so many bytes to look at, or so many to pass by. `last`: it may also be the file's end. */
export type Step = { readonly take: number; readonly last?: true } | { readonly skip: number }

/** Reads through a file from its first byte to its last; returns what it found, or why it is none. */
export type Walk = Generator<Step, ProbeResult | SniffReason, Buffer>

/** For the place where a file may end: the bytes are empty if it does. */
export const orEnd = (take: number): Step => ({ take, last: true })

/**
 * Makes a probe of a walk. It holds the bytes that the walk asked for and no others, so whoever writes a walk bounds what
 * it takes. What comes after the walk has returned stands behind the file's end.
 */
export function walked(walk: Walk): Probe {
  let step: Step | undefined
  let result: ProbeResult | undefined
  let taken = Buffer.alloc(0)
  let done = 0
  const go = (bytes: Buffer): void => {
    const next = walk.next(bytes)
    done = 0
    step = next.done ? undefined : next.value
    if (step && 'take' in step) taken = Buffer.alloc(step.take)
    if (next.done) result = typeof next.value === 'string' ? { ok: false, reason: next.value } : next.value
  }
  /** Steps of no bytes are done at once. */
  const settle = (): void => {
    for (let now = step; now && done === ('take' in now ? now.take : now.skip); now = step) go('take' in now ? taken : Buffer.alloc(0))
  }
  go(Buffer.alloc(0))
  settle()
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; settle()) {
        if (!step) return result && !result.ok ? result.reason : 'extra_data'
        const part = Math.min(chunk.length - at, ('take' in step ? step.take : step.skip) - done)
        if ('take' in step) taken.set(chunk.subarray(at, at + part), done)
        done += part
        at += part
      }
      return result && !result.ok ? result.reason : null
    },
    finish() {
      if (step && 'take' in step && step.last && done === 0) go(Buffer.alloc(0))
      return result ?? { ok: false, reason: 'incomplete' }
    },
  }
}
