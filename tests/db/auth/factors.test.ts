import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changePassword } from '@/lib/account/commands'
import { deviceCookie } from '@/lib/auth/cookies'
import { recoveryCodeHash } from '@/lib/auth/recovery-codes'
import { tokenHash } from '@/lib/auth/token'
import { totpCode } from '@/lib/auth/totp'
import { addPasskey, askNewPasskey, confirmApp, newCodes, offerApp, removeApp, removePasskey } from '@/lib/factors/commands'
import { myFactors, offeredApp } from '@/lib/factors/queries'
import { openLetter } from '@/lib/platform/letter'
import { practiceFrame } from '@/lib/practice/queries'
import { mySessions } from '@/lib/sessions/queries'
import { askPasskey, raiseWithCode, showCode, signIn, signInWithPasskey } from '@/lib/sign-in/commands'
import { softAuthenticator, type Bend } from '../../factories/authenticator'
import { world, type World } from '../../factories/world'
import { browser, credentials, refusal, type Browser } from './people'

const password = 'three quiet herons at dusk'
const origin = 'http://localhost:3000'
let w: World
beforeAll(async () => {
  w = await world()
})
beforeEach(async () => {
  for (const table of ['throttle', 'totp', 'passkey', 'recovery_code', 'known_device', 'session']) await w.database.asSuperuser(`delete from identity.${table}`)
  await w.database.asSuperuser('delete from platform.outbox')
  await w.database.asSuperuser('update identity.person set credentials_fixed = false')
  for (const person of [w.people.owner, w.people.desk, w.people.anna]) await credentials(w, person, password)
})

async function signedIn(person: string, more: Parameters<World['session']>[1] = {}): Promise<Browser> {
  const b = browser()
  b.token = (await w.session(person, { steppedUp: true, ...more })).token
  return b
}

async function letters() {
  const rows = await w.database.asSuperuser<{ kind: string; sealed: Buffer }>('select kind, sealed from platform.outbox order by created_at, id')
  return rows.map(({ kind, sealed }) => openLetter(kind, sealed).text.split(' on your')[0])
}

async function offered(b: Browser, offer: string) {
  const shown = await b.ask(offeredApp, 'person', { offer })
  if (!shown) throw new Error('nothing is offered')
  return shown
}

async function addApp(b: Browser) {
  const { offer } = await b.ask(offerApp, 'person')
  const { secret } = await offered(b, offer)
  return { secret, added: await b.ask(confirmApp, 'person', { offer, code: totpCode(secret) }) }
}

async function addKey(b: Browser) {
  const key = softAuthenticator(origin)
  return { key, added: await b.ask(addPasskey, 'person', { attestation: key.create(await b.ask(askNewPasskey, 'person')) }) }
}

describe('staff without a second factor', () => {
  test('make one with an app, are shown recovery codes once, and only then enter the practice', async () => {
    const b = browser()
    expect((await b.ask(signIn, 'visitor', { email: 'desk@alder.example', password })).next).toContain('/account/factors?enrol')
    expect((await refusal(b.ask(practiceFrame, { practice: w.a.id }))).code).toBe('second_factor')
    const first = b.token
    const { added } = await addApp(b)
    expect(added.codes).toHaveLength(10)
    expect(new Set(added.codes).size).toBe(10)
    expect(b.token).not.toBe(first)
    expect((await b.ask(practiceFrame, { practice: w.a.id })).person).toBe('Dana Desk')
    expect(await letters()).toEqual(['An authenticator app was added'])
    const stored = await w.database.asSuperuser<{ all: string }>('select string_agg(t::text, \'\') as all from identity.recovery_code t')
    for (const code of added.codes ?? []) expect(stored[0]?.all).not.toContain(code)
  })

  test('make one with a passkey', async () => {
    const b = browser()
    await b.ask(signIn, 'visitor', { email: 'desk@alder.example', password })
    expect((await addKey(b)).added.codes).toHaveLength(10)
    expect((await b.ask(practiceFrame, { practice: w.a.id })).person).toBe('Dana Desk')
  })

  test('keep their last one', async () => {
    const b = await signedIn(w.people.desk, { assurance: 1 })
    await addApp(b)
    expect((await refusal(b.ask(removeApp, 'person'))).says).toContain('Add another one before')
    expect((await b.ask(myFactors, 'person')).totpSince).not.toBeNull()
    const { key } = await addKey(b)
    await b.ask(removeApp, 'person')
    expect((await refusal(b.ask(removePasskey, 'person', { passkey: key.id }))).says).toContain('Add another one before')
  })
})

