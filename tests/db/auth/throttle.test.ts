import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identity } from '@/db/identity'
import { bucket, passwordBuckets, secondsToWait, settle, spoken, type Bucket } from '@/lib/auth/throttle'
import { signIn } from '@/lib/sign-in/commands'
import { world, type World } from '../../factories/world'
import { browser, credentials, refusal, type Browser } from './people'

const password = 'three quiet herons at dusk'
let w: World
beforeAll(async () => {
  w = await world()
  for (const person of [w.people.anna, w.people.ben]) await credentials(w, person, password)
})
beforeEach(() => w.database.asSuperuser('truncate identity.throttle'))

const enter = (b: Browser, name = 'anna', words = password) => b.ask(signIn, 'visitor', { email: `${name}@alder.example`, password: words })
const tried = async (b: Browser, name = 'anna') => (await refusal(enter(b, name, 'not her words at all'))).code
/** Uses a bucket up without a derivation for each try. */
const drain = (buckets: Bucket[], tries: number) => identity(async (db) => {
  for (let at = 0; at < tries; at++) await settle(db, buckets, true)
})
/** Lets time pass for every bucket. */
const later = (minutes: number) => w.database.asSuperuser(`update identity.throttle set at = at - make_interval(secs => $1)`, [minutes * 60])

describe('guessing', () => {
  test('one account from one place: eight tries, then one every ten minutes, and the refusal says how long', async () => {
    const stranger = browser('203.0.113.66')
    const answers = []
    for (let at = 0; at < 9; at++) answers.push(await tried(stranger))
    expect(answers).toEqual([...Array.from({ length: 8 }, () => 'invalid'), 'slow_down'])
    const refused = await refusal(enter(stranger))
    expect(refused.says).toContain('10 minutes')
    expect(refused.retryAfter).toBeGreaterThan(540)
    await later(11)
    expect(await tried(stranger)).toBe('invalid')
    expect(await tried(stranger)).toBe('slow_down')
  })

  test('with the right password is refused too while the tries are used up, so that nothing is learned', async () => {
    const stranger = browser('203.0.113.66')
    await drain(passwordBuckets({ account: 'anna@alder.example', network: '203.0.113.66', device: null }), 8)
    expect((await refusal(enter(stranger))).code).toBe('slow_down')
  })

  test('does not lock the owner out: not where she signed in before, and not anywhere else either', async () => {
    const hers = browser('198.51.100.1')
    await enter(hers)
    const stranger = browser('203.0.113.66')
    for (let at = 0; at < 10; at++) await tried(stranger)
    expect((await enter(hers)).next).toContain('/portal/')
    expect((await enter(browser('198.51.100.2'))).next).toContain('/portal/')
  })

  test('from everywhere at once slows browsers that are new to the account, and her own not at all', async () => {
    const hers = browser('198.51.100.1')
    await enter(hers)
    for (let at = 0; at < 6; at++) await drain(passwordBuckets({ account: 'anna@alder.example', network: `203.0.113.${at}`, device: null }), 8)
    expect((await refusal(enter(browser('198.51.100.2')))).code).toBe('slow_down')
    expect((await enter(hers)).next).toContain('/portal/')
  })

  test('by one browser that knows an account counts for that browser alone', async () => {
    const hers = browser('198.51.100.1')
    await enter(hers)
    for (let at = 0; at < 8; at++) expect(await tried(hers)).toBe('invalid')
    expect(await tried(hers)).toBe('slow_down')
    expect((await enter(browser('198.51.100.1'))).next).toContain('/portal/')
  })

  test('an address nobody has is slowed as one that somebody has', async () => {
    const stranger = browser('203.0.113.66')
    const answers = []
    for (let at = 0; at < 9; at++) answers.push(await tried(stranger, 'nosuchperson'))
    expect(answers).toEqual([...Array.from({ length: 8 }, () => 'invalid'), 'slow_down'])
  })

  test('many accounts from one place comes to an end, while an office that mistypes does not', async () => {
    const spray = (name: number) => passwordBuckets({ account: `person${name}@alder.example`, network: '203.0.113.66', device: null })
    let answered = 0
    for (let name = 0; name < 130; name++) if (await identity((db) => settle(db, spray(name), true)) === 0) answered++
    expect(answered).toBeGreaterThanOrEqual(100)
    expect(answered).toBeLessThan(115)
    // Forty people behind one address, each right at the second try.
    await w.database.asSuperuser('truncate identity.throttle')
    for (let name = 0; name < 40; name++) {
      expect(await identity((db) => settle(db, spray(name), true))).toBe(0)
      expect(await identity((db) => settle(db, spray(name), false))).toBe(0)
    }
  })

  test('side by side is worth no more than one after another', async () => {
    const buckets = [bucket('test', 'parallel', 8, 0.1)]
    const answers = await Promise.all(Array.from({ length: 40 }, () => identity(async (db) => {
      await secondsToWait(db, buckets)
      return settle(db, buckets, true)
    })))
    expect(answers.filter((wait) => wait === 0)).toHaveLength(8)
  })

  test('and the table of buckets names nobody', async () => {
    await tried(browser('203.0.113.66'))
    const rows = await w.database.asSuperuser<{ all: string }>(`select string_agg(encode(key, 'escape'), ' ') as all from identity.throttle`)
    expect(rows[0]?.all).not.toMatch(/anna|203\.0/)
  })
})

describe('a bucket', () => {
  test('never answers more failures than it holds plus what has flown in since, whatever the order of events', async () => {
    const events = fc.array(fc.oneof(fc.record({ wait: fc.double({ min: 0, max: 30, noNaN: true }) }), fc.record({ fails: fc.boolean() })), { minLength: 1, maxLength: 25 })
    let run = 0
    await fc.assert(fc.asyncProperty(events, fc.integer({ min: 1, max: 6 }), async (list, capacity) => {
      const own = [bucket('property', String(run++), capacity, 0.5)]
      let minutes = 0
      let failures = 0
      for (const event of list) {
        if ('wait' in event) {
          minutes += event.wait
          await later(event.wait)
        } else {
          const looked = await identity((db) => secondsToWait(db, own))
          const wait = await identity((db) => settle(db, own, event.fails))
          // What a look promises, the count keeps.
          if (looked === 0) expect(wait).toBe(0)
          if (wait === 0 && event.fails) failures++
        }
      }
      expect(failures).toBeLessThanOrEqual(capacity + minutes * 0.5 + 0.1)
    }), { numRuns: 25 })
  })

  test('is open again once the time it named has passed', async () => {
    const own = [bucket('named', 'x', 2, 0.25)]
    await drain(own, 2)
    const wait = await identity((db) => secondsToWait(db, own))
    expect(wait).toBeGreaterThan(200)
    await later((wait - 2) / 60)
    expect(await identity((db) => secondsToWait(db, own))).toBeGreaterThan(0)
    await later(2 / 60)
    expect(await identity((db) => secondsToWait(db, own))).toBe(0)
  })

  test('is not filled by a clock that jumps back', async () => {
    const own = [bucket('back', 'x', 2, 1)]
    await drain(own, 2)
    await later(-60)
    expect(await identity((db) => secondsToWait(db, own))).toBeGreaterThan(0)
  })
})

test.each([[0, '1 second'], [1, '1 second'], [40, '40 seconds'], [90, '90 seconds'], [91, '2 minutes'], [601, '11 minutes']])('%i seconds are spoken as %s', (seconds, words) => {
  expect(spoken(seconds)).toBe(words)
})
