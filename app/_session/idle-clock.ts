/**
 * Counts down by two clocks and believes the one that has gone further: the wall clock goes on while a laptop sleeps but
 * may be set back; the monotonic one cannot be set but may sleep too. A clock that jumps forward at worst locks early.
 */
export class IdleClock {
  #seconds = 0
  #wall = 0
  #steady = 0
  readonly #clocks: { wall: () => number; steady: () => number }

  constructor(seconds: number, clocks = { wall: () => Date.now(), steady: () => performance.now() }) {
    this.#clocks = clocks
    this.set(seconds)
  }

  /** The server said how many seconds are left. */
  set(seconds: number): void {
    this.#seconds = seconds
    this.#wall = this.#clocks.wall()
    this.#steady = this.#clocks.steady()
  }

  /** Seconds left; 0 or less: locked. */
  left(): number {
    const gone = Math.max(this.#clocks.wall() - this.#wall, this.#clocks.steady() - this.#steady) / 1000
    return this.#seconds - gone
  }
}