describe('an authenticator app', () => {
  test('counts only once a code from it was typed, in the session that set it up', async () => {
    const b = await signedIn(w.people.anna, { assurance: 1 })
    const { offer } = await b.ask(offerApp, 'person')
    const { secret } = await offered(b, offer)
    expect((await refusal(b.ask(confirmApp, 'person', { offer, code: '000000' }))).fields['code']).toBeDefined()
    expect((await b.ask(myFactors, 'person')).totpSince).toBeNull()
    const other = await signedIn(w.people.desk, { assurance: 1 })
    expect(await other.ask(offeredApp, 'person', { offer })).toBeNull()
    expect((await refusal(other.ask(confirmApp, 'person', { offer, code: totpCode(secret) }))).code).toBe('gone')
    await b.ask(confirmApp, 'person', { offer, code: totpCode(secret) })
    expect((await b.ask(myFactors, 'person')).totpSince).not.toBeNull()
  })

  test('does not take its first code a second time at sign-in', async () => {
    const b = await signedIn(w.people.desk, { assurance: 1 })
    const { secret } = await addApp(b)
    const again = browser()
    await again.ask(signIn, 'visitor', { email: 'desk@alder.example', password })
    expect((await refusal(again.ask(showCode, 'visitor', { code: totpCode(secret) }))).fields['code']?.[0]).toContain('used already')
  })

  test('raises a session of one factor to a new one of two', async () => {
    const { secret } = await credentials(w, w.people.owner, password, { totp: true })
    const b = await signedIn(w.people.owner, { assurance: 1 })
    const before = b.token
    expect((await refusal(b.ask(practiceFrame, { practice: w.a.id }))).code).toBe('second_factor')
    await b.ask(raiseWithCode, 'person', { code: totpCode(secret) })
    expect(b.token).not.toBe(before)
    expect((await b.ask(practiceFrame, { practice: w.a.id })).person).toBe('Dr. Olive Owner')
  })

  test('makes no more of a session that a workstation’s PIN opened', async () => {
    const { secret } = await credentials(w, w.people.owner, password, { totp: true })
    const b = await signedIn(w.people.owner, { method: 'workstation_pin' })
    const before = b.token
    expect((await refusal(b.ask(raiseWithCode, 'person', { code: totpCode(secret) }))).code).toBe('conflict')
    expect(b.token).toBe(before)
    // The code was good, and still is.
    expect((await (await signedIn(w.people.owner, { assurance: 1 })).ask(raiseWithCode, 'person', { code: totpCode(secret) })).next).toBe('/hats')
  })
})

describe('a recovery code', () => {
  const code = 'abcde23456'
  const used = async () => (await w.database.asSuperuser<{ kind: string; sealed: Buffer }>(`select kind, sealed from platform.outbox where kind = 'recovery_code_used'`))
    .map(({ kind, sealed }) => openLetter(kind, sealed))
  /** The owner with an app and two codes. */
  async function owner(more: Parameters<World['session']>[1] = {}) {
    const { secret } = await credentials(w, w.people.owner, password, { totp: true })
    for (const one of [code, 'fghjk23456'])
      await w.database.asSuperuser('insert into identity.recovery_code (person_id, code_hash) values ($1, $2)', [w.people.owner, recoveryCodeHash(w.people.owner, one)])
    return { b: await signedIn(w.people.owner, more), secret }
  }
  test('that raises a session is told to its owner; a code from the app is not', async () => {
    const { b } = await owner({ assurance: 1 })
    expect((await refusal(b.ask(raiseWithCode, 'person', { code: 'zzzzz23456' }))).code).toBe('invalid')
    expect(await used()).toEqual([])
    await b.ask(raiseWithCode, 'person', { code })
    expect(await used()).toMatchObject([{ to: 'owner@alder.example', text: expect.stringContaining('1 left') }])
    await w.database.asSuperuser('delete from identity.recovery_code')
    const again = await owner({ assurance: 1 })
    await again.b.ask(raiseWithCode, 'person', { code: totpCode(again.secret) })
    expect(await used()).toHaveLength(1)
  })
})

