import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sessionCookie, workstationCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { hashPassword } from '@/lib/auth/password'
import { identity } from '@/db/identity'
import { startSession } from '@/lib/auth/session'
import { totpCode } from '@/lib/auth/totp'
import { listDocuments } from '@/lib/documents/queries'
import { removeMember } from '@/lib/members/commands'
import { lock, unlockWithPassword, unlockWithPin } from '@/lib/sessions/commands'
import { sessionState } from '@/lib/sessions/queries'
import { endWorkstation, switchIn } from '@/lib/workstations/commands'
import { whoSitsHere } from '@/lib/workstations/queries'
import { answerOf, office, password, pin, wrongPin, type Jar, type Office } from '../session/office'

let o: Office
beforeAll(async () => {
  o = await office()
})
beforeEach(() => o.sql('update staff_pin set tries = 0'))

const reads = (jar: Jar) => answerOf(o.act(listDocuments, { practice: o.a.id }, { patient: o.patients.anna }, jar))
const come = async (jar: Jar, member: string, digits = pin) => answerOf(o.act(switchIn, 'visitor', { member, pin: digits }, jar))
const openAgain = (jar: Jar, digits = pin) => answerOf(o.act(unlockWithPin, 'person', { pin: digits }, jar))
const used = async (member: string) => (await o.sql<{ tries: number }>('select tries from staff_pin where membership_id = $1', [member]))[0]?.tries
const token = (jar: Jar) => jar.get(sessionCookie().name)
const stateOf = async (jar: Jar) => (await o.act(sessionState, 'person', {}, jar, { poll: true })).state
const fullSignIn = (person: string, jar: Jar = new Map(), assurance: 1 | 2 = 2) =>
  withJar(jar, () => identity((db) => startSession(db, { personId: person, assurance, method: assurance === 2 ? 'password_totp' : 'password' }))).then(() => jar)

describe('at an enrolled computer', () => {
  test('are the names of those of this practice who have a PIN, and nothing else', async () => {
    const { jar } = await o.computer()
    expect(await o.act(whoSitsHere, 'visitor', {}, jar)).toEqual({
      practice: 'Alder Dental', computer: 'Front desk', passkeys: { works: true, origin: 'http://localhost:3000' },
      people: [
        { member: o.members.desk, name: 'Dana Desk', open: true }, { member: o.members.owner, name: 'Dr. Olive Owner', open: true },
        { member: o.members.hygienist, name: 'Hal Hygienist', open: true },
      ],
    })
    const other = await o.computer(o.b.id, o.members.dentistB)
    expect((await o.act(whoSitsHere, 'visitor', {}, other.jar))?.people.map(({ name }) => name)).toEqual(['Dr. Bo Birch'])
  })

  test('elsewhere there is nobody: no cookie, a made-up one, an ended computer', async () => {
    const { jar, id } = await o.computer()
    await o.sql('update workstation set until_at = now() where id = $1', [id])
    for (const browser of [new Map<string, string>(), new Map([[workstationCookie().name, 'A'.repeat(43)]]), jar]) {
      expect(await o.act(whoSitsHere, 'visitor', {}, browser)).toBeNull()
      expect(await come(browser, o.members.desk)).toBe('conflict')
      expect(token(browser)).toBeUndefined()
    }
  })

  test('name and PIN open a session of two factors, tied to the computer, for twelve hours at most', async () => {
    const { jar, id } = await o.computer()
    expect(await o.act(switchIn, 'visitor', { member: o.members.desk, pin }, jar)).toEqual({ next: `/practice/${o.a.id}` })
    expect(await reads(jar)).toBe('allowed')
    expect(await o.row(jar)).toMatchObject({ personId: o.people.desk, method: 'workstation_pin', assurance: 2, workstation: id })
    expect((await o.row(jar))?.hours).toBeLessThanOrEqual(12)
    const [event] = await o.sql(`select detail from identity.event where session_id = $1 and operation = 'session.start'`, [(await o.row(jar))?.id])
    expect(event).toEqual({ detail: { method: 'workstation_pin', assurance: '2' } })
  })

  test('nobody of another practice, no former member and nobody without a PIN comes in', async () => {
    const { jar } = await o.computer()
    for (const member of [o.members.dentistB, o.members.former, o.members.billing]) expect(await come(jar, member)).toBe('conflict')
    expect(token(jar)).toBeUndefined()
    expect(await come(jar, o.members.owner)).toBe('allowed')
  })
})

