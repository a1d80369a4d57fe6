import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyPassword } from '@/lib/auth/password'
import { listMyDocuments } from '@/lib/portal/queries'
import { approveMember, askRecovery, recoverMember, recoverPatient, verifyIdentity } from '@/lib/recovery/commands'
import { memberRecovery, showRecovery } from '@/lib/recovery/queries'
import { answerOf, otherThan, scene, type Jar, type Scene } from './scene'

let s: Scene
let desk: Jar
const hat = () => ({ practice: s.a.id })
const password = 'lantern velvet harbour moss'
beforeAll(async () => {
  s = await scene()
  desk = await s.browser(s.people.desk)
})
beforeEach(() => s.sql('delete from identity.throttle'))

const annasMail = 'anna@alder.example'
async function asked(email = annasMail) {
  await s.act(askRecovery, 'visitor', { email })
  return s.tokenFor(email)
}
const told = async () => (await s.act(verifyIdentity, hat(), { patient: s.patients.anna, access: s.hats.anna, how: 'photo_id' }, desk)).code
const passwordOf = async (person: string) => (await s.sql<{ password_hash: string }>('select password_hash from identity.person where id = $1', [person]))[0]?.password_hash ?? null

describe('a patient who cannot sign in', () => {
  test('needs the letter and the code: together they end everything from before and tell her', async () => {
    const before = await s.browser(s.people.anna, { assurance: 1 })
    await s.put('identity.phone', { person_id: s.people.anna, token_hash: Buffer.alloc(32, 9), expires_at: new Date(Date.now() + 1e9) })
    await s.sql(`insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, 'x', now())`, [s.people.anna])
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, before))).toBe('allowed')
    const token = await asked()
    expect(await s.act(showRecovery, 'visitor', { token })).toMatchObject({ kind: 'patient' })
    const code = await told()
    const jar: Jar = new Map()
    expect(await s.act(recoverPatient, 'visitor', { token, code, password }, jar)).toMatchObject({ outcome: 'recovered', next: '/hats' })
    expect(await verifyPassword(password, await passwordOf(s.people.anna))).toBe(true)
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, before))).toBe('unauthenticated')
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, jar))).toBe('allowed')
    expect(await s.sql('select 1 from identity.phone where person_id = $1 and ended_at is null', [s.people.anna])).toEqual([])
    expect(await s.sql('select 1 from identity.totp where person_id = $1', [s.people.anna])).toEqual([])
    expect((await s.letters(annasMail)).at(-1)?.kind).toBe('recovered')
    expect(await s.sql(`select actor_name, patient_id from audit_event where operation = 'recovery.complete'`)).toEqual([{ actor_name: 'self hat', patient_id: s.patients.anna }])
    // Both are used up.
    expect(await s.act(recoverPatient, 'visitor', { token, code, password })).toMatchObject({ outcome: 'gone' })
    expect(await s.act(recoverPatient, 'visitor', { token: await asked(), code, password })).toMatchObject({ outcome: 'wrong' })
  })

  test('the letter alone does not do, nor the code alone', async () => {
    const kept = await passwordOf(s.people.anna)
    const token = await asked()
    for (const code of ['000000', '123123']) expect(await s.act(recoverPatient, 'visitor', { token, code, password })).toMatchObject({ outcome: 'wrong' })
    // The staff way asks for no code; a patient's link must not pass there.
    expect(await s.act(recoverMember, 'visitor', { token, password })).toMatchObject({ outcome: 'wrong' })
    expect(await s.act(recoverPatient, 'visitor', { token: 'A'.repeat(43), code: await told(), password })).toMatchObject({ outcome: 'gone' })
    expect(await passwordOf(s.people.anna)).toBe(kept)
    expect(await s.act(recoverPatient, 'visitor', { token, code: await told(), password })).toMatchObject({ outcome: 'recovered' })
  })

  test('a code told for one person is worth nothing with another’s letter', async () => {
    const code = await told()
    expect(await s.act(recoverPatient, 'visitor', { token: await asked('ben@alder.example'), code, password })).toMatchObject({ outcome: 'wrong' })
    expect(await s.act(recoverPatient, 'visitor', { token: await asked(), code, password })).toMatchObject({ outcome: 'recovered' })
  })

  test('five wrong codes end the link and the code, also at once', async () => {
    const token = await asked()
    const code = await told()
    const outcomes = await Promise.all(Array.from({ length: 7 }, () => s.act(recoverPatient, 'visitor', { token, code: otherThan(code), password })))
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    expect(await s.act(recoverPatient, 'visitor', { token, code, password })).toMatchObject({ outcome: 'gone' })
    expect(await s.act(recoverPatient, 'visitor', { token: await asked(), code, password })).toMatchObject({ outcome: 'wrong' })
  })

  test('looking at the link uses nothing up; a newer letter, which anybody can ask for, leaves it; a run-out one is gone', async () => {
    const first = await asked()
    for (let times = 0; times < 3; times++) await s.act(showRecovery, 'visitor', { token: first })
    expect(await answerOf(s.act(showRecovery, 'visitor', { token: first }))).toBe('allowed')
    const second = await asked()
    for (const token of [first, second]) expect(await answerOf(s.act(showRecovery, 'visitor', { token }))).toBe('allowed')
    await s.sql(`update identity.challenge set expires_at = now() where purpose = 'recover' and used_at is null`)
    expect(await answerOf(s.act(showRecovery, 'visitor', { token: second }))).toBe('not_found')
  })

  test('every address gets the same answer, and only a mailbox with an account a letter', async () => {
    const answers = await Promise.all([annasMail, 'stranger@nowhere.example', 'desk@alder.example'].map((email) => s.act(askRecovery, 'visitor', { email })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await s.letters('stranger@nowhere.example')).toEqual([])
    expect((await s.letters('desk@alder.example')).map(({ kind }) => kind)).toEqual(['recovery_staff'])
    expect((await s.letters('desk@alder.example'))[0]?.text).not.toMatch(/\/recover\//)
  })

  test('letters to one mailbox are few, and the answer does not tell', async () => {
    const before = (await s.letters(annasMail)).length
    for (let times = 0; times < 10; times++) expect(await s.act(askRecovery, 'visitor', { email: annasMail })).toEqual({ sent: true })
    expect((await s.letters(annasMail)).length - before).toBe(4)
  })

  test('a stranger who uses up the letters to an address does not keep its owner from asking elsewhere', async () => {
    const from = (network: string): Jar => new Map([['header:x-forwarded-for', network]])
    const written = async () => (await s.letters(annasMail)).length
    const before = await written()
    for (let times = 0; times < 10; times++) await s.act(askRecovery, 'visitor', { email: annasMail }, from('203.0.113.66'))
    expect(await written() - before).toBe(4)
    await s.act(askRecovery, 'visitor', { email: annasMail }, from('198.51.100.1'))
    expect(await written() - before).toBe(5)
  })

  test('asking writes the same rows whether or not the address has an account, so that its time does not tell', async () => {
    const rows = async () => (await s.sql(`select (select count(*)::int from identity.challenge) as links, (select count(*)::int from identity.event) as events,
      (select count(*)::int from platform.outbox) as letters, (select count(*)::int from graphile_worker.jobs) as jobs`))[0] as Record<string, number>
    for (const email of [annasMail, 'desk@alder.example', 'stranger@nowhere.example']) {
      const before = await rows()
      await s.act(askRecovery, 'visitor', { email })
      const after = await rows()
      expect([email, ...Object.keys(after).map((name) => (after[name] ?? 0) - (before[name] ?? 0))]).toEqual([email, 1, 1, 1, 1])
    }
    // What stands there for nobody opens nothing.
    expect(await s.sql(`select purpose from identity.challenge order by created_at desc limit 1`)).toEqual([{ purpose: 'recover_not' }])
  })

  test('more links side by side give no more guesses at the code', async () => {
    const links = [await asked(), await asked()]
    const code = await told()
    for (const token of links) for (let times = 0; times < 3; times++) await s.act(recoverPatient, 'visitor', { token, code: otherThan(code), password })
    expect(await s.act(recoverPatient, 'visitor', { token: links[0] ?? '', code, password })).toMatchObject({ outcome: 'wrong' })
  })

  test('a short password costs no try', async () => {
    const token = await asked()
    expect(await answerOf(s.act(recoverPatient, 'visitor', { token, code: '000000', password: 'too short' }))).toBe('invalid')
    expect(await s.sql(`select tries from identity.challenge where purpose = 'recover' order by created_at desc limit 1`)).toEqual([{ tries: 0 }])
  })
})

