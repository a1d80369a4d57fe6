import { beforeAll, describe, expect, test } from 'vitest'
import { reading, writing } from '@/db/practice'
import { sessionCookie, workstationCookie } from '@/lib/auth/cookies'
import { tokenHash } from '@/lib/auth/token'
import { choosePin, removePin } from '@/lib/pins/commands'
import { myPins } from '@/lib/pins/queries'
import { openLetter } from '@/lib/platform/letter'
import { endWorkstation, enrolWorkstation, switchIn } from '@/lib/workstations/commands'
import { listWorkstations, whoSitsHere } from '@/lib/workstations/queries'
import { answerOf, office, pin, type Jar, type Office } from '../session/office'

let o: Office
beforeAll(async () => {
  o = await office()
})
const hat = () => ({ practice: o.a.id })

describe('enrolling', () => {
  test('gives this browser a token of which the database keeps the hash, and its people can come in', async () => {
    const jar = await o.browser(o.people.owner, { steppedUp: true })
    const { workstation } = await o.act(enrolWorkstation, hat(), { name: '  Hygiene 2 ' }, jar)
    const token = jar.get(workstationCookie().name) ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const [row] = await o.sql('select name, token_hash, row_to_json(w)::text as whole from workstation w where id = $1', [workstation])
    expect(row?.name).toBe('Hygiene 2')
    expect(row?.token_hash.equals(tokenHash(token))).toBe(true)
    expect(row?.whole).not.toContain(token)
    const { inUse } = await o.act(listWorkstations, hat(), {}, jar)
    expect(inUse.find(({ here }) => here)).toMatchObject({ id: workstation, name: 'Hygiene 2', enrolledBy: 'Dr. Olive Owner', lastUse: null })
    expect(await answerOf(o.act(switchIn, 'visitor', { member: o.members.desk, pin }, new Map([[workstationCookie().name, token]])))).toBe('allowed')
    expect((await o.act(listWorkstations, hat(), {}, jar)).inUse.find(({ here }) => here)?.lastUse).toBeInstanceOf(Date)
    expect(await o.sql(`select actor_name, subject_id from audit_event where operation = 'workstations.enrol' and decision = 'allow'`)).toEqual([{ actor_name: 'Dr. Olive Owner', subject_id: workstation }])
  })

  test('twice is once; a computer that was ended may be enrolled again', async () => {
    const jar = await o.browser(o.people.owner, { steppedUp: true })
    const { workstation } = await o.act(enrolWorkstation, hat(), { name: 'Desk' }, jar)
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Desk' }, jar))).toBe('conflict')
    await o.act(endWorkstation, hat(), { workstation }, jar)
    expect(jar.has(workstationCookie().name)).toBe(false)
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Desk' }, jar))).toBe('allowed')
    expect((await o.act(listWorkstations, hat(), {}, jar)).former.some(({ id }) => id === workstation)).toBe(true)
  })

  test('is an owner’s, after a confirmation; a name is needed', async () => {
    for (const person of [o.people.desk, o.people.hygienist, o.people.billing])
      expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Mine' }, await o.browser(person, { steppedUp: true })))).toBe('forbidden')
    expect(await answerOf(o.act(enrolWorkstation, { practice: o.b.id }, { name: 'Mine' }, await o.browser(o.people.owner, { steppedUp: true })))).toBe('not_found')
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Mine' }, await o.browser(o.people.owner)))).toBe('step_up')
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: '   ' }, await o.browser(o.people.owner, { steppedUp: true })))).toBe('invalid')
  })

  test('is refused to a session that a PIN opened, however fresh its confirmation', async () => {
    const { jar } = await o.computer()
    await o.act(switchIn, 'visitor', { member: o.members.owner, pin }, jar)
    expect(await o.row(jar)).toMatchObject({ method: 'workstation_pin', fresh: true })
    const elsewhere = new Map([[sessionCookie().name, jar.get(sessionCookie().name) ?? '']])
    expect(await answerOf(o.act(listWorkstations, hat(), {}, elsewhere))).toBe('allowed')
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Mine' }, elsewhere))).toBe('forbidden')
    expect(await answerOf(o.act(enrolWorkstation, hat(), { name: 'Mine' }, await o.browser(o.people.owner, { steppedUp: true })))).toBe('allowed')
  })

  test('the database asks for an owner too, and shows no hash to staff', async () => {
    const settings = async (person: string, member: string) => {
      const row = await o.row(await o.browser(person))
      return { practice: o.a.id, hat: member, person, session: row?.id ?? '', request: '' }
    }
    const insert = async (person: string, member: string) => writing('staff', await settings(person, member), (db) =>
      db.insertInto('workstation').values({ practiceId: o.a.id, name: 'X', tokenHash: Buffer.alloc(32), enrolledBy: member }).execute())
    await expect(insert(o.people.desk, o.members.desk)).rejects.toMatchObject({ code: '42501' })
    await expect(insert(o.people.owner, o.members.owner)).resolves.toBeDefined()
    const look = await settings(o.people.owner, o.members.owner)
    await expect(reading('staff', look, (db) => db.selectFrom('workstation').select('tokenHash').execute())).rejects.toMatchObject({ code: '42501' })
    await expect(reading('staff', look, (db) => db.selectFrom('staffPin').select('pinHash').execute())).rejects.toMatchObject({ code: '42501' })
    expect((await reading('staff', look, (db) => db.selectFrom('workstation').select('name').execute())).length).toBeGreaterThan(0)
  })

  test('one practice’s list shows none of another’s, nor which of them this browser is', async () => {
    const { jar } = await o.computer(o.b.id, o.members.dentistB)
    jar.set(sessionCookie().name, (await o.browser(o.people.owner)).get(sessionCookie().name) ?? '')
    const { inUse, former } = await o.act(listWorkstations, hat(), {}, jar)
    expect([...inUse, ...former].some(({ here }) => here)).toBe(false)
    expect([...inUse, ...former].every(({ enrolledBy }) => enrolledBy === 'Dr. Olive Owner')).toBe(true)
  })
})

