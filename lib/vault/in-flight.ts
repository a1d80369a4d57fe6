import 'server-only'

/**
 * How many plain bytes the process may hold for readers at one time. Each body leases room for its next piece; when
 * half is taken, pieces become small, so that many slow readers share the memory instead of filling it.
 */
export type InFlight = {
  /** Bytes leased now. */
  readonly used: number
  /** Whether one more body may begin. */
  hasRoom(): boolean
  lease(): Lease
}

export type Lease = {
  /** Gives the former piece back and takes room for the next; returns its size in segments. */
  next(wanted: number): number
  end(): void
}

/** @param limit bytes; @param unit bytes in one segment */
export function inFlight(limit: number, unit: number): InFlight {
  let used = 0
  return {
    get used() {
      return used
    },
    hasRoom: () => used + unit <= limit,
    lease() {
      let mine = 0
      const hold = (bytes: number): void => {
        used += bytes - mine
        mine = bytes
      }
      return {
        next(wanted) {
          hold(0)
          // One segment is always given: a body that has begun must be able to go on.
          const segments = used + wanted * unit <= limit / 2 ? wanted : 1
          hold(segments * unit)
          return segments
        },
        end: () => hold(0),
      }
    },
  }
}