describe('five tries', () => {
  test('and then not even the right PIN, here, at the next computer, or for a lock', async () => {
    const { jar } = await o.computer()
    const next = await o.computer()
    await come(next.jar, o.members.desk)
    await o.act(lock, 'person', {}, next.jar)
    for (let round = 0; round < 4; round++) expect(await come(jar, o.members.desk, wrongPin)).toBe('invalid')
    expect(await come(jar, o.members.desk, wrongPin)).toBe('conflict')
    expect(await come(jar, o.members.desk)).toBe('conflict')
    expect(await come((await o.computer()).jar, o.members.desk)).toBe('conflict')
    expect(await openAgain(next.jar)).toBe('conflict')
    expect(await stateOf(next.jar)).toBe('locked')
    expect(await come(jar, o.members.hygienist), 'a colleague is not held up').toBe('allowed')
  })

  test('a full sign-in forgives them; one factor, or a PIN, does not', async () => {
    const { jar } = await o.computer()
    const useUp = () => o.sql('update staff_pin set tries = 5 where membership_id = $1', [o.members.desk])
    await useUp()
    await fullSignIn(o.people.desk, new Map(), 1)
    expect(await come(jar, o.members.desk)).toBe('conflict')
    await fullSignIn(o.people.desk)
    expect(await come(jar, o.members.desk)).toBe('allowed')
    await useUp()
    await withJar(jar, () => identity((db) => startSession(db, { personId: o.people.desk, assurance: 2, method: 'workstation_pin' })))
    expect(await come(jar, o.members.desk)).toBe('conflict')
  })

  test('unlocking with password and code forgives them too, a right PIN in between as well', async () => {
    const secret = await o.totp(o.people.hygienist)
    const { jar } = await o.computer()
    await come(jar, o.members.hygienist)
    await o.act(lock, 'person', {}, jar)
    for (let round = 0; round < 5; round++) await openAgain(jar, wrongPin)
    expect(await openAgain(jar)).toBe('conflict')
    expect(await answerOf(o.act(unlockWithPassword, 'person', { password, code: totpCode(secret) }, jar))).toBe('allowed')
    await o.act(lock, 'person', {}, jar)
    for (let round = 0; round < 4; round++) await openAgain(jar, wrongPin)
    expect(await openAgain(jar)).toBe('allowed')
    expect(await used(o.members.hygienist)).toBe(0)
  })

  test('are five however many come at once', async () => {
    const { jar } = await o.computer()
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => come(new Map(jar), o.members.owner, wrongPin)))
    expect(outcomes.filter((answer) => answer === 'invalid')).toHaveLength(4)
    expect(await used(o.members.owner)).toBe(5)
    expect(await come(jar, o.members.owner)).toBe('conflict')
  })
})

describe('taking turns', () => {
  test('locks the colleague’s session, and she finds it again as it was', async () => {
    const { jar } = await o.computer()
    await come(jar, o.members.desk)
    const dana = await o.row(jar)
    const danasTab: Jar = new Map(jar)
    await come(jar, o.members.hygienist)
    expect((await o.row(jar))?.personId).toBe(o.people.hygienist)
    expect(await reads(jar)).toBe('allowed')
    expect(await reads(danasTab)).toBe('locked')

    await come(jar, o.members.desk)
    expect(await o.row(jar)).toMatchObject({ id: dana?.id, personId: o.people.desk, locked: false, fresh: false })
    expect(token(jar)).not.toBe(token(danasTab))
    expect(await reads(jar)).toBe('allowed')
    expect(await reads(danasTab), 'the token she left behind is worth nothing').toBe('unauthenticated')
  })

  test('who returns to her own lock keeps session and token', async () => {
    const { jar } = await o.computer()
    await come(jar, o.members.desk)
    const before = { row: (await o.row(jar))?.id, token: token(jar) }
    await o.act(lock, 'person', {}, jar)
    await come(jar, o.members.desk)
    expect({ row: (await o.row(jar))?.id, token: token(jar) }).toEqual(before)
    expect(await stateOf(jar)).toBe('live')
  })

  test('an unlock by PIN is the person’s whose session it is, never a colleague’s', async () => {
    const { jar } = await o.computer()
    await come(jar, o.members.desk)
    const [before] = await o.sql('select pin_hash from staff_pin where membership_id = $1', [o.members.desk])
    await o.sql('update staff_pin set pin_hash = $2 where membership_id = $1', [o.members.desk, await hashPassword('605172')])
    await o.act(lock, 'person', {}, jar)
    expect(await openAgain(jar), 'the PIN of everybody but her').toBe('invalid')
    expect(await o.row(jar)).toMatchObject({ personId: o.people.desk, locked: true })
    await o.sql('update staff_pin set pin_hash = $2 where membership_id = $1', [o.members.desk, before?.pin_hash])
    expect(await openAgain(jar)).toBe('allowed')
  })

  test('a session from elsewhere in this browser ends instead: nobody could come back to it', async () => {
    const { jar } = await o.computer()
    for (const [name, value] of await o.browser(o.people.anna, { assurance: 1 })) jar.set(name, value)
    const annas = new Map(jar)
    await come(jar, o.members.desk)
    expect(await answerOf(o.act(sessionState, 'person', {}, annas))).toBe('unauthenticated')
  })

  test('a colleague who signs in with everything she has takes the place the same way', async () => {
    const { jar } = await o.computer()
    await come(jar, o.members.desk)
    const danas = new Map(jar)
    await fullSignIn(o.people.owner, jar)
    expect(await stateOf(danas)).toBe('locked')
    await come(jar, o.members.desk)
    expect((await o.row(jar))?.personId).toBe(o.people.desk)
  })

  test('one factor is not made two by a PIN: her own session of one factor is replaced', async () => {
    const { jar } = await o.computer()
    await fullSignIn(o.people.desk, jar, 1)
    const weak = new Map(jar)
    await come(jar, o.members.desk)
    expect(await o.row(jar)).toMatchObject({ assurance: 2, method: 'workstation_pin' })
    expect(await answerOf(o.act(sessionState, 'person', {}, weak))).toBe('unauthenticated')
  })

  test('a session that is over, or of another epoch, is not come back to', async () => {
    for (const change of [`expires_at = now()`, `ended_at = now()`, `person_epoch = 99`]) {
      const { jar } = await o.computer()
      await come(jar, o.members.desk)
      const before = await o.row(jar)
      await o.sql(`update identity.session set ${change} where id = $1`, [before?.id])
      await come(jar, o.members.desk)
      expect((await o.row(jar))?.id).not.toBe(before?.id)
      expect(await reads(jar)).toBe('allowed')
    }
  })
})

