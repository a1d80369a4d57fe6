import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '@/lib/access/perform'
import type { Caller } from '@/lib/access/principal'
import { releaseDocument, withdrawDocument } from '@/lib/documents/commands'
import { linkForPatient, linkForStaff } from '@/lib/documents/links'
import { addAlert, createPatient } from '@/lib/patients/commands'
import { openPatient } from '@/lib/patients/queries'
import { setClock } from '@/lib/platform/clock'
import { listMyDocuments, listMyVisits } from '@/lib/portal/queries'
import { closeFunction, reopenFunction, saveReleaseRules, saveSettings } from '@/lib/practice/commands'
import { listSwitches, practiceFrame, showSettings, showToday } from '@/lib/practice/queries'
import { leftByVisits } from '@/lib/releases/queries'
import { world, type World } from '../../factories/world'

let w: World
const as: Record<string, Caller> = {}
const caller = (token: string | null): Caller => ({ token, requestId: randomUUID(), act: true })
const here = () => ({ practice: w.a.id })
beforeAll(async () => {
  w = await world()
  for (const name of ['owner', 'desk', 'hygienist', 'billing', 'dentistB', 'anna', 'berta'] as const) as[name] = caller((await w.session(w.people[name])).token)
  const privacy = await w.put('identity.person', { email: 'p@alder.example', email_key: 'p@alder.example', display_name: 'Pia', epoch: 1 })
  const member = await w.put('membership', { practice_id: w.a.id, person_id: privacy, display_name: 'Pia Privacy' })
  await w.put('membership_role', { practice_id: w.a.id, membership_id: member, role: 'privacy_officer' })
  as.privacy = caller((await w.session(privacy)).token)
})

