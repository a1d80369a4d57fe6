import 'server-only'
import type { KeyRing } from './key-ring'
import { openPracticeKey } from './keys'
import type { WrappedPracticeKey } from './keys'

/** An unwrapped practice key lives at most this long, so destroying or retiring one takes hold within a minute. */
export const PRACTICE_KEY_TTL_MS = 60_000

export type PracticeKeys = {
  /**
   * Runs `use` with the plain key of the row. `use` must not keep the buffer nor wait: it is cleared when it leaves
   * the cache, which cannot happen during a synchronous call.
   * @throws KeyError
   */
  use<T>(row: WrappedPracticeKey, use: (key: Uint8Array) => T extends Promise<unknown> ? never : T): T
  /** Clears every key held. */
  clear(): void
}

/**
 * A small cache of unwrapped practice keys, least recently used out first. Entries are found by what is stored
 * (practice, version and the wrapped bytes), so a changed row never meets an old key.
 * @param now milliseconds, monotonic
 */
export function practiceKeys(ring: KeyRing, limit = 256, now: () => number = () => performance.now()): PracticeKeys {
  const held = new Map<string, { key: Buffer; until: number }>()
  const drop = (id: string): void => {
    held.get(id)?.key.fill(0)
    held.delete(id)
  }
  return {
    use(row, use) {
      const id = `${row.practice}|${row.version}|${row.rootKid}|${Buffer.from(row.wrapped).toString('base64')}`
      const at = now()
      let entry = held.get(id)
      if (entry && at >= entry.until) {
        drop(id)
        entry = undefined
      }
      if (entry) held.delete(id)
      entry ??= { key: openPracticeKey(ring, row), until: at + PRACTICE_KEY_TTL_MS }
      held.set(id, entry)
      for (const [oldest, { until }] of held) {
        if (oldest !== id && (held.size > limit || at >= until)) drop(oldest)
        else break
      }
      return use(entry.key)
    },
    clear() {
      for (const id of held.keys()) drop(id)
    },
  }
}