describe('the identity check', () => {
  test('records who checked, and how, before there is a code; the code is not on record', async () => {
    const { code, check } = await s.act(verifyIdentity, hat(), { patient: s.patients.anna, access: s.hats.anna, how: 'called_back', note: 'number in the chart' }, desk)
    expect(await s.sql('select how, note, checked_by_name from recovery_check where id = $1', [check])).toEqual([{ how: 'called_back', note: 'number in the chart', checked_by_name: 'Dana Desk' }])
    const [event] = await s.sql('select patient_id, actor_name, detail::text from audit_event where subject_id = $1', [check])
    expect(event).toMatchObject({ patient_id: s.patients.anna, actor_name: 'Dana Desk' })
    expect(String(event?.['detail'])).not.toContain(code)
  })

  test('is for those who answer for it, about live access of their own patients', async () => {
    const input = { patient: s.patients.anna, access: s.hats.anna, how: 'photo_id' as const }
    expect(await answerOf(s.act(verifyIdentity, hat(), input, await s.browser(s.people.owner)))).toBe('allowed')
    expect(await answerOf(s.act(verifyIdentity, hat(), input, await s.browser(s.people.hygienist)))).toBe('forbidden')
    expect(await answerOf(s.act(verifyIdentity, hat(), { ...input, access: s.hats.ben }, desk))).toBe('not_found')
    expect(await answerOf(s.act(verifyIdentity, hat(), { ...input, access: s.hats.formerParent }, desk))).toBe('not_found')
    expect(await answerOf(s.act(verifyIdentity, hat(), { patient: s.patients.berta, access: s.hats.berta, how: 'photo_id' }, desk))).toBe('not_found')
    expect(await answerOf(s.act(verifyIdentity, { practice: s.b.id }, input, await s.browser(s.people.dentistB)))).toBe('not_found')
  })
})

