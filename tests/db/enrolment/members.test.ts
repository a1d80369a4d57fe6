import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { acceptInvitation, joinStaff } from '@/lib/join/commands'
import { showInvitation } from '@/lib/join/queries'
import { invitePatient } from '@/lib/invitations/commands'
import { changeRoles, inviteMember, removeMember, resendInvitation, revokeInvitation } from '@/lib/members/commands'
import { listMembers } from '@/lib/members/queries'
import { answerOf, scene, tokenIn, type Jar, type Scene } from './scene'

let s: Scene
let owner: Jar
const hat = () => ({ practice: s.a.id })
const password = 'marble kettle orchid'
beforeAll(async () => {
  s = await scene()
  owner = await s.browser(s.people.owner, { steppedUp: true })
})

const someone = (email: string, roles: ('hygienist' | 'owner' | 'front_desk')[] = ['hygienist']) => ({ name: 'Nia New', email, roles })

describe('inviting a member', () => {
  test('the letter’s link makes the member, once, with exactly the roles that were given', async () => {
    await s.act(inviteMember, hat(), someone('Nia@New.example'), owner)
    const token = await s.tokenFor('nia@new.example')
    const fresh: Jar = new Map()
    const shown = await s.act(showInvitation, 'visitor', { token })
    expect(shown).toMatchObject({ kind: 'staff', practiceName: 'Alder Dental', email: 'nia@new.example', hasAccount: false, needsCode: false })
    const { next } = await s.act(joinStaff, 'visitor', { token, name: 'Nia New', password }, fresh)
    expect(next).toContain('/account/factors?enrol')
    const { members } = await s.act(listMembers, hat(), {}, owner)
    expect(members.find(({ name }) => name === 'Nia New')).toMatchObject({ roles: ['hygienist'], lastUse: expect.any(Date) })
    expect(await answerOf(s.act(joinStaff, 'visitor', { token, name: 'Nia Again', password }))).toBe('not_found')
    // Her session is there, and the practice stays shut until a second factor.
    expect(await answerOf(s.act(listMembers, hat(), {}, fresh))).toBe('second_factor')
    expect(await s.sql(`select operation, actor_name from audit_event where operation = 'invitations.accept'`)).toEqual([{ operation: 'invitations.accept', actor_name: 'Nia New' }])
  })

  test('an existing person accepts signed in, with the address that was invited and no other', async () => {
    await s.act(inviteMember, hat(), someone('nobody@alder.example'), owner)
    const token = await s.tokenFor('nobody@alder.example')
    expect((await s.act(showInvitation, 'visitor', { token })).hasAccount).toBe(true)
    expect(await answerOf(s.act(joinStaff, 'visitor', { token, name: 'No Body', password }))).toBe('conflict')
    expect(await answerOf(s.act(acceptInvitation, 'person', { token }, await s.browser(s.people.ben)))).toBe('conflict')
    expect(await answerOf(s.act(acceptInvitation, 'person', { token }, await s.browser(s.people.nobody)))).toBe('allowed')
    expect(await answerOf(s.act(acceptInvitation, 'person', { token }, await s.browser(s.people.nobody)))).toBe('not_found')
  })

  test('looking uses nothing up', async () => {
    await s.act(inviteMember, hat(), someone('look@new.example'), owner)
    const token = await s.tokenFor('look@new.example')
    for (let times = 0; times < 3; times++) await s.act(showInvitation, 'visitor', { token })
    expect(await answerOf(s.act(joinStaff, 'visitor', { token, name: 'Lou Look', password }))).toBe('allowed')
  })

  test('sent again, the first link is dead and the second lives; taken back, neither does', async () => {
    const { invitation } = await s.act(inviteMember, hat(), someone('again@new.example'), owner)
    const first = await s.tokenFor('again@new.example')
    const again = await s.act(resendInvitation, hat(), { invitation }, owner)
    const second = await s.tokenFor('again@new.example')
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: first }))).toBe('not_found')
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: second }))).toBe('allowed')
    await s.act(revokeInvitation, hat(), { invitation: again.invitation }, owner)
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: second }))).toBe('not_found')
  })

  test('wrong, used, revoked and run out are one answer', async () => {
    await s.act(inviteMember, hat(), someone('late@new.example'), owner)
    const late = await s.tokenFor('late@new.example')
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: late }))).toBe('allowed')
    await s.sql(`update invitation set expires_at = now() where email = 'late@new.example'`)
    const answers = await Promise.all([late, 'A'.repeat(43), 'not a token', ''].map((token) =>
      s.act(showInvitation, 'visitor', { token }).catch((error: { code: string; says: string; status: number }) => [error.code, error.says, error.status])))
    expect(new Set(answers.map(String)).size).toBe(1)
  })

  test('is the owner’s alone', async () => {
    for (const who of ['desk', 'hygienist', 'billing'] as const)
      expect(await answerOf(s.act(inviteMember, hat(), someone('x@new.example'), await s.browser(s.people[who])))).toBe('forbidden')
    for (const who of ['dentistB', 'former', 'anna', 'formerParent'] as const)
      expect(await answerOf(s.act(inviteMember, hat(), someone('x@new.example'), await s.browser(s.people[who])))).toBe('not_found')
    expect(await s.letters('x@new.example')).toEqual([])
  })

  test('needs a confirmation, and not the one of a PIN: so do sending again and changing roles', async () => {
    const { invitation } = await s.act(inviteMember, hat(), someone('pin@new.example'), owner)
    const tries = (jar: Jar) => Promise.all([
      answerOf(s.act(inviteMember, hat(), someone('pin2@new.example'), jar)),
      answerOf(s.act(resendInvitation, hat(), { invitation }, jar)),
      answerOf(s.act(changeRoles, hat(), { member: s.members.billing, roles: ['billing'] }, jar)),
    ])
    expect(await tries(await s.browser(s.people.owner))).toEqual(Array(3).fill('step_up'))
    const byPin = await s.browser(s.people.owner, { steppedUp: true, method: 'workstation_pin' })
    expect(await answerOf(s.act(listMembers, hat(), {}, byPin))).toBe('allowed')
    expect(await tries(byPin)).toEqual(Array(3).fill('forbidden'))
    await expect(s.act(inviteMember, hat(), someone('pin2@new.example'), byPin)).rejects.toMatchObject({ says: expect.stringContaining('A PIN is not enough') })
    expect(await s.letters('pin2@new.example')).toEqual([])
    expect(await tries(owner)).toEqual(Array(3).fill('allowed'))
  })

  test('names the fields that need another look', async () => {
    await expect(s.act(inviteMember, hat(), { name: '', email: 'nowhere', roles: [] }, owner)).rejects.toMatchObject({
      code: 'invalid', fields: { name: [expect.any(String)], email: [expect.any(String)], roles: [expect.any(String)] },
    })
  })
})

