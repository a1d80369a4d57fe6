import { beforeAll, describe, expect, test } from 'vitest'
import { totpCode } from '@/lib/auth/totp'
import { choosePin } from '@/lib/pins/commands'
import { confirmWithPassword, confirmWithPin, lock, unlockWithPassword } from '@/lib/sessions/commands'
import { waysHere } from '@/lib/sessions/queries'
import { enrolWorkstation, switchIn } from '@/lib/workstations/commands'
import { answerOf, office, password, pin, wrongPin, type Jar, type Office } from './office'

let o: Office
let secret: string
beforeAll(async () => {
  o = await office()
  secret = await o.totp(o.people.owner)
})
const confirm = (jar: Jar, given: { password?: string; code?: string; next?: string } = {}) => o.act(confirmWithPassword, 'person', { password, ...given }, jar)
const byPin = (jar: Jar, digits = pin) => o.act(confirmWithPin, 'person', { pin: digits }, jar)
const enrol = (jar: Jar) => answerOf(o.act(enrolWorkstation, { practice: o.a.id }, { name: 'Room 1' }, new Map(jar)))
/** A code of a step that has not been used yet, one period further each time. */
let step = -1
const code = () => totpCode(secret, Math.min(1, step++))
const later = (minutes: number) => o.sql(`update identity.session set step_up_until = step_up_until - make_interval(mins => $1) where step_up_until is not null`, [minutes])

describe('a confirmation', () => {
  test('opens for ten minutes what needs one, and then no more', async () => {
    const jar = await o.browser(o.people.owner)
    expect(await enrol(jar)).toBe('step_up')
    expect(await confirm(jar, { code: code(), next: '/account/pin' })).toEqual({ next: '/account/pin' })
    expect(await enrol(jar)).toBe('allowed')
    await later(9)
    expect(await enrol(jar)).toBe('allowed')
    await later(1)
    expect(await enrol(jar)).toBe('step_up')
  })

  test('is worth nothing without the code, with a wrong one, or with a wrong password', async () => {
    const jar = await o.browser(o.people.owner)
    expect(await answerOf(confirm(jar))).toBe('invalid')
    expect(await answerOf(confirm(jar, { code: totpCode(secret, 9) }))).toBe('invalid')
    expect(await answerOf(confirm(jar, { password: 'no', code: totpCode(secret, 1) }))).toBe('invalid')
    expect(await enrol(jar)).toBe('step_up')
  })

  test('does not outlive a lock, nor open one', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1 })
    await confirm(jar)
    expect((await o.row(jar))?.fresh).toBe(true)
    await o.act(lock, 'person', {}, jar)
    expect(await answerOf(confirm(jar))).toBe('locked')
    await o.act(unlockWithPassword, 'person', { password }, jar)
    expect((await o.row(jar))?.fresh).toBe(false)
  })

  test('is not kept fresh by a clock that jumps back', async () => {
    const jar = await o.browser(o.people.owner, { steppedUp: true })
    expect(await enrol(jar)).toBe('allowed')
    await o.sql(`update identity.session set step_up_until = now() + interval '3 hours' where id = $1`, [(await o.row(jar))?.id])
    expect(await enrol(jar)).toBe('step_up')
  })

  test('leads to no other site', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1 })
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/confirm'])
      expect(await confirm(jar, { next })).toEqual({ next: '/account' })
  })
})

describe('a PIN', () => {
  test('confirms in a session that was opened with it, five tries in all', async () => {
    const { jar } = await o.computer()
    await o.act(switchIn, 'visitor', { member: o.members.desk, pin }, jar)
    await later(10)
    expect((await o.row(jar))?.fresh).toBe(false)
    expect(await answerOf(byPin(jar, wrongPin))).toBe('invalid')
    expect((await o.act(waysHere, 'person', {}, jar)).confirming.pin).toEqual({ where: 'workstation', triesLeft: 4 })
    expect(await answerOf(byPin(jar))).toBe('allowed')
    expect((await o.row(jar))?.fresh).toBe(true)
  })

  test('does not confirm in a session that was opened with more', async () => {
    const { jar, id } = await o.computer()
    for (const [name, value] of await o.browser(o.people.desk)) jar.set(name, value)
    await o.sql('update identity.session set workstation_id = $2 where id = $1', [(await o.row(jar))?.id, id])
    expect(await o.act(waysHere, 'person', {}, jar)).toMatchObject({ ways: { pin: { where: 'workstation' } }, confirming: { pin: null } })
    expect(await answerOf(byPin(jar))).toBe('conflict')
    expect((await o.row(jar))?.fresh).toBe(false)
  })

  test('and what it confirms changes no factor', async () => {
    const { jar } = await o.computer()
    await o.act(switchIn, 'visitor', { member: o.members.desk, pin }, jar)
    const change = (browser: Jar) => answerOf(o.act(choosePin, 'person', { member: o.members.desk, pin: '739164', again: '739164' }, browser))
    expect((await o.row(jar))?.fresh).toBe(true)
    expect(await change(jar)).toBe('forbidden')
    expect(await change(await o.browser(o.people.desk, { steppedUp: true }))).toBe('allowed')
  })
})
