import 'server-only'
import type { SniffReason } from './probe'
import { Tail } from './tail'

const HEAD = 1 << 16
const RECENT = 1 << 18
const SLICE = 1 << 16
const WANTED = 8 << 20

type Want = { at: number; bytes: Buffer; have: number; then: (bytes: Buffer) => SniffReason | null }

export type Reach = {
  /**
   * Asks for bytes at a place, behind or ahead, and goes on when they are there: at once, or as they come by.
   * `unreadable`: they are behind and no longer at hand, or too much is wanted.
   */
  want(at: number, bytes: number, then: Want['then']): SniffReason | null
  push(chunk: Uint8Array): SniffReason | null
  length(): number
  /** Whether everything that was asked for has come. */
  complete(): boolean
}

/** Seeks in what only streams past: keeps the first 64 KiB and the last 256 KiB, and what was asked for. */
export function reach(): Reach {
  const wants = new Set<Want>()
  const head = Buffer.alloc(HEAD)
  const tail = new Tail(RECENT)
  let at = 0
  let wanted = 0

  const want: Reach['want'] = (from, length, then) => {
    wanted += length
    if (wanted > WANTED) return 'unreadable'
    const one: Want = { at: from, bytes: Buffer.alloc(length), have: 0, then }
    const recent = tail.last()
    if (from < at - recent.length) {
      if (from + length > Math.min(at, HEAD)) return 'unreadable'
      head.copy(one.bytes, 0, from, from + length)
      one.have = length
    } else if (from < at) one.have = recent.copy(one.bytes, 0, recent.length - (at - from))
    if (one.have === length) return then(one.bytes)
    wants.add(one)
    return null
  }
  const take = (slice: Buffer): SniffReason | null => {
    if (at < HEAD) slice.copy(head, at)
    const from = at
    at += slice.length
    tail.push(slice)
    // Wants that are born meanwhile are served from what is at hand.
    for (const one of Array.from(wants)) {
      const next = one.at + one.have
      if (next < from || next >= at) continue
      one.have += slice.copy(one.bytes, one.have, next - from)
      if (one.have < one.bytes.length) continue
      wants.delete(one)
      const reason = one.then(one.bytes)
      if (reason) return reason
    }
    return null
  }
  return {
    want,
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      for (let done = 0; done < bytes.length; done += SLICE) {
        const reason = take(bytes.subarray(done, done + SLICE))
        if (reason) return reason
      }
      return null
    },
    length: () => at,
    complete: () => wants.size === 0,
  }
}
