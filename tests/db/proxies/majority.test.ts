import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { tendAccesses } from '@/lib/jobs/accesses'
import { updatePatient } from '@/lib/patients/commands'
import { setClock } from '@/lib/platform/clock'
import { portalFrame } from '@/lib/portal/queries'
import { saveSettings } from '@/lib/practice/commands'
import { showToday } from '@/lib/practice/queries'
import { accessToReview } from '@/lib/proxies/queries'
import { answerOf } from '../enrolment/scene'
import { proxies, type Proxies } from './scene'

const day = 86_400_000
let p: Proxies
let back: (() => void) | undefined
beforeAll(async () => {
  p = await proxies()
})
afterEach(() => back?.())
const at = (moment: Date) => { back = setClock(() => moment) }
const birthday = (inDays: number, years = 18) => new Date(Date.now() + inDays * day - years * 365.25 * day).toISOString().slice(0, 10)
const review = () => p.act(accessToReview, p.practice, {}, p.desk)

describe('coming of age', () => {
  test('is in the practice’s list ninety days before, on its page and on its home', async () => {
    const [soon, later] = [await p.child(birthday(60), 'Soon'), await p.child(birthday(300), 'Later')]
    const parents = { soon: await p.proxy(soon, 'parent'), later: await p.proxy(later, 'parent') }
    const before = await review()
    expect(before.review.find(({ access }) => access === parents.soon.hat)).toMatchObject({ patient: { id: soon }, majority: expect.any(Date) })
    expect(before.review.map(({ access }) => access)).not.toContain(parents.later.hat)
    expect((await p.act(showToday, p.practice, {}, p.desk)).review).toBe(before.review.length)
    at(new Date(Date.now() + 230 * day))
    expect((await review()).review.map(({ access }) => access)).toEqual([parents.later.hat])
  })

  test('ends a parent’s access by itself, says so on the record, and proposes to invite the patient', async () => {
    const teen = await p.child(birthday(20), 'Teen')
    const [mother, aunt] = [await p.proxy(teen, 'parent'), await p.proxy(teen, 'carer', { until: birthday(10, 0) })]
    expect(await answerOf(p.act(portalFrame, { portal: mother.hat }, {}, mother.jar))).toBe('allowed')
    at(new Date(Date.now() + 30 * day))
    await tendAccesses()
    expect(await p.access(mother.hat)).toMatchObject({ ended_why: 'the patient came of age' })
    expect(await p.access(aunt.hat)).toMatchObject({ ended_why: 'ran out' })
    expect(await answerOf(p.act(portalFrame, { portal: mother.hat }, {}, mother.jar))).toBe('not_found')
    expect(await p.sql(`select actor_kind, operation from audit_event where subject_id = $1 and operation = 'proxies.ran_out'`, [mother.hat]))
      .toEqual([{ actor_kind: 'system', operation: 'proxies.ran_out' }])
    expect((await review()).grown.map(({ id }) => id)).toContain(teen)
    await p.put('portal_access', { practice_id: p.a.id, patient_id: teen, person_id: p.people.nobody, relation: 'self', display_name: 'Teen' })
    expect((await review()).grown.map(({ id }) => id)).not.toContain(teen)
  })

  test('of an access that has run out and that nobody closed yet, lets nobody in', async () => {
    const teen = await p.child(birthday(20), 'Nearly')
    const mother = await p.proxy(teen, 'parent')
    await p.sql(`update portal_access set expires_at = now() - interval '1 second' where id = $1`, [mother.hat])
    expect(await answerOf(p.act(portalFrame, { portal: mother.hat }, {}, mother.jar))).toBe('not_found')
  })

  test('moves with the birth date that is corrected, and with the state’s age; what has a day of its own stays', async () => {
    const child = await p.child('2015-06-02', 'Moved')
    const [mother, carer] = [await p.proxy(child, 'parent'), await p.proxy(child, 'carer')]
    const fixed = (await p.access(carer.hat))['expires_at']
    await p.act(updatePatient, p.practice, { patient: child, version: 1, givenName: 'Moved', familyName: 'Young', birthDate: '2014-06-03', language: 'en' }, p.desk)
    expect((await p.access(mother.hat))['expires_at']).toEqual(new Date('2032-06-03T05:00:00Z'))
    const owner = await p.browser(p.people.owner)
    const settings = { name: 'Alder Dental', phone: '', email: '', address: '', timeZone: 'America/Chicago', idleMinutes: '15' }
    await p.act(saveSettings, p.practice, { ...settings, majorityAge: '19' }, owner)
    expect((await p.access(mother.hat))['expires_at']).toEqual(new Date('2033-06-03T05:00:00Z'))
    expect((await p.access(carer.hat))['expires_at']).toEqual(fixed)
    expect(await p.sql('select count(*)::int as terms from portal_access_term where access_id = $1', [mother.hat])).toEqual([{ terms: 3 }])
    await p.act(saveSettings, p.practice, { ...settings, majorityAge: '18' }, owner)
    // A correction into the past ends it at once.
    await p.act(updatePatient, p.practice, { patient: child, version: 2, givenName: 'Moved', familyName: 'Young', birthDate: '1999-06-03', language: 'en' }, p.desk)
    expect(await answerOf(p.act(portalFrame, { portal: mother.hat }, {}, mother.jar))).toBe('not_found')
  })
})

test('a review is due on its day', async () => {
  const carer = await p.proxy(p.patients.anna, 'carer')
  await p.sql(`update portal_access set review_on = current_date + 100 where id = $1`, [carer.hat])
  expect((await review()).review.map(({ access }) => access)).not.toContain(carer.hat)
  at(new Date(Date.now() + 102 * day))
  expect((await review()).review.find(({ access }) => access === carer.hat)).toMatchObject({ majority: null, reviewOn: expect.any(String) })
})

test('who is about to lose an access is told once, a month before, and nothing of the record', async () => {
  const carer = await p.proxy(p.patients.ben, 'carer')
  await p.sql(`update identity.person set language = 'es' where id = $1`, [carer.person])
  const short = await p.proxy(p.patients.ben, 'helper')
  await tendAccesses()
  expect(await p.letters(carer.email)).toEqual([])
  at(new Date(Date.now() + 340 * day))
  await tendAccesses()
  await tendAccesses()
  const letters = await p.letters(carer.email)
  expect(letters).toHaveLength(1)
  expect(letters[0]).toMatchObject({ kind: 'access_ending', subject: expect.stringContaining('termina el') })
  expect(letters[0]?.text).not.toMatch(/Ben|Stone/)
  // One of a month was told when it ends when it began.
  expect(await p.letters(short.email)).toEqual([])
})