describe('the frame', () => {
  test('tells who one is here and reads nothing of anybody', async () => {
    await expect(perform(practiceFrame, as.desk!, here(), {})).resolves.toMatchObject({
      practice: 'Alder Dental', timeZone: 'America/Chicago', person: 'Dana Desk', roles: ['front_desk'], closed: [], hat: w.members.desk,
    })
    await expect(perform(practiceFrame, as.dentistB!, here(), {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(perform(practiceFrame, as.anna!, here(), {})).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('today', () => {
  let back: (() => void) | undefined
  afterEach(() => back?.())

  test('is the day on the practice’s own clock, and nobody else’s', async () => {
    const visit = (practice: string, patient: string, member: string, startsAt: string, status = 'booked') => w.put('appointment', {
      practice_id: practice, patient_id: patient, membership_id: member, operatory: 'Chair 1', starts_at: startsAt,
      ends_at: new Date(Date.parse(startsAt) + 1_800_000).toISOString(), reason: 'Checkup', status,
    })
    const moment = new Date(Date.now() - 60_000)
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(moment)
    const { from, until } = (await import('@/lib/format/calendar')).dayBounds(day, 'America/Chicago')
    const at = (ms: number) => new Date(ms).toISOString()
    const first = await visit(w.a.id, w.patients.anna, w.members.owner, at(from.getTime()))
    const last = await visit(w.a.id, w.patients.ben, w.members.owner, at(until.getTime() - 1))
    await visit(w.a.id, w.patients.anna, w.members.owner, at(from.getTime() - 1))
    await visit(w.a.id, w.patients.anna, w.members.owner, at(until.getTime()))
    await visit(w.a.id, w.patients.anna, w.members.owner, at(from.getTime() + 1), 'entered-in-error')
    await visit(w.b.id, w.patients.berta, w.members.dentistB, at(from.getTime()))
    const today = await perform(showToday, as.hygienist!, here(), {})
    expect(today.date).toBe(day)
    expect(today.visits.map(({ id }) => id)).toEqual([first, last])
    expect(today.visits[0]).toMatchObject({ patient: { id: w.patients.anna, name: 'Anna Stone' }, provider: 'Dr. Olive Owner' })
    expect(today.toFile).toBe(1)
    expect((await perform(showToday, as.dentistB!, { practice: w.b.id }, {})).visits.map(({ patient }) => patient.name)).toEqual(['Berta Stone'])
  })

  test('a day whose clocks change is looked up whole', async () => {
    // The session clock of the database is the real one; only what the product calls today moves.
    back = setClock(() => new Date('2026-11-01T12:00:00Z'))
    expect((await perform(showToday, as.desk!, here(), {})).date).toBe('2026-11-01')
  })

  test('names what a visit brought and nobody decided about, and leaves a record of nothing', async () => {
    const day = 86_400_000
    await w.put('appointment', {
      practice_id: w.a.id, patient_id: w.patients.anna, membership_id: w.members.owner, operatory: 'Chair 1', starts_at: new Date(Date.now() - 2 * day),
      ends_at: new Date(Date.now() - 2 * day + 1_000), reason: 'Filling', status: 'fulfilled',
    })
    await w.database.asSuperuser(`update document set taken_on = (now() - interval '2 days')::date where practice_id = $1 and filed_at is not null`, [w.a.id])
    const { visits } = await perform(leftByVisits, as.desk!, here(), {})
    expect(visits.map(({ patient, documents }) => [patient.name, documents.map(({ title }) => title)])).toEqual([['Anna Stone', ['anna-held']]])
    expect(await w.database.asSuperuser(`select 1 from audit_event where operation like 'practice.%'`)).toEqual([])
  })
})

describe('settings', () => {
  const good = { name: 'Alder Dental', phone: '555-010-0200', email: 'office@alder.example', address: '1 Elm', timeZone: 'America/Chicago', idleMinutes: '20', majorityAge: '18' }

  test('are the owner’s; the privacy officer reads them, others neither', async () => {
    await expect(perform(saveSettings, as.owner!, here(), good)).resolves.toEqual({ changed: ['phone', 'email', 'address', 'idleMinutes'] })
    expect((await perform(showSettings, as.privacy!, here(), {})).practice).toMatchObject({ idleMinutes: 20, email: 'office@alder.example' })
    for (const who of ['privacy', 'desk', 'hygienist']) await expect(perform(saveSettings, as[who]!, here(), good)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(perform(showSettings, as.desk!, here(), {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(perform(saveSettings, as.dentistB!, here(), good)).rejects.toMatchObject({ code: 'not_found' })
    expect(await w.database.asSuperuser(`select detail from audit_event where operation = 'practice.saveSettings' and decision = 'allow'`))
      .toEqual([{ detail: { changed: 'phone email address idleMinutes' } }])
  })

  test.for([['idleMinutes', '4'], ['idleMinutes', '61'], ['idleMinutes', ''], ['majorityAge', '15'], ['majorityAge', '22'], ['majorityAge', ''], ['timeZone', 'Chicago'], ['name', ''], ['email', 'x'], ['phone', 'x']] as const)('refuse %s %j', async ([field, value]) => {
    await expect(perform(saveSettings, as.owner!, here(), { ...good, [field]: value })).rejects.toMatchObject({ code: 'invalid', fields: { [field]: [expect.any(String)] } })
  })

  test('release rules end and begin, and keep who decided', async () => {
    const rules = (more: object = {}) => ({
      ...Object.fromEntries(['radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report', 'insurance', 'statement', 'letter', 'identification', 'other'].map((one) => [one, 'never'])), ...more,
    })
    await expect(perform(saveReleaseRules, as.owner!, here(), rules({ letter: 'on_filing' }))).resolves.toEqual({ changes: [{ category: 'letter', timing: 'on_filing' }] })
    await expect(perform(saveReleaseRules, as.owner!, here(), rules({ letter: 'on_filing' }))).resolves.toEqual({ changes: [] })
    await perform(saveReleaseRules, as.owner!, here(), rules({ letter: 'after_review', consent: 'on_filing' }))
    const { rules: now } = await perform(showSettings, as.owner!, here(), {})
    expect(now.filter(({ timing }) => timing !== 'never')).toMatchObject([{ category: 'consent', timing: 'on_filing', by: 'Dr. Olive Owner' }, { category: 'letter', timing: 'after_review' }])
    expect(await w.database.asSuperuser(`select timing, until_at is null as live from release_rule where category = 'letter' order by from_at, until_at`))
      .toEqual([{ timing: 'on_filing', live: false }, { timing: 'after_review', live: true }])
    await expect(perform(saveReleaseRules, as.privacy!, here(), rules())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(perform(saveReleaseRules, as.owner!, here(), { letter: 'never' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(perform(saveReleaseRules, as.owner!, here(), rules({ letter: 'sometimes' }))).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('closing', () => {
  const shut = async (name: 'documents' | 'portal' | 'writes', who = 'billing') => perform(closeFunction, as[who]!, here(), { function: name, why: 'somebody saw a stranger’s paper' })
  const open = (id: string, who = 'owner') => perform(reopenFunction, as[who]!, here(), { switch: id, why: 'looked through it' })
  const annaLists = () => perform(listMyDocuments, as.anna!, { portal: w.hats.anna }, {})

  afterEach(async () => {
    const { open: left } = await perform(listSwitches, as.owner!, here(), {})
    for (const { id } of left) await open(id)
  })

  test('documents: patients read none, links stop, the office reads on', async () => {
    await expect(annaLists()).resolves.toBeTruthy()
    const { id } = await shut('documents')
    await expect(annaLists()).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(linkForPatient, as.anna!, { portal: w.hats.anna }, { document: w.documents.annaReleased.id })).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(listMyVisits, as.anna!, { portal: w.hats.anna }, {})).resolves.toBeTruthy()
    await expect(perform(linkForStaff, as.desk!, here(), { document: w.documents.annaReleased.id })).resolves.toBeTruthy()
    await expect(perform(openPatient, as.desk!, here(), { patient: w.patients.anna })).resolves.toBeTruthy()
    await open(id, 'privacy')
    await expect(annaLists()).resolves.toBeTruthy()
  })

  test('the portal: patients read nothing; another practice’s portal goes on', async () => {
    await shut('portal')
    await expect(perform(listMyVisits, as.anna!, { portal: w.hats.anna }, {})).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(listMyDocuments, as.berta!, { portal: w.hats.berta }, {})).resolves.toBeTruthy()
  })

  test('writes: nothing is added, reading and taking back go on, and so do closing and opening', async () => {
    const { id } = await shut('writes')
    const patient = w.patients.anna
    await expect(perform(addAlert, as.desk!, here(), { patient, kind: 'other', text: 'x' })).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(createPatient, as.desk!, here(), { givenName: 'No', familyName: 'Body', birthDate: '1/1/2000', chartNumber: 'N-1' })).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(releaseDocument, as.desk!, here(), { document: w.documents.annaHeld.id })).rejects.toMatchObject({ code: 'closed' })
    await expect(perform(openPatient, as.desk!, here(), { patient })).resolves.toBeTruthy()
    await expect(perform(withdrawDocument, as.desk!, here(), { document: w.documents.benReleased.id, why: 'wrong chart' })).resolves.toBeTruthy()
    await expect(shut('portal', 'desk')).resolves.toBeTruthy()
    await open(id)
    await expect(perform(addAlert, as.desk!, here(), { patient, kind: 'other', text: 'x' })).resolves.toBeTruthy()
  })

  test('is for everybody who works here; opening is for who answers for it; nobody closes another practice', async () => {
    const { id } = await shut('portal', 'hygienist')
    for (const who of ['hygienist', 'desk', 'billing']) await expect(open(id, who)).rejects.toMatchObject({ code: 'forbidden' })
    const answers = await Promise.all([id, randomUUID()].map((one) =>
      perform(reopenFunction, as.dentistB!, { practice: w.b.id }, { switch: one, why: 'x' }).catch(({ code, message }: { code: string; message: string }) => ({ code, message }))))
    expect(answers[0]).toMatchObject({ code: 'not_found' })
    expect(answers[0]).toEqual(answers[1])
    await expect(perform(closeFunction, as.dentistB!, here(), { function: 'portal', why: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(perform(closeFunction, as.anna!, here(), { function: 'portal', why: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(open(id)).resolves.toEqual({ function: 'portal' })
    await expect(open(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the database alone keeps a hygienist from opening again', async () => {
    const { id } = await shut('portal', 'hygienist')
    const { writing } = await import('@/db/practice')
    const session = (await w.session(w.people.hygienist)).id
    const settings = { practice: w.a.id, hat: w.members.hygienist, person: w.people.hygienist, session, request: randomUUID() }
    const touched = await writing('staff', settings, (db) => db.updateTable('switch').set({ untilAt: new Date(), reopenedWhy: 'x' }).where('id', '=', id).executeTakeFirst())
    expect(touched.numUpdatedRows).toBe(0n)
  })

  test('of several at once, one closes and the others hear that it is closed; each is on record', async () => {
    const all = await Promise.allSettled(['owner', 'desk', 'hygienist', 'billing'].map((who) => shut('documents', who)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(all.flatMap((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : []))).toEqual(['conflict', 'conflict', 'conflict'])
    const list = await perform(listSwitches, as.desk!, here(), {})
    expect(list.open).toMatchObject([{ function: 'documents', why: 'somebody saw a stranger’s paper', until: null }])
    expect(list.mayReopen).toBe(false)
    expect(list.past.length).toBeGreaterThan(0)
    expect(list.past[0]).toMatchObject({ reopenedBy: 'Dr. Olive Owner', reopenedWhy: 'looked through it' })
  })

  test('needs a reason', async () => {
    await expect(perform(closeFunction, as.desk!, here(), { function: 'portal', why: '  ' })).rejects.toMatchObject({ code: 'invalid', fields: { why: [expect.any(String)] } })
    await expect(perform(closeFunction, as.desk!, here(), { function: 'everything', why: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  })
})