describe('roles', () => {
  test('count from the next request on, and both changes are on record', async () => {
    const desk = await s.browser(s.people.desk)
    expect(await answerOf(s.act(listMembers, hat(), {}, desk))).toBe('forbidden')
    await s.act(changeRoles, hat(), { member: s.members.desk, roles: ['front_desk', 'privacy_officer'] }, owner)
    expect(await answerOf(s.act(listMembers, hat(), {}, desk))).toBe('allowed')
    await s.act(changeRoles, hat(), { member: s.members.desk, roles: ['front_desk'] }, owner)
    expect(await answerOf(s.act(listMembers, hat(), {}, desk))).toBe('forbidden')
    expect(await s.sql(`select detail from audit_event where operation = 'members.changeRoles' and subject_id = $1 order by at`, [s.members.desk]))
      .toEqual([{ detail: { added: 'privacy_officer', ended: '' } }, { detail: { added: '', ended: 'privacy_officer' } }])
  })

  test('of another practice’s member are not there', async () => {
    expect(await answerOf(s.act(changeRoles, hat(), { member: s.members.dentistB, roles: ['billing'] }, owner))).toBe('not_found')
    expect(await answerOf(s.act(changeRoles, hat(), { member: randomUUID(), roles: ['billing'] }, owner))).toBe('not_found')
  })
})

