import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Passwords from '@/lib/auth/password'
import { invitePatient } from '@/lib/invitations/commands'
import { joinByPassword, joinByPhone, joinStaff, openInvitation } from '@/lib/join/commands'
import { askRecovery, recoverMember, recoverPatient, verifyIdentity } from '@/lib/recovery/commands'
import { answerOf, otherThan, scene, tokenIn, type Jar, type Scene } from './scene'

/*
 * Working out a password takes memory, time and a database connection. Anybody can make up a link, so none is worked out
 * before the database knows the link. The real function runs; it is only counted.
 */
const hashed = vi.hoisted(() => ({ times: 0 }))
vi.mock('@/lib/auth/password', async (original) => {
  const real = await original<typeof Passwords>()
  return { ...real, hashPassword: (password: string) => (hashed.times++, real.hashPassword(password)) }
})

let s: Scene
const password = 'lantern velvet harbour moss'
const pin = { pin: '482915', again: '482915' }
const madeUp = 'A'.repeat(43)
beforeAll(async () => {
  s = await scene()
})
beforeEach(async () => {
  hashed.times = 0
  await s.sql('truncate identity.throttle')
})

const from = (network: string): Jar => new Map([['header:x-forwarded-for', network]])
const attempts = {
  recoverPatient: (token: string, jar?: Jar) => s.act(recoverPatient, 'visitor', { token, code: '123123', password }, jar),
  recoverMember: (token: string, jar?: Jar) => s.act(recoverMember, 'visitor', { token, password }, jar),
  joinByPassword: (token: string, jar?: Jar) => s.act(joinByPassword, 'visitor', { token, email: 'nora@home.example', password }, jar),
  joinByPhone: (token: string, jar?: Jar) => s.act(joinByPhone, 'visitor', { token, ...pin }, jar),
  joinStaff: (token: string, jar?: Jar) => s.act(joinStaff, 'visitor', { token, name: 'Nora', password }, jar),
}
const names = Object.keys(attempts) as (keyof typeof attempts)[]
const said = (attempt: Promise<unknown>) => attempt.then((done) => (done as { outcome: string }).outcome, ({ code }) => String(code))
async function invited() {
  const patient = await s.put('patient', { practice_id: s.a.id, chart_number: `M-${Math.random()}`, given_name: 'Nora', family_name: 'Newcomer', birth_date: '1980-02-03', sort_key: 'newcomer' })
  const { link, code } = await s.act(invitePatient, { practice: s.a.id }, { patient, channel: 'counter', language: 'en' }, await s.browser(s.people.desk))
  return { token: tokenIn(link ?? ''), code }
}

describe('a made-up link', () => {
  test.for(names)('costs no password at %s, however many come at once', async (name) => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => said(attempts[name](madeUp))))
    expect(new Set(answers)).toEqual(new Set([name.startsWith('recover') ? 'gone' : 'not_found']))
    expect(hashed.times).toBe(0)
  })

  test('is slowed after a hundred from one place, and nobody elsewhere with it', async () => {
    for (let at = 0; at < 100; at++) expect(await said(attempts.joinByPhone(madeUp, from('203.0.113.66')))).toBe('not_found')
    for (const name of names) expect([name, await said(attempts[name](madeUp, from('203.0.113.66')))]).toEqual([name, 'slow_down'])
    expect(await said(attempts.joinByPhone(madeUp, from('198.51.100.1')))).toBe('not_found')
  })
})

describe('a link that is real', () => {
  test('costs none without its code either, and one with it', async () => {
    const { token, code } = await invited()
    expect(await said(attempts.joinByPhone(token))).toBe('not_found')
    expect(await said(attempts.joinByPassword(token))).toBe('not_found')
    expect(hashed.times).toBe(0)
    const jar: Jar = new Map()
    await s.act(openInvitation, 'visitor', { token, code }, jar)
    expect(await answerOf(attempts.joinByPhone(token, jar))).toBe('allowed')
    expect(hashed.times).toBe(1)
  })

  test('of a recovery costs none with a wrong code, which stays counted, and one with the right one', async () => {
    await s.act(askRecovery, 'visitor', { email: 'anna@alder.example' })
    const token = await s.tokenFor('anna@alder.example')
    const { code } = await s.act(verifyIdentity, { practice: s.a.id }, { patient: s.patients.anna, access: s.hats.anna, how: 'photo_id' }, await s.browser(s.people.desk))
    expect(await s.act(recoverPatient, 'visitor', { token, code: otherThan(code), password })).toEqual({ outcome: 'wrong', triesLeft: 4, next: '' })
    expect(await s.act(recoverMember, 'visitor', { token, password })).toEqual({ outcome: 'wrong', triesLeft: 3, next: '' })
    expect(hashed.times).toBe(0)
    expect(await s.act(recoverPatient, 'visitor', { token, code, password })).toMatchObject({ outcome: 'recovered' })
    expect(hashed.times).toBe(1)
  })
})
