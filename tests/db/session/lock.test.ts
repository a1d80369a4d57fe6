import { sql as statement } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { reading } from '@/db/practice'
import { listDocuments } from '@/lib/documents/queries'
import { listMyDocuments } from '@/lib/portal/queries'
import { act, lock } from '@/lib/sessions/commands'
import { sessionState } from '@/lib/sessions/queries'
import { answerOf, office, type Jar, type Office } from './office'

let o: Office
beforeAll(async () => {
  o = await office()
})
const staffReads = (jar: Jar, poll = false) => answerOf(o.act(listDocuments, { practice: o.a.id }, { patient: o.patients.anna }, jar, { poll }))
const patientReads = (jar: Jar) => answerOf(o.act(listMyDocuments, { portal: o.hats.anna }, {}, jar))
const state = (jar: Jar) => o.act(sessionState, 'person', {}, jar, { poll: true })

describe('a locked session', () => {
  test('reads nothing, of staff or patient, and says that it is locked', async () => {
    for (const [person, reads] of [[o.people.desk, staffReads], [o.people.anna, patientReads]] as const) {
      const jar = await o.browser(person)
      expect(await reads(jar)).toBe('allowed')
      await o.act(lock, 'person', {}, jar)
      expect(await reads(jar)).toBe('locked')
      expect((await state(jar)).state).toBe('locked')
      await o.act(lock, 'person', {}, jar)
      expect(await reads(jar)).toBe('locked')
    }
  })

  test('meets no row either when the check before the database is left out', async () => {
    const jar = await o.browser(o.people.desk)
    const rows = async () => {
      const session = await o.row(jar)
      const hat = { practice: o.a.id, hat: o.members.desk, person: o.people.desk, session: session?.id ?? '', request: '' }
      return reading('staff', hat, async (_, db) => (await statement`select 1 from public.patient`.execute(db)).rows.length)
    }
    expect(await rows()).toBeGreaterThan(0)
    await o.act(lock, 'person', {}, jar)
    expect(await rows()).toBe(0)
  })

  test('leads back to a page of our own and to no other', async () => {
    const lead = async (next: string) => (await o.act(lock, 'person', { next }, await o.browser(o.people.desk))).next
    expect(await lead('/practice/x?y=1')).toBe('/practice/x?y=1')
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/locked', '/sign-in?next=/locked']) expect(await lead(next)).toBeNull()
  })
})

describe('idle time', () => {
  test('locks after the minutes of the practice, and at once when they become fewer', async () => {
    const jar = await o.browser(o.people.desk)
    await o.idle(jar, 12)
    expect(await staffReads(jar, true)).toBe('allowed')
    await o.sql('update practice set idle_minutes = 10 where practice_id = $1', [o.a.id])
    expect(await staffReads(jar)).toBe('locked')
    await o.sql('update practice set idle_minutes = 15 where practice_id = $1', [o.a.id])
    expect(await staffReads(jar), 'a lock once noticed stays').toBe('locked')
  })

  test('is thirty minutes for a patient, whatever a practice chose', async () => {
    const jar = await o.browser(o.people.anna, { assurance: 1 })
    await o.idle(jar, 29)
    expect(await patientReads(jar)).toBe('allowed')
    await o.idle(jar, 30)
    expect(await patientReads(jar)).toBe('locked')
  })

  test('is not shortened by a poll: twenty of them, and it locks all the same', async () => {
    const jar = await o.browser(o.people.desk)
    await o.idle(jar, 14.5)
    for (let round = 0; round < 20; round++) expect((await state(jar)).state).toBe('live')
    expect((await o.row(jar))?.idle).toBeGreaterThanOrEqual(870)
    expect((await state(jar)).secondsLeft).toBeLessThanOrEqual(30)
    await o.idle(jar, 15)
    expect((await state(jar)).state).toBe('locked')
    expect(await staffReads(jar)).toBe('locked')
  })

  test('begins anew with an act, counted from the act and not from its report', async () => {
    const jar = await o.browser(o.people.desk)
    await o.idle(jar, 14)
    expect((await o.act(act, 'person', { ago: 40 }, jar, { poll: true })).secondsLeft).toBeGreaterThan(850)
    expect((await o.row(jar))?.idle).toBeGreaterThanOrEqual(40)
    expect((await o.row(jar))?.idle).toBeLessThan(45)
    await o.act(act, 'person', { ago: 100 }, jar, { poll: true })
    expect((await o.row(jar))?.idle, 'an older act takes nothing back').toBeLessThan(45)
    await o.idle(jar, 14)
    expect(await staffReads(jar), 'a page that a person asks for is an act').toBe('allowed')
    expect((await o.row(jar))?.idle).toBeLessThan(5)
  })

  test('an act does not open what has locked', async () => {
    const jar = await o.browser(o.people.desk)
    await o.idle(jar, 16)
    expect(await answerOf(o.act(act, 'person', { ago: 0 }, jar, { poll: true }))).toBe('locked')
    expect(await answerOf(o.act(act, 'person', { ago: 0 }, jar))).toBe('locked')
    expect(await staffReads(jar)).toBe('locked')
  })

  test.for([-5, 1e9, 0.5])('an act %s seconds ago is not an act', async (ago) => {
    expect(await answerOf(o.act(act, 'person', { ago }, await o.browser(o.people.desk)))).toBe('invalid')
  })
})

describe('a clock that jumps', () => {
  test('forwards locks', async () => {
    const jar = await o.browser(o.people.desk)
    expect(await staffReads(jar)).toBe('allowed')
    await o.idle(jar, 180)
    expect(await staffReads(jar)).toBe('locked')
  })

  test('backwards does not keep a session fresh until the clock catches up', async () => {
    const jar = await o.browser(o.people.desk)
    await o.idle(jar, -180)
    expect((await state(jar)).secondsLeft).toBeLessThanOrEqual(900)
    expect((await o.row(jar))?.idle).toBeGreaterThanOrEqual(0)
    await o.idle(jar, 15)
    expect(await staffReads(jar)).toBe('locked')
  })

  test('backwards does not keep a lock or an end from holding', async () => {
    const locked = await o.browser(o.people.desk, { locked: true })
    await o.sql(`update identity.session set locked_at = now() + interval '3 hours', last_act_at = now() + interval '3 hours' where person_id = $1 and locked_at is not null`, [o.people.desk])
    expect(await staffReads(locked)).toBe('locked')
    const over = await o.browser(o.people.desk, { expiresAt: new Date(Date.now() - 1000) })
    expect(await staffReads(over)).toBe('unauthenticated')
  })
})

test('the state tells who and how long, and of an ended session nothing', async () => {
  const jar = await o.browser(o.people.desk)
  expect(await state(jar)).toEqual({ state: 'live', secondsLeft: expect.any(Number), personId: o.people.desk, name: 'desk', place: null })
  await o.sql(`update identity.session set ended_at = now() where person_id = $1`, [o.people.desk])
  expect(await answerOf(state(jar))).toBe('unauthenticated')
})