describe('a PIN', () => {
  const choose = (jar: Jar, member: string, digits = '739164', again = digits) => answerOf(o.act(choosePin, 'person', { member, pin: digits, again }, jar))

  test('is chosen by its owner after a confirmation, kept as argon2id, and works from then on', async () => {
    const jar = await o.browser(o.people.billing, { steppedUp: true })
    const { jar: seat } = await o.computer()
    expect((await o.act(whoSitsHere, 'visitor', {}, seat))?.people.some(({ name }) => name === 'Bill Billing')).toBe(false)
    expect(await choose(jar, o.members.billing)).toBe('allowed')
    const told = await o.sql<{ kind: string; sealed: Buffer }>('select kind, sealed from platform.outbox')
    expect(told.map(({ kind, sealed }) => openLetter(kind, sealed)))
      .toMatchObject([{ kind: 'factor_changed', to: 'billing@alder.example', text: expect.stringContaining('A PIN for your practice’s computers was chosen') }])
    expect(await o.sql('select pin_hash from staff_pin where membership_id = $1', [o.members.billing])).toEqual([{ pin_hash: expect.stringMatching(/^\$argon2id\$/) }])
    expect(await answerOf(o.act(switchIn, 'visitor', { member: o.members.billing, pin: '739164' }, seat))).toBe('allowed')
    expect((await o.act(myPins, 'person', {}, jar)).pins).toEqual([{ member: o.members.billing, practice: 'Alder Dental', setAt: expect.any(Date), triesLeft: 5 }])
    expect(await answerOf(o.act(removePin, 'person', { member: o.members.billing }, jar))).toBe('allowed')
    expect(await answerOf(o.act(switchIn, 'visitor', { member: o.members.billing, pin: '739164' }, seat))).toBe('conflict')
  })

  test.for(['000000', '123456', '987654', '121212', '123123', '12345', '1234567', 'abcdef'])('is not %s', async (digits) => {
    expect(await choose(await o.browser(o.people.owner, { steppedUp: true }), o.members.owner, digits)).toBe('invalid')
  })

  test('is nobody else’s to choose, needs two factors and a confirmation, and not another PIN', async () => {
    expect(await choose(await o.browser(o.people.desk, { steppedUp: true }), o.members.owner)).toBe('not_found')
    expect(await choose(await o.browser(o.people.former, { steppedUp: true }), o.members.former)).toBe('not_found')
    expect(await choose(await o.browser(o.people.desk), o.members.desk)).toBe('step_up')
    expect(await choose(await o.browser(o.people.desk, { assurance: 1, steppedUp: true }), o.members.desk)).toBe('forbidden')
    expect(await choose(await o.browser(o.people.desk, { steppedUp: true }), o.members.desk, '739164', '739165')).toBe('invalid')
    const { jar } = await o.computer()
    await o.act(switchIn, 'visitor', { member: o.members.desk, pin }, jar)
    expect(await choose(jar, o.members.desk)).toBe('forbidden')
    expect(await choose(await o.browser(o.people.desk, { steppedUp: true }), o.members.desk)).toBe('allowed')
  })

  test('of a demo account stays', async () => {
    await o.sql('update identity.person set credentials_fixed = true where id = $1', [o.people.hygienist])
    const jar = await o.browser(o.people.hygienist, { steppedUp: true })
    expect(await choose(jar, o.members.hygienist)).toBe('forbidden')
    expect((await o.act(myPins, 'person', {}, jar)).fixed).toBe(true)
  })
})