describe('a passkey', () => {
  let key: ReturnType<typeof softAuthenticator>
  beforeEach(async () => {
    key = (await addKey(await signedIn(w.people.owner, { assurance: 1 }))).key
  })

  const show = async (b: Browser, bend: Bend = {}) => b.ask(signInWithPasskey, 'visitor', { assertion: key.get(await b.ask(askPasskey, 'visitor'), bend) })

  test('alone signs in with two factors', async () => {
    const b = browser()
    expect(await show(b)).toEqual({ next: `/practice/${w.a.id}` })
    expect((await b.ask(practiceFrame, { practice: w.a.id })).person).toBe('Dr. Olive Owner')
    expect((await b.ask(mySessions, 'person')).find(({ here }) => here)).toMatchObject({ method: 'passkey', assurance: 2 })
  })

  test('is refused from another site, for another site, without its owner’s finger, with another key or another question', async () => {
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const bends: Bend[] = [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { verified: false }, { key: foreign }, { challenge: Buffer.alloc(32).toString('base64url') }]
    for (const bend of bends) {
      const b = browser()
      expect((await refusal(show(b, bend))).code).toBe('forbidden')
      expect(b.token).toBeNull()
    }
    expect((await show(browser())).next).toBe(`/practice/${w.a.id}`)
  })

  test('answers each question once', async () => {
    const b = browser()
    const assertion = key.get(await b.ask(askPasskey, 'visitor'))
    await b.ask(signInWithPasskey, 'visitor', { assertion })
    expect((await refusal(browser().ask(signInWithPasskey, 'visitor', { assertion }))).code).toBe('forbidden')
  })

  test('whose counter went back was copied', async () => {
    await show(browser(), { counter: 10 })
    expect((await refusal(show(browser(), { counter: 9 }))).code).toBe('forbidden')
  })

  test('that was removed opens nothing; one of somebody else cannot be removed', async () => {
    const other = await signedIn(w.people.anna)
    expect((await refusal(other.ask(removePasskey, 'person', { passkey: key.id }))).code).toBe('not_found')
    const b = browser()
    await show(b)
    await addApp(b)
    await b.ask(removePasskey, 'person', { passkey: key.id })
    expect((await refusal(show(browser()))).code).toBe('forbidden')
  })

  test.each(['', '{}', 'null', '[]', '{"id":"x","response":{"clientDataJSON":"!!"}}', '{"id":7}', 'x'.repeat(19_000), '{"id":"a","response":{"clientDataJSON":"e30","authenticatorData":"","signature":""}}'])('made of nonsense (%#) is refused and breaks nothing', async (assertion) => {
    expect((await refusal(browser().ask(signInWithPasskey, 'visitor', { assertion }))).code).toBe('forbidden')
  })

  test('is made for the session that asked, and nobody has another’s', async () => {
    const mine = await signedIn(w.people.desk)
    const other = await signedIn(w.people.anna)
    const fresh = softAuthenticator(origin)
    const attestation = fresh.create(await mine.ask(askNewPasskey, 'person'))
    expect((await refusal(other.ask(addPasskey, 'person', { attestation }))).code).toBe('conflict')
    await mine.ask(addPasskey, 'person', { attestation })
    expect((await mine.ask(myFactors, 'person')).list).toHaveLength(1)
    expect((await other.ask(myFactors, 'person')).list).toHaveLength(0)
  })
})