describe('ending', () => {
  test('a computer signs out at the next request whoever sits there, and nobody else', async () => {
    const { jar, id } = await o.computer()
    await come(jar, o.members.desk)
    const other = await o.computer()
    await come(other.jar, o.members.hygienist)
    const owner = await o.browser(o.people.owner)
    expect(await answerOf(o.act(endWorkstation, { practice: o.b.id }, { workstation: id }, await o.browser(o.people.dentistB)))).toBe('not_found')
    expect(await reads(jar)).toBe('allowed')
    await o.act(endWorkstation, { practice: o.a.id }, { workstation: id }, owner)
    expect(await reads(jar)).toBe('unauthenticated')
    expect(await come(jar, o.members.desk)).toBe('conflict')
    expect(await reads(other.jar)).toBe('allowed')
    expect(await answerOf(o.act(endWorkstation, { practice: o.a.id }, { workstation: id }, owner))).toBe('not_found')
  })

  test('holds by the look-up alone, when no session was ended with the computer', async () => {
    const { jar, id } = await o.computer()
    await come(jar, o.members.desk)
    await o.sql('alter table workstation disable trigger end_workstation')
    try {
      await o.sql('update workstation set until_at = now() where id = $1', [id])
    } finally {
      await o.sql('alter table workstation enable trigger end_workstation')
    }
    expect(await o.row(jar)).toMatchObject({ ended: false })
    expect(await reads(jar)).toBe('unauthenticated')
  })

  test('a membership ends its seat, by the look-up alone too', async () => {
    const person = await o.put('identity.person', { display_name: 'Lea Leaver' })
    const member = await o.put('membership', { practice_id: o.a.id, person_id: person, display_name: 'Lea Leaver' })
    await o.put('membership_role', { practice_id: o.a.id, membership_id: member, role: 'assistant' })
    const seat = async () => {
      await o.sql(`insert into staff_pin (practice_id, membership_id, pin_hash) select practice_id, $2, pin_hash from staff_pin where membership_id = $1
        on conflict do nothing`, [o.members.owner, member])
      const { jar } = await o.computer()
      await come(jar, member)
      expect(await stateOf(jar)).toBe('live')
      return jar
    }
    const first = await seat()
    await o.act(removeMember, { practice: o.a.id }, { member, why: 'left' }, await o.browser(o.people.owner))
    expect(await answerOf(stateOf(first))).toBe('unauthenticated')
    await o.sql(`update identity.session set ended_at = null where person_id = $1`, [person])
    expect(await answerOf(stateOf(first))).toBe('unauthenticated')
    expect(await come(first, member)).toBe('conflict')
  })
})
