import pg from 'pg'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { myHats } from '@/lib/account/queries'
import { pendingCookie } from '@/lib/auth/cookies'
import { recoveryCodeHash } from '@/lib/auth/recovery-codes'
import { totpCode } from '@/lib/auth/totp'
import { setClock } from '@/lib/platform/clock'
import { openLetter } from '@/lib/platform/letter'
import { showCode, signIn } from '@/lib/sign-in/commands'
import { pendingSignIn } from '@/lib/sign-in/queries'
import { practiceFrame } from '@/lib/practice/queries'
import { world, type World } from '../../factories/world'
import { browser, credentials, refusal, type Browser } from './people'

const password = 'three quiet herons at dusk'
let w: World
let secret: string
beforeAll(async () => {
  w = await world()
  secret = (await credentials(w, w.people.owner, password, { totp: true })).secret
  await credentials(w, w.people.desk, password)
  await credentials(w, w.people.anna, password)
})
beforeEach(async () => {
  await w.database.asSuperuser('truncate identity.throttle')
  await w.database.asSuperuser('update identity.totp set last_step = 0')
})

const address = (name: string) => `${name}@alder.example`
const enter = (b: Browser, name: string, more: object = {}) => b.ask(signIn, 'visitor', { email: address(name), password, ...more })
const events = (operation: string) => w.database.asSuperuser<{ person_id: string | null; decision: string; reason: string }>(
  'select person_id, decision, reason from identity.event where operation = $1 order by at', [operation])

describe('an address and a password', () => {
  test('let a patient with one hat straight to it', async () => {
    const b = browser()
    expect(await enter(b, 'anna')).toEqual({ next: `/portal/${w.hats.anna}` })
    expect((await b.ask(myHats, 'person')).hats).toMatchObject([{ kind: 'patient', id: w.hats.anna, label: 'Anna Stone' }])
    expect(await w.database.asSuperuser('select assurance, method from identity.session where person_id = $1', [w.people.anna])).toEqual([{ assurance: 1, method: 'password' }])
  })

  test('lead where the reader was going, on this site alone', async () => {
    expect(await enter(browser(), 'anna', { next: '/portal/x/documents?page=2' })).toEqual({ next: '/portal/x/documents?page=2' })
    expect(await enter(browser(), 'anna', { next: '//evil.example' })).toEqual({ next: `/portal/${w.hats.anna}` })
  })

  test('are found however the address is typed', async () => {
    expect(await browser().ask(signIn, 'visitor', { email: ' ANNA@Alder.Example ', password })).toEqual({ next: `/portal/${w.hats.anna}` })
  })

  test('that are wrong answer alike, whether the address has an account or not, and each leaves one event', async () => {
    const before = await events('signIn.password')
    const known = await refusal(enter(browser(), 'anna', { password: 'not her words at all' }))
    const unknown = await refusal(enter(browser(), 'nosuchperson', { password: 'not her words at all' }))
    const without = await refusal(enter(browser(), 'berta', { password: 'not her words at all' }))
    expect(known.code).toBe('invalid')
    expect(unknown).toEqual(known)
    expect(without).toEqual(known)
    const after = (await events('signIn.password')).slice(before.length)
    expect(after.map(({ person_id, decision }) => [person_id, decision])).toEqual([[w.people.anna, 'deny'], [null, 'deny'], [w.people.berta, 'deny']])
  })

  test('cost the same statements whether the address has an account or not', async () => {
    const statements = async (name: string) => {
      const sent: string[] = []
      const query = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
        sent.push(typeof given[0] === 'string' ? given[0] : (given[0] as { text: string }).text)
        return (original as (...given: unknown[]) => never).apply(this, given)
      })
      const b = browser()
      await refusal(enter(b, name, { password: 'not her words at all' }))
      query.mockRestore()
      return { sent, cookies: [...b.jar.keys()] }
    }
    const original = pg.Client.prototype.query
    const unknown = await statements('nosuchperson')
    expect(unknown.sent.length).toBeGreaterThan(4)
    expect(await statements('anna')).toEqual(unknown)
  })

  test('of staff who have no second factor yet open the way to making one, and no practice', async () => {
    const b = browser()
    expect((await enter(b, 'desk', { next: `/practice/${w.a.id}` })).next).toBe(`/account/factors?enrol&next=${encodeURIComponent(`/practice/${w.a.id}`)}`)
    expect((await refusal(b.ask(practiceFrame, { practice: w.a.id }))).code).toBe('second_factor')
  })
})

