import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { writing } from '@/db/practice'
import { joinCookie, phoneCookie, sessionCookie } from '@/lib/auth/cookies'
import { endAccess, invitePatient, revokePatientInvitation } from '@/lib/invitations/commands'
import { patientAccess } from '@/lib/invitations/queries'
import { endOfDay } from '@/lib/invitations/rules'
import { acceptInvitation, joinByPassword, joinByPhone, joinStaff, openInvitation } from '@/lib/join/commands'
import { showInvitation, showInvitationToMe } from '@/lib/join/queries'
import { listMyDocuments } from '@/lib/portal/queries'
import { answerOf, hashed, otherThan, scene, tokenIn, type Jar, type Scene } from './scene'

let s: Scene
let desk: Jar
const hat = () => ({ practice: s.a.id })
const pin = { pin: '482915', again: '482915' }
beforeAll(async () => {
  s = await scene()
  desk = await s.browser(s.people.desk)
})

/** An invitation at the counter for a patient of her own, as staff see it once. */
async function atCounter(more: { relation?: 'parent'; name?: string; patient?: string; how?: 'photo_id' } = {}) {
  const patient = more.patient ?? await newPatient()
  const invited = await s.act(invitePatient, hat(), { patient, channel: 'counter', language: 'en', relation: 'self', ...(more.relation ? { evidenceKind: 'birth_certificate' as const, why: 'brings her' } : {}), ...more }, desk)
  return { ...invited, patient, token: tokenIn(invited.link ?? '') }
}
let charts = 0
const newPatient = () => s.put('patient', {
  practice_id: s.a.id, chart_number: `N-${++charts}`, given_name: 'Nora', family_name: `Newcomer${charts}`, birth_date: '1980-02-03', sort_key: `newcomer${charts}`,
})
/** Her browser after the right code. */
async function opened(invited: { token: string; code: string }): Promise<Jar> {
  const jar: Jar = new Map()
  expect(await s.act(openInvitation, 'visitor', { token: invited.token, code: invited.code }, jar)).toMatchObject({ outcome: 'right' })
  return jar
}

describe('inviting a patient', () => {
  test('at the counter: no e-mail, until the end of the practice’s day; the code is kept as a keyed hash', async () => {
    const invited = await atCounter()
    expect(invited.expiresAt).toEqual(endOfDay(new Date(), 'America/Chicago'))
    expect(invited.link).toContain('/join/')
    const [row] = await s.sql<{ token_hash: Buffer; code_hash: Buffer }>('select token_hash, code_hash from invitation where id = $1', [invited.invitation])
    expect(row?.token_hash).toEqual(hashed(invited.token))
    expect(row?.code_hash).not.toEqual(hashed(invited.code))
    expect(JSON.stringify(await s.sql('select * from audit_event where subject_id = $1', [invited.invitation]))).not.toContain(invited.code)
  })

  test('by mail: the link goes to the mailbox, the code to staff, and neither to both', async () => {
    const invited = await s.act(invitePatient, hat(), { patient: s.patients.anna, channel: 'mail', email: 'Anna@Home.example', language: 'es', how: 'known_in_person' }, desk)
    const [letter] = await s.letters('anna@home.example')
    expect(invited.link).toBeNull()
    expect(letter?.text).not.toContain(invited.code)
    expect(letter?.text).not.toContain('Anna')
    expect(letter?.subject).toBe('Su acceso al portal de Alder Dental')
  })

  test('is for who stands in front of the patient, and for patients of this practice', async () => {
    const input = { patient: await newPatient(), channel: 'counter' as const, language: 'en' as const }
    expect(await answerOf(s.act(invitePatient, hat(), input, await s.browser(s.people.hygienist)))).toBe('allowed')
    expect(await answerOf(s.act(invitePatient, hat(), input, await s.browser(s.people.billing)))).toBe('forbidden')
    expect(await answerOf(s.act(invitePatient, hat(), { ...input, patient: s.patients.berta }, desk))).toBe('not_found')
    for (const who of ['dentistB', 'former', 'anna'] as const)
      expect(await answerOf(s.act(invitePatient, hat(), input, await s.browser(s.people[who])))).toBe('not_found')
  })
})

