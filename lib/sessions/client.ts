import type { SessionState } from '@/lib/sessions/schema'

/** What the server says of the session in this browser: nobody is signed in (`ended`); it could not be asked (null). */
type Asked = Pick<SessionState, 'state' | 'personId'> | 'ended' | null

/** Asks whose the session of this browser is; asking renews nothing. */
export async function askWhose(): Promise<Asked> {
  try {
    const answer = await fetch('/api/session/state', { cache: 'no-store' })
    if (answer.ok) return await answer.json() as SessionState
    return answer.status === 401 ? 'ended' : null
  } catch {
    return null
  }
}

/**
 * The turn of what a person left to be sent one after another. While her session is locked or over, or a colleague sits
 * here, it waits: what was begun in her name goes on in hers, or not at all.
 */
export class Turn {
  #person: string | undefined
  readonly #ask: () => Promise<Asked>
  readonly #pause: () => Promise<void>

  constructor(pause: () => Promise<void>, ask = askWhose) {
    this.#pause = pause
    this.#ask = ask
  }

  /**
   * Settles when it is her turn; false where it would have to wait for a page that was left. `refused`: the last one came
   * back, so do not ask at once.
   */
  async comes({ refused, left }: { refused: boolean; left: () => boolean }): Promise<boolean> {
    if (refused) await this.#pause()
    for (;;) {
      const now = await this.#ask()
      // Where nobody answers, sending fails and says so.
      if (now === null) return true
      if (now !== 'ended') {
        this.#person ??= now.personId
        if (now.state === 'live' && now.personId === this.#person) return true
      }
      if (left()) return false
      await this.#pause()
    }
  }
}

type Clocks = { wall: () => number; steady: () => number }
const real: Clocks = { wall: () => Date.now(), steady: () => performance.now() }

/**
 * Time gone by (ms) by two clocks, of which the one that has gone further is believed: the wall clock goes on while a
 * laptop sleeps but may be set back; the monotonic one cannot be set but may sleep too. Never negative.
 */
class Stopwatch {
  #wall: number
  #steady: number
  readonly #clocks: Clocks

  constructor(clocks: Clocks) {
    this.#clocks = clocks
    this.#wall = clocks.wall()
    this.#steady = clocks.steady()
  }

  gone(): number {
    return Math.max(0, this.#clocks.wall() - this.#wall, this.#clocks.steady() - this.#steady)
  }

  restart(): void {
    this.#wall = this.#clocks.wall()
    this.#steady = this.#clocks.steady()
  }
}

/** Counts down to the lock. A clock that jumps forward at worst locks early. */
export class IdleClock {
  #seconds: number
  readonly #since: Stopwatch

  constructor(seconds: number, clocks = real) {
    this.#seconds = seconds
    this.#since = new Stopwatch(clocks)
  }

  /** The server said how many seconds are left. */
  set(seconds: number): void {
    this.#seconds = seconds
    this.#since.restart()
  }

  /** Seconds left; 0 or less: locked. */
  left(): number {
    return this.#seconds - this.#since.gone() / 1000
  }
}

/** Browsers let a window in the background run once a minute. A longer silence of every window was a suspended machine. */
const asleepAfter = 150_000
const stampGoodFor = 90_000

/**
 * Notices that the machine slept, however short of the idle time: whoever opens a closed laptop may be somebody else.
 * Windows of one browser vouch for each other by a stamp in their common storage, since a browser also freezes single
 * windows, and that is no sleep.
 */
export class SleepWatch {
  readonly #since: Stopwatch
  readonly #clocks: Clocks
  readonly #stamp: { read: () => number; write: (at: number) => void }

  constructor(stamp: { read: () => number; write: (at: number) => void } = stored, clocks = real) {
    this.#clocks = clocks
    this.#since = new Stopwatch(clocks)
    this.#stamp = stamp
  }

  /** Whether the machine slept since the last time this was asked. Ask every second. */
  slept(): boolean {
    const age = this.#clocks.wall() - this.#stamp.read()
    const asleep = this.#since.gone() > asleepAfter && !(age >= 0 && age < stampGoodFor)
    this.#since.restart()
    if (!asleep) this.#stamp.write(this.#clocks.wall())
    return asleep
  }
}

const key = 'enamel-awake'
const stored = {
  read: () => {
    try {
      return Number(localStorage.getItem(key) ?? Number.NaN)
    } catch {
      return Number.NaN
    }
  },
  write: (at: number) => {
    try {
      localStorage.setItem(key, String(at))
    } catch {
      // A browser without storage has no second window to vouch for this one.
    }
  },
}
