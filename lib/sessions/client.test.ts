import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IdleClock, SleepWatch, Turn } from './client'

function machine() {
  let wall = 1_000_000
  let steady = 5_000
  let stamp = Number.NaN
  return {
    clocks: { wall: () => wall, steady: () => steady },
    stamp: { read: () => stamp, write: (at: number) => { stamp = at } },
    /** Time passes for everybody. */
    pass: (seconds: number) => { wall += seconds * 1000; steady += seconds * 1000 },
    /** The lid is closed: on some systems the monotonic clock stands still. */
    sleep: (seconds: number) => { wall += seconds * 1000 },
    set: (seconds: number) => { wall += seconds * 1000 },
    otherWindow: () => { stamp = wall },
  }
}

describe('the countdown', () => {
  test('runs, and starts anew with what the server says', () => {
    const m = machine()
    const clock = new IdleClock(900, m.clocks)
    m.pass(300)
    expect(clock.left()).toBe(600)
    clock.set(900)
    expect(clock.left()).toBe(900)
  })

  test('counts a sleep in which the monotonic clock stood still', () => {
    const m = machine()
    const clock = new IdleClock(900, m.clocks)
    m.sleep(901)
    expect(clock.left()).toBeLessThan(0)
  })

  test('is never lengthened, whatever the wall clock is set to', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(600), fc.integer({ min: -1e6, max: 1e6 })), { maxLength: 30 }), (steps) => {
      const m = machine()
      const clock = new IdleClock(900, m.clocks)
      let passed = 0
      for (const [pass, jump] of steps) {
        m.pass(pass)
        m.set(jump)
        passed += pass
        expect(clock.left()).toBeLessThanOrEqual(900 - passed)
      }
    }))
  })
})

describe('sleep', () => {
  const watch = (m: ReturnType<typeof machine>) => new SleepWatch(m.stamp, m.clocks)

  test('is noticed at the first look, and once', () => {
    const m = machine()
    const sleeping = watch(m)
    m.pass(1)
    expect(sleeping.slept()).toBe(false)
    m.sleep(200)
    expect(sleeping.slept()).toBe(true)
    m.pass(1)
    expect(sleeping.slept()).toBe(false)
  })

  test('is not what a browser does to a window in the background', () => {
    const m = machine()
    const sleeping = watch(m)
    for (let round = 0; round < 20; round++) {
      m.pass(60)
      expect(sleeping.slept()).toBe(false)
    }
  })

  test('is not a frozen window either, while another one runs; and the other cannot vouch for the time the machine slept', () => {
    const m = machine()
    const frozen = watch(m)
    m.pass(600)
    m.otherWindow()
    expect(frozen.slept()).toBe(false)
    m.otherWindow()
    m.sleep(600)
    expect(frozen.slept()).toBe(true)
  })

  test('of two windows is noticed by both', () => {
    const m = machine()
    const [one, two] = [watch(m), watch(m)]
    for (const each of [one, two]) expect(each.slept()).toBe(false)
    m.sleep(600)
    expect([one.slept(), two.slept()]).toEqual([true, true])
  })

  test('is not hidden by a clock set back, nor by a stamp from the future', () => {
    const m = machine()
    const sleeping = watch(m)
    m.stamp.write(1e12)
    m.pass(200)
    m.set(-100_000)
    expect(sleeping.slept()).toBe(true)
  })
})

describe('a queue of uploads', () => {
  const live = { state: 'live', personId: 'desk' } as const
  /** What the server says, one answer a time; what the tray does in between is counted. */
  function queue(...answers: ({ state: 'live' | 'locked'; personId: string } | 'ended' | null)[]) {
    let pauses = 0
    const turn = new Turn(async () => void pauses++, async () => answers.shift() ?? null)
    return { comes: (refused = false, left = () => false) => turn.comes({ refused, left }), pauses: () => pauses, unasked: () => answers.length }
  }

  test('goes on at once while its person is there', async () => {
    const q = queue(live, live)
    expect([await q.comes(), await q.comes(), q.pauses()]).toEqual([true, true, 0])
  })

  test('waits while her session is locked or over, or a colleague sits here, and goes on in her name alone', async () => {
    const q = queue(live, { state: 'locked', personId: 'desk' }, 'ended', { state: 'live', personId: 'hygienist' }, live)
    await q.comes()
    expect([await q.comes(true), q.pauses(), q.unasked()]).toEqual([true, 4, 0])
  })

  test('goes on after its page was left, but does not wait for it; and where nobody answers lets sending say so', async () => {
    const q = queue(live, { state: 'locked', personId: 'desk' }, null)
    const left = () => true
    expect([await q.comes(false, left), await q.comes(false, left), await q.comes(), q.pauses()]).toEqual([true, false, true, 0])
  })
})
