import { beforeAll, describe, expect, test } from 'vitest'
import { phoneCookie, sessionCookie } from '@/lib/auth/cookies'
import { newToken } from '@/lib/auth/token'
import { hashPassword } from '@/lib/auth/password'
import { totpCode } from '@/lib/auth/totp'
import { lock as lockNow, unlockWithPasskey, unlockWithPassword, unlockWithPin } from '@/lib/sessions/commands'
import { sessionState, waysHere } from '@/lib/sessions/queries'
import { answerOf, office, password, pin, wrongPin, type Jar, type Office } from './office'

let o: Office
beforeAll(async () => {
  o = await office()
})
const lock = (jar: Jar) => o.act(lockNow, 'person', {}, jar)
const byPin = (jar: Jar, digits = pin) => o.act(unlockWithPin, 'person', { pin: digits }, jar)
const byPassword = (jar: Jar, given: { password?: string; code?: string; next?: string } = {}) => o.act(unlockWithPassword, 'person', { password, ...given }, jar)
const stateOf = async (jar: Jar) => (await o.act(sessionState, 'person', {}, jar, { poll: true })).state

/** A browser that lives on somebody's own phone. */
async function onPhone(person: string): Promise<Jar> {
  const { token, hash } = newToken()
  const phone = await o.put('identity.phone', { person_id: person, token_hash: hash, pin_hash: await hashPassword(pin), expires_at: new Date(Date.now() + 86_400_000) })
  const jar = await o.browser(person, { assurance: 1 })
  await o.sql('update identity.session set phone_id = $2 where id = $1', [(await o.row(jar))?.id, phone])
  return jar.set(phoneCookie().name, token)
}

describe('with one factor', () => {
  test('the password opens it again, as the same session and person, without a confirmation left over', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1, steppedUp: true })
    const before = await o.row(jar)
    await lock(jar)
    expect(await byPassword(jar, { next: '/portal/x' })).toEqual({ next: '/portal/x' })
    expect(await stateOf(jar)).toBe('live')
    expect(await o.row(jar)).toMatchObject({ id: before?.id, personId: o.people.anna, locked: false, fresh: false })
  })

  test('another password does not', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1 })
    await lock(jar)
    expect(await answerOf(byPassword(jar, { password: 'another copper lantern' }))).toBe('invalid')
    expect(await stateOf(jar)).toBe('locked')
    expect(await answerOf(byPassword(jar))).toBe('allowed')
  })

  test('wrong passwords are slowed for this session alone, right ones included', async () => {
    const jar = await o.browser(o.people.ben, { assurance: 1 })
    const other = await o.browser(o.people.ben, { assurance: 1 })
    await lock(jar)
    await lock(other)
    const answers: string[] = []
    for (let round = 0; round < 9; round++) answers.push(await answerOf(byPassword(jar, { password: 'no' })))
    expect(answers).toEqual([...Array(8).fill('invalid'), 'slow_down'])
    expect(await answerOf(byPassword(jar))).toBe('slow_down')
    expect(await answerOf(byPassword(other))).toBe('allowed')
  })
})

describe('with two factors', () => {
  test('the code is asked for beside the password, and is good once', async () => {
    const secret = await o.totp(o.people.hygienist)
    const jar = await o.browser(o.people.hygienist)
    await lock(jar)
    expect(await answerOf(byPassword(jar))).toBe('invalid')
    expect(await answerOf(byPassword(jar, { code: 'abcdefghjk' }))).toBe('invalid')
    expect(await answerOf(byPassword(jar, { code: totpCode(secret, 5) }))).toBe('invalid')
    expect(await stateOf(jar)).toBe('locked')
    const code = totpCode(secret)
    expect(await answerOf(byPassword(jar, { code }))).toBe('allowed')
    await lock(jar)
    expect(await answerOf(byPassword(jar, { code }))).toBe('invalid')
  })

  test('who has no code has no way back by password', async () => {
    const jar = await o.browser(o.people.billing)
    await lock(jar)
    expect((await o.act(waysHere, 'person', {}, jar)).ways.password).toBe(false)
    expect(await answerOf(byPassword(jar, { code: '123456' }))).toBe('conflict')
    expect(await stateOf(jar)).toBe('locked')
  })

  test('a made-up passkey opens nothing', async () => {
    await o.sql(`insert into identity.passkey (credential_id, person_id, public_key) values ('cred-owner', $1, '\\x00')`, [o.people.owner])
    const jar = await o.browser(o.people.owner)
    await lock(jar)
    for (const assertion of ['', 'x', '{}', '{"id":"cred-owner","response":{"clientDataJSON":"e30"}}'])
      expect(await answerOf(o.act(unlockWithPasskey, 'person', { assertion }, jar))).toBe('invalid')
    expect(await stateOf(jar)).toBe('locked')
  })
})

describe('on one’s own phone', () => {
  test('the six digits open it; four wrong ones do not close the phone', async () => {
    const jar = await onPhone(o.people.anna)
    await lock(jar)
    for (const left of [4, 3, 2, 1]) {
      expect(await answerOf(byPin(jar, wrongPin))).toBe('invalid')
      expect((await o.act(waysHere, 'person', {}, jar)).ways.pin).toEqual({ where: 'phone', triesLeft: left })
    }
    expect(await byPin(jar, '482 915')).toEqual({ next: '/hats' })
    expect(await stateOf(jar)).toBe('live')
  })

  test('the fifth wrong try ends phone and session', async () => {
    const jar = await onPhone(o.people.anna)
    await lock(jar)
    for (let round = 0; round < 4; round++) await answerOf(byPin(jar, wrongPin))
    expect(await answerOf(byPin(jar, wrongPin))).toBe('conflict')
    expect(await answerOf(byPin(jar))).toBe('unauthenticated')
  })

  test('somebody else’s phone and digits open nothing, cost her no try, and change nobody', async () => {
    const mine = await onPhone(o.people.parent)
    const theirs = await onPhone(o.people.ben)
    await lock(mine)
    const mixed = new Map([...mine, [phoneCookie().name, theirs.get(phoneCookie().name) ?? '']])
    expect(await answerOf(byPin(mixed))).toBe('conflict')
    expect(mixed.get(sessionCookie().name)).toBe(mine.get(sessionCookie().name))
    expect(await stateOf(mine)).toBe('locked')
    expect(await o.sql('select pin_tries from identity.phone where person_id = $1', [o.people.ben])).toEqual([{ pin_tries: 0 }])
    expect(await answerOf(byPin(mine))).toBe('allowed')
  })
})

describe('nobody else', () => {
  test('opens it: the right password, code or PIN of a colleague is wrong here', async () => {
    const secret = await o.totp(o.people.desk)
    await o.totp(o.people.owner)
    await o.sql('update identity.person set password_hash = $2 where id = $1', [o.people.desk, await hashPassword('quite another lantern')])
    const jar = await o.browser(o.people.owner)
    await lock(jar)
    expect(await answerOf(byPassword(jar, { password: 'quite another lantern', code: totpCode(secret) }))).toBe('invalid')
    expect(await answerOf(byPassword(jar, { code: totpCode(secret) }))).toBe('invalid')
    expect(await answerOf(byPin(jar))).toBe('conflict')
    expect(await stateOf(jar)).toBe('locked')
  })

  test('opens an ended session at all', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1, locked: true })
    await o.sql('update identity.session set ended_at = now() where id = $1', [(await o.row(jar))?.id])
    expect(await answerOf(byPassword(jar))).toBe('unauthenticated')
    expect(await answerOf(byPassword(new Map()))).toBe('unauthenticated')
  })
})