describe('a member of staff who cannot sign in', () => {
  /** A practice of its own: an owner, two privacy officers, a second owner, and who lost the way. */
  async function office() {
    const practice = await s.put('practice', { name: 'Cedar Dental', time_zone: 'America/Chicago' })
    const hire = async (name: string, role: string, at = practice) => {
      const email = `${name}-${practice.slice(0, 8)}@cedar.example`
      const person = await s.put('identity.person', { email, email_key: email, display_name: name })
      const member = await s.put('membership', { practice_id: at, person_id: person, display_name: name })
      await s.put('membership_role', { practice_id: at, membership_id: member, role })
      return { person, member, email, jar: await s.browser(person, { steppedUp: true }) }
    }
    const owner = await hire('olga', 'owner')
    const officer = await hire('pia', 'privacy_officer')
    const second = await hire('petra', 'privacy_officer')
    const lost = await hire('lola', 'hygienist')
    const approve = (who: { jar: Jar }, member = lost.member, at = practice) => s.act(approveMember, { practice: at }, { member, how: 'she stood here' }, who.jar)
    return { practice, owner, officer, second, lost, approve, hire }
  }
  const link = async (email: string) => (await s.letters(email)).filter(({ kind }) => kind === 'recovery_approved')

  test('gets a link after an owner and a second person have approved, and must bring a new factor', async () => {
    const { practice, owner, officer, lost, approve } = await office()
    await s.sql(`insert into identity.totp (person_id, sealed_secret, confirmed_at) values ($1, 'x', now())`, [lost.person])
    expect(await approve(officer)).toEqual({ state: 'waiting' })
    expect(await link(lost.email)).toEqual([])
    expect((await s.act(memberRecovery, { practice }, { member: lost.member }, owner.jar)).approvals).toHaveLength(1)
    expect(await approve(owner)).toEqual({ state: 'approved' })
    const token = await s.tokenFor(lost.email)
    const jar: Jar = new Map()
    expect(await s.act(recoverMember, 'visitor', { token, password: 'marble kettle orchid' }, jar)).toMatchObject({ outcome: 'recovered', next: expect.stringContaining('/account/factors?enrol') })
    expect(await answerOf(s.act(memberRecovery, { practice }, { member: lost.member }, lost.jar))).toBe('unauthenticated')
    expect(await s.sql('select 1 from identity.totp where person_id = $1', [lost.person])).toEqual([])
    expect(await s.act(recoverMember, 'visitor', { token, password: 'marble kettle orchid' })).toMatchObject({ outcome: 'gone' })
    expect(await s.sql(`select count(*)::int as n from audit_event where practice_id = $1 and operation = 'recovery.approveMember' and decision = 'allow'`, [practice])).toEqual([{ n: 2 }])
  })

  test('two approvals are two persons', async () => {
    const { owner, officer, lost, approve } = await office()
    expect(await approve(owner)).toEqual({ state: 'waiting' })
    expect(await answerOf(approve(owner))).toBe('conflict')
    expect(await link(lost.email)).toEqual([])
    expect(await approve(officer)).toEqual({ state: 'approved' })
  })

  test('two without an owner are not enough', async () => {
    const { owner, officer, second, lost, approve } = await office()
    expect([await approve(officer), await approve(second)]).toEqual([{ state: 'waiting' }, { state: 'waiting' }])
    expect(await link(lost.email)).toEqual([])
    expect(await approve(owner)).toEqual({ state: 'approved' })
  })

  test('nobody approves for herself, nor without the role, nor without a fresh confirmation, nor from elsewhere', async () => {
    const { practice, owner, officer, lost, approve, hire } = await office()
    expect(await answerOf(approve(owner, owner.member))).toBe('conflict')
    expect(await answerOf(approve(await hire('dora', 'dentist')))).toBe('forbidden')
    expect(await answerOf(approve({ jar: await s.browser(officer.person) }))).toBe('step_up')
    expect(await answerOf(approve({ jar: await s.browser(officer.person, { steppedUp: true, method: 'workstation_pin' }) }))).toBe('forbidden')
    expect(await answerOf(approve({ jar: await s.browser(s.people.dentistB, { steppedUp: true }) }))).toBe('not_found')
    expect(await answerOf(approve({ jar: await s.browser(s.people.dentistB, { steppedUp: true }) }, lost.member, s.b.id))).toBe('not_found')
    expect((await s.act(memberRecovery, { practice }, { member: lost.member }, owner.jar)).approvals).toEqual([])
    expect(await answerOf(approve(officer))).toBe('allowed')
  })

  test('the approval of somebody who has left since does not count', async () => {
    const { practice, owner, officer, second, lost, approve } = await office()
    await approve(officer)
    await s.sql(`update membership set until_at = now(), ended_why = 'left' where practice_id = $1 and id = $2`, [practice, officer.member])
    expect(await approve(owner)).toEqual({ state: 'waiting' })
    expect(await link(lost.email)).toEqual([])
    expect(await approve(second)).toEqual({ state: 'approved' })
  })

  test('an approval runs out after three days', async () => {
    const { practice, owner, officer, approve } = await office()
    await approve(officer)
    await s.sql(`update member_recovery set expires_at = now() where practice_id = $1`, [practice])
    expect(await approve(owner)).toEqual({ state: 'waiting' })
  })

  test('who works at two practices is approved by both', async () => {
    const here = await office()
    const there = await office()
    const member = await s.put('membership', { practice_id: there.practice, person_id: here.lost.person, display_name: 'Lola' })
    await s.put('membership_role', { practice_id: there.practice, membership_id: member, role: 'hygienist' })
    await here.approve(here.officer)
    expect(await here.approve(here.owner)).toEqual({ state: 'elsewhere' })
    expect(await link(here.lost.email)).toEqual([])
    await there.approve(there.owner, member)
    expect(await there.approve(there.officer, member)).toEqual({ state: 'approved' })
    expect(await link(here.lost.email)).toHaveLength(1)
  })

  test('two who approve at the same moment send one letter', async () => {
    const { owner, officer, lost, approve } = await office()
    const states = await Promise.all([approve(owner), approve(officer)])
    expect(states.map(({ state }) => state).sort()).toEqual(['approved', 'waiting'])
    expect(await link(lost.email)).toHaveLength(1)
  })
})