describe('inviting a patient who has access already', () => {
  const again = async (more: object, jar = desk) => s.act(invitePatient, hat(), { patient: s.patients.anna, channel: 'counter' as const, language: 'en' as const, ...more }, jar)

  test('asks how it was made sure who it is, and has it on record', async () => {
    await expect(again({})).rejects.toMatchObject({ code: 'invalid', fields: { how: [expect.any(String)] } })
    await expect(again({ how: 'birth_date' })).rejects.toMatchObject({ code: 'invalid' })
    const { invitation } = await again({ how: 'called_back' })
    expect(await s.sql('select detail, actor_name from audit_event where subject_id = $1', [invitation])).toEqual([
      { detail: { channel: 'counter', relation: 'self', how: 'called_back' }, actor_name: 'Dana Desk' }])
  })

  test('is for those who answer for identity, in the database too; who acts for her, and who has none yet, is invited as before', async () => {
    const hygienist = await s.browser(s.people.hygienist)
    expect(await answerOf(again({ how: 'photo_id' }, hygienist))).toBe('forbidden')
    expect(await answerOf(again({ relation: 'helper', name: 'A Neighbour', evidenceKind: 'own_word', why: 'brings her' }, hygienist))).toBe('allowed')
    expect(await answerOf(again({ patient: await newPatient() }, hygienist))).toBe('allowed')
    expect(await answerOf(again({ how: 'photo_id' }, await s.browser(s.people.owner)))).toBe('allowed')
    // Whoever got past the application would still be refused.
    const { id: session } = await s.session(s.people.hygienist)
    const insert = (patient: string) => writing('staff', { practice: s.a.id, hat: s.members.hygienist, person: s.people.hygienist, session, request: '' }, (db) =>
      db.insertInto('invitation').values({
        practiceId: s.a.id, kind: 'patient', channel: 'counter', tokenHash: randomBytes(32), codeHash: randomBytes(32), displayName: 'A', email: '',
        patientId: patient, relation: 'self', language: 'en', createdBy: s.members.hygienist, createdByName: 'H', expiresAt: new Date(Date.now() + 1e6),
      }).execute())
    await expect(insert(s.patients.anna)).rejects.toMatchObject({ code: '42501' })
    await insert(await newPatient())
  })
})

describe('inviting a patient whose access was ended first', () => {
  test('asks the same, in the database too: an ended access is no way around it', async () => {
    const invited = await atCounter()
    const jar = await opened(invited)
    await s.act(joinByPhone, 'visitor', { token: invited.token, ...pin }, jar)
    const [access] = await s.sql<{ id: string }>('select id from portal_access where patient_id = $1', [invited.patient])
    await s.act(endAccess, hat(), { patient: invited.patient, access: access?.id ?? '', why: 'asked to' }, desk)
    await expect(atCounter({ patient: invited.patient })).rejects.toMatchObject({ code: 'invalid', fields: { how: [expect.any(String)] } })
    expect((await s.act(patientAccess, hat(), { patient: invited.patient }, desk)).replaces).toBe(true)
    const hygienist = await s.browser(s.people.hygienist)
    expect(await answerOf(s.act(invitePatient, hat(), { patient: invited.patient, channel: 'counter', language: 'en', how: 'photo_id' }, hygienist))).toBe('forbidden')
    expect((await atCounter({ patient: invited.patient, how: 'photo_id' })).token).not.toBe('no-link-here')
  })
})