describe('an invitation', () => {
  /** Somebody with a role of the practice, signed in. */
  async function hire(role: string) {
    const email = `${randomUUID()}@alder.example`
    const person = await s.put('identity.person', { email, email_key: email, display_name: 'Rex', password_hash: 'none' })
    const member = await s.put('membership', { practice_id: s.a.id, person_id: person, display_name: 'Rex' })
    await s.put('membership_role', { practice_id: s.a.id, membership_id: member, role })
    return { person, member, email, jar: await s.browser(person, { steppedUp: true }) }
  }
  async function invited(by: Jar, email = `${randomUUID()}@new.example`) {
    await s.act(inviteMember, hat(), someone(email, ['owner']), by)
    return s.tokenFor(email)
  }
  const open = (token: string) => answerOf(s.act(showInvitation, 'visitor', { token }))
  const join = (token: string) => answerOf(s.act(joinStaff, 'visitor', { token, name: 'Ada Accomplice', password }))
  const setRoles = (member: string, roles: ('owner' | 'billing')[]) => s.act(changeRoles, hat(), { member, roles }, owner)

  test('of an owner who is one no longer lets nobody in, nor when she becomes one again; another owner’s does', async () => {
    const rex = await hire('owner')
    const [theirs, others, used] = [await invited(rex.jar), await invited(owner), await invited(rex.jar)]
    expect([await open(theirs), await join(used)]).toEqual(['allowed', 'allowed'])
    await setRoles(rex.member, ['billing'])
    expect([await open(theirs), await join(theirs)]).toEqual(['not_found', 'not_found'])
    await setRoles(rex.member, ['owner', 'billing'])
    expect([await open(theirs), await join(theirs)]).toEqual(['not_found', 'not_found'])
    expect(await join(others)).toBe('allowed')
  })

  test('is judged when it is accepted, whichever way its sender lost the role; the operator’s has no sender', async () => {
    const [rex, ron] = [await hire('owner'), await hire('owner')]
    const [byRole, byMembership, operators] = [await invited(rex.jar), await invited(ron.jar), await invited(owner, 'operator@new.example')]
    await s.sql(`update invitation set created_by = null where email = 'operator@new.example'`)
    await s.sql(`update membership_role set until_at = now(), ended_why = 'x' where membership_id = $1`, [rex.member])
    await s.sql(`update membership set until_at = now(), ended_why = 'x' where id = $1`, [ron.member])
    expect([await join(byRole), await join(byMembership), await join(operators)]).toEqual(['not_found', 'not_found', 'allowed'])
  })

  test('to the removed person’s address ends with her membership, and so do those she sent to patients', async () => {
    const rex = await hire('front_desk')
    const back = await invited(owner, rex.email)
    const counter = async (by: Jar, relation: 'helper' | 'carer') =>
      tokenIn((await s.act(invitePatient, hat(), { patient: s.patients.anna, channel: 'counter', language: 'en', relation, name: 'A friend', evidenceKind: 'own_word', why: 'a friend' }, by)).link ?? '')
    const [hers, others] = [await counter(rex.jar, 'helper'), await counter(owner, 'carer')]
    expect([await open(back), await open(hers), await open(others)]).toEqual(['allowed', 'allowed', 'allowed'])
    await s.act(removeMember, hat(), { member: rex.member, why: 'let go' }, owner)
    expect([await open(back), await open(hers), await open(others)]).toEqual(['not_found', 'not_found', 'allowed'])
    const again = await invited(owner, rex.email)
    expect(await answerOf(s.act(acceptInvitation, 'person', { token: again }, await s.browser(rex.person)))).toBe('allowed')
  })
})

