import { beforeAll, describe, expect, test } from 'vitest'
import { phoneCookie, sessionCookie } from '@/lib/auth/cookies'
import { addPhone, endPhone, enterPin, renewPhone } from '@/lib/phones/commands'
import { myPhones, thisPhone } from '@/lib/phones/queries'
import { listMyDocuments } from '@/lib/portal/queries'
import { answerOf, hashed, scene, type Jar, type Scene } from './scene'

let s: Scene
beforeAll(async () => {
  s = await scene()
})
const pin = '482915'

/** Anna's own phone, and nothing but its cookie. */
async function phone(): Promise<Jar> {
  const jar = await s.browser(s.people.anna, { assurance: 1, steppedUp: true })
  await s.act(addPhone, 'person', { pin, again: pin }, jar)
  jar.delete(sessionCookie().name)
  return jar
}
const reads = (jar: Jar) => answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, jar))
const tries = async (jar: Jar, times: number, digits = '111222') => {
  const outcomes: string[] = []
  for (let at = 0; at < times; at++) outcomes.push((await s.act(enterPin, 'visitor', { pin: digits }, jar)).outcome)
  return outcomes
}

describe('an own phone', () => {
  test('opens with its six digits as its owner, for ninety days and one factor', async () => {
    const jar = await phone()
    expect(await reads(jar)).toBe('unauthenticated')
    expect(await s.act(thisPhone, 'visitor', {}, jar)).toEqual({ firstName: 'anna', language: 'en', triesLeft: 5 })
    expect(await s.act(enterPin, 'visitor', { pin: '482 915', next: '/portal/x' }, jar)).toEqual({ outcome: 'right', triesLeft: 5, next: '/portal/x' })
    expect(await reads(jar)).toBe('allowed')
    const [session] = await s.sql('select method, assurance from identity.session where token_hash = $1', [hashed(jar.get(sessionCookie().name) ?? '')])
    expect(session).toEqual({ method: 'phone_pin', assurance: 1 })
  })

  test('its cookie without the digits, and the digits without its cookie, open nothing', async () => {
    const jar = await phone()
    expect(await s.act(enterPin, 'visitor', { pin }, new Map())).toMatchObject({ outcome: 'gone' })
    expect(await s.act(enterPin, 'visitor', { pin }, new Map([[phoneCookie().name, 'A'.repeat(43)]]))).toMatchObject({ outcome: 'gone' })
    expect(await tries(jar, 1)).toEqual(['wrong'])
    expect(await reads(jar)).toBe('unauthenticated')
  })

  test('five wrong tries end it with what is signed in on it; a right one in between starts the count anew', async () => {
    const jar = await phone()
    expect(await tries(jar, 4)).toEqual(['wrong', 'wrong', 'wrong', 'wrong'])
    expect(await tries(jar, 1, pin)).toEqual(['right'])
    expect(await reads(jar)).toBe('allowed')
    const other: Jar = new Map([[phoneCookie().name, jar.get(phoneCookie().name) ?? '']])
    expect(await tries(other, 5)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'gone'])
    expect(await reads(jar)).toBe('unauthenticated')
    expect(other.has(phoneCookie().name)).toBe(false)
    expect(await tries(new Map(jar), 1, pin)).toEqual(['gone'])
  })

  test('ten wrong tries at the same moment are five', async () => {
    const jar = await phone()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => s.act(enterPin, 'visitor', { pin: '111222' }, new Map(jar))))
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    expect(await tries(new Map(jar), 1, pin)).toEqual(['gone'])
  })

  test('answers a lock: the same session opens again, and nobody else’s does', async () => {
    const jar = await phone()
    await tries(jar, 1, pin)
    const token = jar.get(sessionCookie().name) ?? ''
    await s.sql(`update identity.session set last_act_at = now() - interval '31 minutes' where token_hash = $1`, [hashed(token)])
    expect(await reads(jar)).toBe('locked')
    expect(await tries(jar, 1, pin)).toEqual(['right'])
    expect(jar.get(sessionCookie().name)).toBe(token)
    expect(await reads(jar)).toBe('allowed')
    const bens: Jar = new Map([...await s.browser(s.people.ben, { assurance: 1, locked: true }), [phoneCookie().name, jar.get(phoneCookie().name) ?? '']])
    const locked = bens.get(sessionCookie().name)
    await tries(bens, 1, pin)
    expect(bens.get(sessionCookie().name)).not.toBe(locked)
  })

  test('confirms by its digits only for somebody who has nothing else', async () => {
    const fresh = async (jar: Jar) => (await s.sql<{ fresh: boolean }>(
      'select coalesce(step_up_until > now(), false) as fresh from identity.session where token_hash = $1', [hashed(jar.get(sessionCookie().name) ?? '')]))[0]?.fresh
    // Anna has a password.
    const jar = await phone()
    await tries(jar, 1, pin)
    expect(await reads(jar)).toBe('allowed')
    expect(await fresh(jar)).toBe(false)
    expect(await answerOf(s.act(addPhone, 'person', { pin, again: pin }, jar))).toBe('step_up')
    await s.sql('update identity.person set password_hash = null where id = $1', [s.people.anna])
    try {
      const bare: Jar = new Map([[phoneCookie().name, jar.get(phoneCookie().name) ?? '']])
      await tries(bare, 1, pin)
      expect(await fresh(bare)).toBe(true)
      // What was fresh before a lock is not after it.
      await s.sql('update identity.session set locked_at = now() where token_hash = $1', [hashed(bare.get(sessionCookie().name) ?? '')])
      expect(await reads(bare)).toBe('locked')
      await tries(bare, 1, pin)
      expect([await reads(bare), await fresh(bare)]).toEqual(['allowed', false])
      // Nor with an app or a passkey beside it.
      for (const more of [`insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, 'x', now())`, `insert into identity.passkey (credential_id, person_id, public_key) values ('of-anna', $1, 'x')`]) {
        await s.sql(more, [s.people.anna])
        const other: Jar = new Map([[phoneCookie().name, jar.get(phoneCookie().name) ?? '']])
        await tries(other, 1, pin)
        expect([await reads(other), await fresh(other)]).toEqual(['allowed', false])
        await s.sql('delete from identity.totp where person_id = $1', [s.people.anna])
      }
    } finally {
      await s.sql('delete from identity.passkey where person_id = $1', [s.people.anna])
      await s.sql(`update identity.person set password_hash = 'none' where id = $1`, [s.people.anna])
    }
  })

  test('opens no locked session of two factors; its digits begin one of their own', async () => {
    const jar = await phone()
    await tries(jar, 1, pin)
    const token = jar.get(sessionCookie().name) ?? ''
    const state = (assurance: number) => s.sql('update identity.session set assurance = $2, locked_at = now() where token_hash = $1', [hashed(token), assurance])
    await state(1)
    await tries(jar, 1, pin)
    expect(jar.get(sessionCookie().name), 'one factor opens again').toBe(token)
    await state(2)
    await tries(jar, 1, pin)
    const now = jar.get(sessionCookie().name) ?? ''
    expect(now).not.toBe(token)
    expect(await s.sql('select assurance, method from identity.session where token_hash = $1', [hashed(now)])).toEqual([{ assurance: 1, method: 'phone_pin' }])
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, new Map([[sessionCookie().name, token]])))).toBe('unauthenticated')
  })

  test('is told to its owner’s address when it is added', async () => {
    const before = (await s.letters('anna@alder.example')).length
    expect(await answerOf(s.act(addPhone, 'person', { pin, again: pin }, await s.browser(s.people.anna, { assurance: 1 })))).toBe('step_up')
    expect(await s.letters('anna@alder.example')).toHaveLength(before)
    await phone()
    const told = (await s.letters('anna@alder.example')).slice(before)
    expect(told).toMatchObject([{ kind: 'factor_changed', text: expect.stringContaining('A phone that signs in with six digits was added') }])
    expect(told[0]?.text).toContain('/account/phone')
  })

  test('sends nobody to another site afterwards', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/.//evil.example', '/a/..//evil.example', 'javascript:alert(1)'])
      expect((await s.act(enterPin, 'visitor', { pin, next }, await phone())).next).toBe('/hats')
  })

  test('is listed to its owner, and ended by her alone, at once', async () => {
    const jar = await phone()
    await tries(jar, 1, pin)
    const mine = (await s.act(myPhones, 'person', {}, jar)).find(({ here }) => here)
    expect(mine).toMatchObject({ label: 'A device' })
    const phoneId = mine?.id ?? ''
    expect(await answerOf(s.act(endPhone, 'person', { phone: phoneId }, await s.browser(s.people.ben)))).toBe('not_found')
    expect(await reads(jar)).toBe('allowed')
    await s.act(endPhone, 'person', { phone: phoneId }, await s.browser(s.people.anna))
    expect(await reads(jar)).toBe('unauthenticated')
    expect(await tries(new Map(jar), 1, pin)).toEqual(['gone'])
  })

  test('is set up only after a fresh confirmation, and never on a demo account', async () => {
    expect(await answerOf(s.act(addPhone, 'person', { pin, again: pin }, await s.browser(s.people.ben)))).toBe('step_up')
    await s.sql(`update identity.person set credentials_fixed = true where id = $1`, [s.people.parent])
    expect(await answerOf(s.act(addPhone, 'person', { pin, again: pin }, await s.browser(s.people.parent, { steppedUp: true })))).toBe('forbidden')
  })

  test('is renewed on itself after a confirmation: other digits, another ninety days, and a copied cookie ends', async () => {
    const jar = await phone()
    const renew = (given: Jar) => s.act(renewPhone, 'person', { pin: '902174', again: '902174' }, given)
    await s.sql(`update identity.phone set expires_at = now() + interval '1 day' where token_hash = $1`, [hashed(jar.get(phoneCookie().name) ?? '')])
    const copy = new Map(jar)
    await tries(jar, 1, pin)
    await s.sql('update identity.session set step_up_until = null where token_hash = $1', [hashed(jar.get(sessionCookie().name) ?? '')])
    expect(await answerOf(renew(jar))).toBe('step_up')
    await s.sql(`update identity.session set step_up_until = now() + interval '5 minutes' where token_hash = $1`, [hashed(jar.get(sessionCookie().name) ?? '')])
    expect(await answerOf(renew(jar))).toBe('allowed')
    expect(await s.sql(`select expires_at > now() + interval '89 days' as long from identity.phone where token_hash = $1`, [hashed(jar.get(phoneCookie().name) ?? '')])).toEqual([{ long: true }])
    expect(await tries(copy, 1, pin)).toEqual(['gone'])
    jar.delete(sessionCookie().name)
    expect(await tries(jar, 2, pin)).toEqual(['wrong', 'wrong'])
    expect(await tries(jar, 1, '902174')).toEqual(['right'])
    expect(await reads(jar)).toBe('allowed')
    // Elsewhere there is no phone to renew.
    expect(await answerOf(renew(await s.browser(s.people.anna, { assurance: 1, steppedUp: true })))).toBe('forbidden')
  })

  test('runs out after ninety days', async () => {
    const jar = await phone()
    await s.sql(`update identity.phone set expires_at = now() where token_hash = $1`, [hashed(jar.get(phoneCookie().name) ?? '')])
    expect(await s.act(thisPhone, 'visitor', {}, jar)).toBeNull()
    expect(await tries(jar, 1, pin)).toEqual(['gone'])
  })
})