describe('the link', () => {
  test('shows the practice and no patient before the code; looking uses nothing up', async () => {
    const invited = await atCounter()
    for (let times = 0; times < 3; times++) {
      const shown = await s.act(showInvitation, 'visitor', { token: invited.token })
      expect(shown).toMatchObject({ kind: 'patient', practiceName: 'Alder Dental', opened: null, email: '' })
      expect(JSON.stringify(shown)).not.toContain('Nora')
    }
    const jar = await opened(invited)
    expect((await s.act(showInvitation, 'visitor', { token: invited.token }, jar)).opened).toMatchObject({ patientName: expect.stringContaining('Nora') })
    expect((await s.act(showInvitation, 'visitor', { token: invited.token })).opened).toBeNull()
  })

  test('five wrong codes end it, at once or one after the other; the right one then comes too late', async () => {
    const [slow, quick] = [await atCounter(), await atCounter()]
    const outcomes: unknown[] = []
    for (let times = 0; times < 6; times++) outcomes.push(await s.act(openInvitation, 'visitor', { token: slow.token, code: otherThan(slow.code) }))
    expect(outcomes.map((done) => (done as { outcome: string; triesLeft: number }).outcome)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'gone', 'gone'])
    const at_once = await Promise.all(Array.from({ length: 10 }, () => s.act(openInvitation, 'visitor', { token: quick.token, code: otherThan(quick.code) })))
    expect(at_once.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    for (const { token, code } of [slow, quick]) {
      expect(await s.act(openInvitation, 'visitor', { token, code })).toMatchObject({ outcome: 'gone' })
      expect(await answerOf(s.act(showInvitation, 'visitor', { token }))).toBe('not_found')
    }
    const fourth = await atCounter()
    for (let times = 0; times < 4; times++) await s.act(openInvitation, 'visitor', { token: fourth.token, code: otherThan(fourth.code) })
    await opened(fourth)
  })

  test('wrong, used, revoked, run out and tried out are one answer', async () => {
    const live = await atCounter()
    expect(await answerOf(s.act(showInvitation, 'visitor', { token: live.token }))).toBe('allowed')
    const used = await atCounter()
    await s.act(joinByPhone, 'visitor', { token: used.token, ...pin }, await opened(used))
    const revoked = await atCounter()
    await s.act(revokePatientInvitation, hat(), { patient: revoked.patient, invitation: revoked.invitation }, desk)
    const late = await atCounter()
    await s.sql('update invitation set expires_at = now() where id = $1', [late.invitation])
    const tried = await atCounter()
    await s.sql('update invitation set code_tries = 5 where id = $1', [tried.invitation])
    const tokens = ['A'.repeat(43), used.token, revoked.token, late.token, tried.token]
    const looks = await Promise.all(tokens.map((token) => s.act(showInvitation, 'visitor', { token }).catch(({ code, says, status }) => [code, says, status])))
    expect(new Set(looks.map(String)).size).toBe(1)
    const codes = await Promise.all(tokens.map((token) => s.act(openInvitation, 'visitor', { token, code: '123123' })))
    expect(new Set(codes.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  test('without the code nothing is joined, and a pass of one invitation is worth nothing at another', async () => {
    const [mine, other] = [await atCounter(), await atCounter()]
    const jar = await opened(mine)
    for (const attempt of [new Map(), jar] as Jar[]) {
      expect(await answerOf(s.act(joinByPhone, 'visitor', { token: other.token, ...pin }, new Map(attempt)))).toBe('not_found')
      expect(await answerOf(s.act(joinByPassword, 'visitor', { token: other.token, email: 'thief@x.example', password: 'lantern velvet harbour moss' }, new Map(attempt)))).toBe('not_found')
      expect(await answerOf(s.act(acceptInvitation, 'person', { token: other.token }, new Map([...attempt, ...await s.browser(s.people.ben)])))).toBe('not_found')
    }
    expect(await answerOf(s.act(joinStaff, 'visitor', { token: mine.token, name: 'X', password: 'marble kettle orchid' }, new Map(jar)))).toBe('not_found')
    expect(await answerOf(s.act(joinByPhone, 'visitor', { token: mine.token, ...pin }, jar))).toBe('allowed')
  })
})

describe('accepting', () => {
  test('with this phone: six digits, no e-mail; signed in at once, on the patient’s own record only', async () => {
    const invited = await atCounter()
    const jar = await opened(invited)
    const { next } = await s.act(joinByPhone, 'visitor', { token: invited.token, ...pin }, jar)
    const portal = next.split('hat=')[1] ?? ''
    expect(jar.has(phoneCookie().name)).toBe(true)
    expect(jar.has(joinCookie().name)).toBe(false)
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, jar))).toBe('allowed')
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.anna }, {}, jar))).toBe('not_found')
    expect(await s.sql(`select s.method, s.assurance, s.expires_at > now() + interval '89 days' as long from identity.session s join identity.phone f on f.id = s.phone_id
      where f.token_hash = $1`, [hashed(jar.get(phoneCookie().name) ?? '')])).toEqual([{ method: 'phone_pin', assurance: 1, long: true }])
    expect(await s.sql(`select actor_name, patient_id from audit_event where operation = 'invitations.accept' and subject_id = $1`, [invited.invitation]))
      .toEqual([{ actor_name: expect.stringContaining('Nora'), patient_id: invited.patient }])
  })

  test('with easily guessed or unequal digits it does not', async () => {
    const invited = await atCounter()
    const jar = await opened(invited)
    expect(await answerOf(s.act(joinByPhone, 'visitor', { token: invited.token, pin: '123456', again: '123456' }, jar))).toBe('invalid')
    expect(await answerOf(s.act(joinByPhone, 'visitor', { token: invited.token, pin: '482915', again: '482916' }, jar))).toBe('invalid')
    expect(await answerOf(s.act(joinByPhone, 'visitor', { token: invited.token, ...pin }, jar))).toBe('allowed')
  })

  test('with a password of fifteen characters; an address the letter reached is hers at once', async () => {
    const patient = await newPatient()
    const { code } = await s.act(invitePatient, hat(), { patient, channel: 'mail', email: 'nora@home.example', language: 'en' }, desk)
    const token = await s.tokenFor('nora@home.example')
    const jar = await opened({ token, code })
    const join = (password: string) => s.act(joinByPassword, 'visitor', { token, email: 'nora@home.example', password }, jar)
    await expect(join('short but good')).rejects.toMatchObject({ code: 'invalid', fields: { password: [expect.stringContaining('15')] } })
    await join('lantern velvet harbour moss')
    expect(await s.sql(`select email from identity.person where email_key = 'nora@home.example'`)).toEqual([{ email: 'nora@home.example' }])
  })

  test('an address that no letter reached signs nobody in before it is confirmed', async () => {
    const invited = await atCounter()
    const jar = await opened(invited)
    await s.act(joinByPassword, 'visitor', { token: invited.token, email: 'elsewhere@home.example', password: 'lantern velvet harbour moss' }, jar)
    expect(await s.sql(`select 1 from identity.person where email_key = 'elsewhere@home.example'`)).toEqual([])
    expect((await s.letters('elsewhere@home.example')).map(({ kind }) => kind)).toEqual(['email_confirm'])
    // Somebody else's address: only that mailbox learns of it.
    const second = await atCounter()
    expect(await answerOf(s.act(joinByPassword, 'visitor', { token: second.token, email: 'anna@alder.example', password: 'lantern velvet harbour moss' }, await opened(second)))).toBe('allowed')
    expect((await s.letters('anna@alder.example')).map(({ kind }) => kind)).toContain('email_taken')
  })

  test('with an account: one person, one more hat, and the relation that the practice gave', async () => {
    const invited = await atCounter({ patient: s.patients.ben, relation: 'parent', name: 'Anna Stone' })
    const jar: Jar = new Map([...await opened(invited), ...await s.browser(s.people.anna, { assurance: 1 })])
    expect(await s.act(showInvitationToMe, 'person', { token: invited.token }, jar)).toMatchObject({ me: 'anna', opened: { relation: 'parent' } })
    const { next } = await s.act(acceptInvitation, 'person', { token: invited.token }, jar)
    expect(await answerOf(s.act(listMyDocuments, { portal: next.split('/')[2] ?? '' }, {}, jar))).toBe('allowed')
    expect(await answerOf(s.act(acceptInvitation, 'person', { token: invited.token }, jar))).toBe('not_found')
    // A parent does not push the patient out.
    expect(await answerOf(s.act(listMyDocuments, { portal: s.hats.ben }, {}, await s.browser(s.people.ben, { assurance: 1 })))).toBe('allowed')
  })

  test('as the patient replaces who was the patient before; a lost phone becomes the new phone of the same person', async () => {
    const first = await atCounter()
    const old = await opened(first)
    const { next } = await s.act(joinByPhone, 'visitor', { token: first.token, ...pin }, old)
    const portal = next.split('hat=')[1] ?? ''
    const again = await atCounter({ patient: first.patient, how: 'photo_id' })
    const fresh = await opened(again)
    const second = await s.act(joinByPhone, 'visitor', { token: again.token, pin: '902174', again: '902174' }, fresh)
    expect(second.next).toBe(next)
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, old))).toBe('unauthenticated')
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, fresh))).toBe('allowed')

    const third = await atCounter({ patient: first.patient, how: 'photo_id' })
    const ben: Jar = new Map([...await opened(third), ...await s.browser(s.people.ben, { assurance: 1 })])
    await s.act(acceptInvitation, 'person', { token: third.token }, ben)
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, fresh))).toBe('not_found')

    // Who has an address is told.
    const fourth = await atCounter({ patient: first.patient, how: 'photo_id' })
    await s.act(joinByPhone, 'visitor', { token: fourth.token, ...pin }, await opened(fourth))
    expect((await s.letters('ben@alder.example')).map(({ kind }) => kind)).toContain('access_replaced')
  })

  test('once, however many press at the same moment', async () => {
    const invited = await atCounter()
    const jar = await opened(invited)
    const answers = await Promise.all(Array.from({ length: 6 }, () => answerOf(s.act(joinByPhone, 'visitor', { token: invited.token, ...pin }, new Map(jar)))))
    expect(answers.filter((answer) => answer === 'allowed')).toHaveLength(1)
    expect(await s.sql('select 1 from portal_access where patient_id = $1', [invited.patient])).toHaveLength(1)
  })
})

describe('a patient’s page', () => {
  test('lists who has access and what is out, and ends either from the next request on', async () => {
    const invited = await atCounter()
    expect((await s.act(patientAccess, hat(), { patient: invited.patient }, desk)).invitations).toHaveLength(1)
    const jar = await opened(invited)
    await s.act(joinByPhone, 'visitor', { token: invited.token, ...pin }, jar)
    const { access, invitations } = await s.act(patientAccess, hat(), { patient: invited.patient }, desk)
    expect([access.length, invitations.length]).toEqual([1, 0])
    const portal = access[0]?.id ?? ''
    expect(await answerOf(s.act(endAccess, hat(), { patient: s.patients.anna, access: portal, why: 'x' }, desk))).toBe('not_found')
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, jar))).toBe('allowed')
    await s.act(endAccess, hat(), { patient: invited.patient, access: portal, why: 'asked for it' }, desk)
    expect(await answerOf(s.act(listMyDocuments, { portal }, {}, jar))).toBe('not_found')
    expect(jar.has(sessionCookie().name)).toBe(true)
  })
})
