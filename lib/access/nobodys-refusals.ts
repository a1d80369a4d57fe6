import 'server-only'
import { log } from '@/lib/platform/log'

/** Rows a minute, of one process, for those who come without a session. */
const MOST = 120

let minute = 0
let written = 0
let left = 0

/**
 * Whether one more refusal of somebody without a session is written down. Each is a row for ever, and anybody can cause
 * them: without a bound a loop would fill the disk that the history needs, and no history means no documents. What is left
 * out is counted in the log. Whoever has a session is always written down.
 */
export function hasRoom(now: Date): boolean {
  const current = Math.floor(now.getTime() / 60_000)
  if (current !== minute) {
    if (left > 0) log.warn({ event: 'audit.refusals_of_nobody_left_out', count: left })
    ;[minute, written, left] = [current, 0, 0]
  }
  if (written < MOST) return ++written > 0
  left++
  return false
}