describe('removing a member', () => {
  test('takes effect at the next request, everywhere, and leaves the name in the list', async () => {
    const person = await s.put('identity.person', { email: 'rex@alder.example', email_key: 'rex@alder.example', display_name: 'Rex Removed' })
    const member = await s.put('membership', { practice_id: s.a.id, person_id: person, display_name: 'Rex Removed' })
    await s.put('membership_role', { practice_id: s.a.id, membership_id: member, role: 'owner' })
    await s.sql(`insert into staff_pin (practice_id, membership_id, pin_hash) values ($1, $2, 'x')`, [s.a.id, member])
    const workstation = await s.put('workstation', { practice_id: s.a.id, name: 'Front', token_hash: Buffer.alloc(32, 7), enrolled_by: member })
    const rex = await s.browser(person)
    await s.session(person)
    await s.sql(`update identity.session set workstation_id = $2 where id = (select id from identity.session where person_id = $1 order by id limit 1)`, [person, workstation])
    const elsewhere = await s.browser(person, { steppedUp: true })
    await s.act(inviteMember, hat(), someone('accomplice@new.example', ['owner']), elsewhere)
    const accomplice = await s.tokenFor('accomplice@new.example')
    expect(await answerOf(s.act(listMembers, hat(), {}, elsewhere))).toBe('allowed')
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: accomplice }))).toBe('allowed')

    await s.act(removeMember, hat(), { member, why: 'moved away' }, owner)

    expect(await answerOf(s.act(listMembers, hat(), {}, elsewhere))).toBe('not_found')
    expect(['not_found', 'unauthenticated']).toContain(await answerOf(s.act(listMembers, hat(), {}, rex)))
    expect(await s.sql(`select ended_why from identity.session where workstation_id = $1`, [workstation])).toEqual([{ ended_why: 'member_removed' }])
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: accomplice }))).toBe('not_found')
    expect(await s.sql('select 1 from staff_pin where membership_id = $1', [member])).toEqual([])
    const { members, former } = await s.act(listMembers, hat(), {}, owner)
    expect(members.some(({ id }) => id === member)).toBe(false)
    expect(former.find(({ id }) => id === member)).toMatchObject({ name: 'Rex Removed', roles: ['owner'], endedWhy: 'moved away' })
    expect(await s.sql(`select actor_name, subject_id from audit_event where operation = 'members.remove' and decision = 'allow' and subject_id = $1`, [member])).toEqual([{ actor_name: 'Dr. Olive Owner', subject_id: member }])
    expect(await answerOf(s.act(removeMember, hat(), { member, why: 'twice' }, owner))).toBe('not_found')
  })

  test('is refused to everybody but an owner of this practice, by the database too', async () => {
    expect(await answerOf(s.act(removeMember, hat(), { member: s.members.billing, why: 'x' }, await s.browser(s.people.desk)))).toBe('forbidden')
    expect(await answerOf(s.act(removeMember, { practice: s.b.id }, { member: s.members.billing, why: 'x' }, await s.browser(s.people.dentistB)))).toBe('not_found')
    const { transact } = await import('@/db/transaction')
    const { sql } = await import('kysely')
    const attempt = transact('enamel_staff_write', { practice: s.a.id, hat: s.members.desk, person: s.people.desk },
      (db) => sql`select access.remove_member(${s.members.billing}, 'x')`.execute(db))
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
  })

  test('the last owner stays', async () => {
    const { removed } = await lastOwner()
    expect(removed).toBe('conflict')
    expect(await answerOf(s.act(listMembers, { practice: s.b.id }, {}, await s.browser(s.people.dentistB)))).toBe('allowed')
  })

  test('with a second owner the first may go; two who remove each other at once leave one', async () => {
    const first = await owners(2)
    expect(await answerOf(s.act(removeMember, { practice: first.practice }, { member: first.members[0] ?? '', why: 'retired' }, first.jars[0]))).toBe('allowed')
    for (let round = 0; round < 5; round++) {
      const { practice, members, jars } = await owners(2)
      await Promise.all([0, 1].map((at) => answerOf(s.act(removeMember, { practice }, { member: members[1 - at] ?? '', why: 'race' }, jars[at]))))
      const left = await s.sql(`select 1 from membership_role r join membership m on m.practice_id = r.practice_id and m.id = r.membership_id
        where r.practice_id = $1 and r.role = 'owner' and r.until_at is null and m.until_at is null`, [practice])
      expect(left).toHaveLength(1)
    }
  })

  test('two owners who demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round++) {
      const { practice, members, jars } = await owners(2)
      await Promise.all([0, 1].map((at) => answerOf(s.act(changeRoles, { practice }, { member: members[1 - at] ?? '', roles: ['billing'] }, jars[at]))))
      expect(await s.sql(`select 1 from membership_role where practice_id = $1 and role = 'owner' and until_at is null`, [practice])).toHaveLength(1)
    }
  })
})

async function lastOwner() {
  const jar = await s.browser(s.people.dentistB)
  return { removed: await answerOf(s.act(removeMember, { practice: s.b.id }, { member: s.members.dentistB, why: 'x' }, jar)) }
}

/** A practice of its own with so many owners. */
async function owners(count: number) {
  const practice = await s.put('practice', { name: 'Cedar Dental', time_zone: 'America/Chicago' })
  const members: string[] = []
  const jars: Jar[] = []
  for (let at = 0; at < count; at++) {
    const person = await s.put('identity.person', { display_name: `Owner ${at}` })
    const member = await s.put('membership', { practice_id: practice, person_id: person, display_name: `Owner ${at}` })
    await s.put('membership_role', { practice_id: practice, membership_id: member, role: 'owner' })
    members.push(member)
    jars.push(await s.browser(person, { steppedUp: true }))
  }
  return { practice, members, jars }
}