describe('what signs somebody in is changed', () => {
  const changes = [
    ['offering an app', (b: Browser) => b.ask(offerApp, 'person')],
    ['asking for a passkey', (b: Browser) => b.ask(askNewPasskey, 'person')],
    ['removing the app', (b: Browser) => b.ask(removeApp, 'person')],
    ['new recovery codes', (b: Browser) => b.ask(newCodes, 'person')],
    ['a new password', (b: Browser) => b.ask(changePassword, 'person', { password: 'eleven lanterns over the weir' })],
  ] as const

  test.each(changes)('only after a confirmation: %s', async (_, change) => {
    await credentials(w, w.people.owner, password, { totp: true })
    expect((await refusal(change(await signedIn(w.people.owner, { steppedUp: false })))).code).toBe('step_up')
  })

  test.each(changes)('with both factors where there are two: %s', async (_, change) => {
    await credentials(w, w.people.owner, password, { totp: true })
    expect((await refusal(change(await signedIn(w.people.owner, { assurance: 1 })))).code).toBe('second_factor')
  })

  test.each(changes)('not in the demo: %s', async (_, change) => {
    await credentials(w, w.people.owner, password, { totp: true })
    await w.database.asSuperuser('update identity.person set credentials_fixed = true where id = $1', [w.people.owner])
    expect((await refusal(change(await signedIn(w.people.owner)))).says).toContain('demo')
  })

  test('and the database asks the same again', async () => {
    const { identity } = await import('@/db/identity')
    const { sql } = await import('kysely')
    await credentials(w, w.people.owner, password, { totp: true })
    const as = async (more: Parameters<World['session']>[1]) => {
      const { id } = await w.session(w.people.owner, more)
      return identity((db) => sql`select identity.set_my_password('x')`.execute(db), { person: w.people.owner, session: id })
    }
    await expect(as({ steppedUp: false })).rejects.toThrow('may not change factors')
    await expect(as({ steppedUp: true, assurance: 1 })).rejects.toThrow('may not change factors')
    await expect(as({ steppedUp: true, locked: true })).rejects.toThrow('may not change factors')
    await as({ steppedUp: true })
  })

  test('and a letter says so, with the other sessions over when it is the password', async () => {
    await credentials(w, w.people.owner, password, { totp: true })
    const here = await signedIn(w.people.owner)
    const there = await signedIn(w.people.owner)
    expect((await refusal(here.ask(changePassword, 'person', { password: 'short' }))).fields['password']).toBeDefined()
    expect((await refusal(here.ask(changePassword, 'person', { password: 'Alder Dental' }))).fields['password']?.[0]).toContain('others know')
    await here.ask(changePassword, 'person', { password: 'nine wet oars' })
    expect((await refusal(there.ask(mySessions, 'person'))).code).toBe('unauthenticated')
    expect(await here.ask(mySessions, 'person')).toHaveLength(1)
    await here.ask(newCodes, 'person')
    expect((await letters()).map((text) => text?.split(',')[0])).toEqual(['The password was changed', 'New recovery codes were made'])
    expect((await refusal(browser().ask(signIn, 'visitor', { email: 'owner@alder.example', password }))).fields['password']).toBeDefined()
    expect((await browser().ask(signIn, 'visitor', { email: 'owner@alder.example', password: 'nine wet oars' })).next).toBe('/sign-in/second-factor')
  })

  test('and a new password ends other phones and what was begun, and keeps this browser and this phone', async () => {
    const me = w.people.anna
    const run = w.database.asSuperuser
    const b = browser()
    await b.ask(signIn, 'visitor', { email: 'anna@alder.example', password })
    await browser().ask(signIn, 'visitor', { email: 'anna@alder.example', password })
    const phone = (label: string) => w.put('identity.phone', { person_id: me, token_hash: randomBytes(32), pin_hash: 'x', label, expires_at: new Date(Date.now() + 1e9) })
    const [here] = [await phone('here'), await phone('elsewhere')]
    await run('update identity.session set phone_id = $2 where token_hash = $1', [tokenHash(b.token ?? ''), here])
    for (const [who, purpose] of [[me, 'email_new'], [me, 'totp_add'], [me, 'sign_in'], [me, 'email_object'], [w.people.ben, 'email_new']])
      await run(`insert into identity.challenge (token_hash, person_id, purpose, expires_at) values ($1, $2, $3, now() + interval '1 day')`, [randomBytes(32), who, purpose])
    const phones = async () => (await run<{ label: string }>('select label from identity.phone where person_id = $1 and ended_at is null order by label', [me])).map(({ label }) => label)
    const begun = async (who: string) => (await run<{ purpose: string }>(`select purpose from identity.challenge
      where person_id = $1 and used_at is null and expires_at > now() and purpose <> 'recover' order by purpose`, [who])).map(({ purpose }) => purpose)
    const devices = () => run<{ token_hash: Buffer }>('select token_hash from identity.known_device where person_id = $1', [me])
    expect(await phones()).toEqual(['elsewhere', 'here'])
    expect(await begun(me)).toEqual(['email_new', 'email_object', 'sign_in', 'totp_add'])
    expect(await devices()).toHaveLength(2)
    await b.ask(changePassword, 'person', { password: 'nine wet oars in a row' })
    expect(await phones()).toEqual(['here'])
    expect([await begun(me), await begun(w.people.ben)]).toEqual([['email_object'], ['email_new']])
    expect((await devices()).map(({ token_hash }) => token_hash)).toEqual([tokenHash(b.jar.get(deviceCookie().name) ?? '')])
    expect((await b.ask(myFactors, 'person')).hasPassword).toBe(true)
  })

  test('by a patient, whose password stands alone and is long', async () => {
    const b = await signedIn(w.people.anna, { assurance: 1 })
    expect((await refusal(b.ask(changePassword, 'person', { password: 'nine wet oars' }))).fields['password']?.[0]).toContain('at least 15')
    await b.ask(changePassword, 'person', { password: 'nine wet oars in a row' })
  })
})