describe('the second factor', () => {
  test('is asked of staff; nothing is open before it, and the practice is after it', async () => {
    const b = browser()
    expect(await enter(b, 'owner')).toEqual({ next: '/sign-in/second-factor' })
    expect(b.token).toBeNull()
    expect(await b.ask(pendingSignIn, 'visitor')).toMatchObject({ totp: true, passkey: false, recoveryCodes: false })
    expect(await b.ask(showCode, 'visitor', { code: totpCode(secret) })).toEqual({ next: `/practice/${w.a.id}` })
    expect(b.jar.has(pendingCookie().name)).toBe(false)
    expect((await b.ask(practiceFrame, { practice: w.a.id })).person).toBe('Dr. Olive Owner')
  })

  test('takes each code once, and none older than the last', async () => {
    const first = browser()
    await enter(first, 'owner')
    await first.ask(showCode, 'visitor', { code: totpCode(secret) })
    for (const step of [0, -1]) {
      const again = browser()
      await enter(again, 'owner')
      const refused = await refusal(again.ask(showCode, 'visitor', { code: totpCode(secret, step) }))
      expect(refused.fields['code']?.[0]).toContain('used already')
      expect(again.token).toBeNull()
    }
  })

  test('takes one code once when it is sent many times at once', async () => {
    const browsers = Array.from({ length: 6 }, () => browser())
    for (const b of browsers) await enter(b, 'owner')
    const results = await Promise.allSettled(browsers.map((b) => b.ask(showCode, 'visitor', { code: totpCode(secret) })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('ends after five tries, and the password begins anew', async () => {
    const b = browser()
    await enter(b, 'owner')
    for (let round = 0; round < 5; round++) expect((await refusal(b.ask(showCode, 'visitor', { code: '000000' }))).code).toBe('invalid')
    expect((await refusal(b.ask(showCode, 'visitor', { code: totpCode(secret) }))).code).toBe('gone')
    expect(await b.ask(pendingSignIn, 'visitor')).toBeNull()
    await enter(b, 'owner')
    expect((await b.ask(showCode, 'visitor', { code: totpCode(secret) })).next).toBe(`/practice/${w.a.id}`)
  })

  test('is not guessed by beginning again and again', async () => {
    let tries = 0
    for (let round = 0; round < 20; round++) {
      const b = browser(`203.0.113.${round}`)
      await enter(b, 'owner')
      const { code } = await refusal(b.ask(showCode, 'visitor', { code: '000000' }))
      if (code === 'slow_down') break
      tries++
    }
    expect(tries).toBe(10)
  })

  test('waits ten minutes, in the browser that showed the password', async () => {
    const b = browser()
    await enter(b, 'owner')
    await w.database.asSuperuser(`update identity.challenge set expires_at = now() - interval '1 second' where purpose = 'sign_in'`)
    expect((await refusal(b.ask(showCode, 'visitor', { code: totpCode(secret) }))).code).toBe('gone')
    expect((await refusal(browser().ask(showCode, 'visitor', { code: totpCode(secret) }))).code).toBe('gone')
  })

  test('may be a recovery code: once, with a letter that says how many are left', async () => {
    for (const code of ['abcde23456', 'fghjk23456'])
      await w.database.asSuperuser('insert into identity.recovery_code (person_id, code_hash) values ($1, $2)', [w.people.owner, recoveryCodeHash(w.people.owner, code)])
    const b = browser()
    await enter(b, 'owner')
    expect((await b.ask(showCode, 'visitor', { code: 'ABCDE-23456' })).next).toBe(`/practice/${w.a.id}`)
    const [letter] = await w.database.asSuperuser<{ kind: string; sealed: Buffer }>(`select kind, sealed from platform.outbox where kind = 'recovery_code_used'`)
    expect(openLetter(letter!.kind, letter!.sealed)).toMatchObject({ to: 'owner@alder.example', text: expect.stringContaining('1 left') })
    const again = browser()
    await enter(again, 'owner')
    expect((await refusal(again.ask(showCode, 'visitor', { code: 'abcde-23456' }))).fields['code']?.[0]).toContain('none of your')
    expect((await again.ask(showCode, 'visitor', { code: 'fghjk-23456' })).next).toBe(`/practice/${w.a.id}`)
  })

  test('of somebody else opens nothing', async () => {
    const other = await credentials(w, w.people.dentistB, password, { totp: true })
    const b = browser()
    await enter(b, 'owner')
    expect((await refusal(b.ask(showCode, 'visitor', { code: totpCode(other.secret) }))).code).toBe('invalid')
  })
})

describe('with a clock that moves', () => {
  let back = () => {}
  afterEach(() => back())

  test('a code is refused a minute and a half later', async () => {
    const code = totpCode(secret)
    const b = browser()
    await enter(b, 'owner')
    back = setClock(() => new Date(Date.now() + 90_000))
    expect((await refusal(b.ask(showCode, 'visitor', { code }))).fields['code']?.[0]).toContain('not the code')
  })
})
