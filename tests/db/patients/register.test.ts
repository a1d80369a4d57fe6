import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '@/lib/access/perform'
import type { Caller } from '@/lib/access/principal'
import { addAlert, addContact, archivePatient, createPatient, endAlert, endContact, unarchivePatient, updatePatient } from '@/lib/patients/commands'
import { reading } from '@/db/practice'
import { listPatients, openPatient, proposeChartNumber, searchPatients } from '@/lib/patients/queries'
import { found } from '@/lib/patients/rows'
import type { Double, EditConflict } from '@/lib/patients/schema'
import { world, type World } from '../../factories/world'

let w: World
const as: Record<string, Caller> = {}
beforeAll(async () => {
  w = await world()
  for (const name of ['owner', 'desk', 'hygienist', 'billing', 'dentistB', 'former', 'anna'] as const)
    as[name] = caller((await w.session(w.people[name])).token)
})

const caller = (token: string | null): Caller => ({ token, requestId: randomUUID(), act: true })
const here = () => ({ practice: w.a.id })
const maria = { givenName: 'María José', familyName: 'García-López', birthDate: '3/14/1987', phone: '(423) 555-0110', email: '', language: 'es' as const }
const enter = (more: object = {}, who = 'desk') => perform(createPatient, as[who]!, here(), { ...maria, chartNumber: `T-${randomUUID().slice(0, 8)}`, ...more })
const events = (operation: string, patient: string) =>
  w.database.asSuperuser(`select decision, actor_name, detail from audit_event where operation = $1 and patient_id = $2 order by at`, [operation, patient])

describe('entering a patient', () => {
  test('keeps what was typed, in the spelling of the calendar, and finds her at once in every way', async () => {
    const { patient } = await enter({ phone: '(423) 555-0177' })
    const open = await perform(openPatient, as.desk!, here(), { patient })
    expect(open).toMatchObject({ givenName: 'María José', familyName: 'García-López', birthDate: '1987-03-14', version: 1, language: 'es', archived: null })
    for (const q of ['garcia', 'lopez mar', 'JOSE', '3/14/1987', '14.3.1987', 'Mar 14 1987', '1987-03', '4235550177', '0177', 'garcia 0177', open.chartNumber]) {
      const { items } = await perform(searchPatients, as.desk!, here(), { q })
      expect([q, items.map(({ id }) => id)]).toEqual([q, [patient]])
    }
    expect(await events('patients.create', patient)).toMatchObject([{ decision: 'allow', actor_name: 'Dana Desk' }])
  })

  test('asks before it makes a double, shows whom it means, and goes on when told that this is somebody else', async () => {
    const typed = { givenName: 'Ottilie', familyName: 'Brandt', birthDate: '7/1/1960' }
    const first = await enter(typed)
    const error = await enter({ ...typed, familyName: 'Brand' }).catch((thrown: unknown) => thrown) as { code: string; shows: Double[] }
    expect(error.code).toBe('conflict')
    expect(error.shows).toMatchObject([{ id: first.patient, why: 'nearly the same name, and the same birth date' }])
    expect(await w.database.asSuperuser(`select 1 from patient where family_name = 'Brand'`)).toEqual([])
    // Seen somebody else's likeness is not having seen this one's.
    await expect(enter({ ...typed, familyName: 'Brand', seen: randomUUID() })).rejects.toMatchObject({ code: 'conflict' })
    await expect(enter({ ...typed, familyName: 'Brand', seen: first.patient })).resolves.toMatchObject({ patient: expect.any(String) })
  })

  test('sees an archived double too, and none of another practice', async () => {
    const typed = { givenName: 'Archie', familyName: 'Vault', birthDate: '2/2/1950' }
    const { patient } = await enter(typed)
    await perform(archivePatient, as.desk!, here(), { patient, why: 'moved' })
    await expect(enter(typed)).rejects.toMatchObject({ code: 'conflict', shows: [{ id: patient, archived: true }] })
    await expect(perform(createPatient, as.dentistB!, { practice: w.b.id }, { ...maria, ...typed, chartNumber: 'B-77' })).resolves.toBeTruthy()
  })

  test('lets one of two who enter the same person at once go on', async () => {
    const typed = { givenName: 'Twyla', familyName: 'Once', birthDate: '9/9/1979' }
    const both = await Promise.allSettled([enter(typed), enter(typed, 'owner')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('refuses a chart number that is taken, and names a free one', async () => {
    const { chartNumber } = await perform(proposeChartNumber, as.desk!, here(), {})
    await enter({ givenName: 'Una', familyName: 'Proposed', birthDate: '1/2/1993', chartNumber })
    await expect(enter({ givenName: 'Duo', familyName: 'Taken', birthDate: '5/6/1982', chartNumber }))
      .rejects.toMatchObject({ code: 'invalid', fields: { chartNumber: [expect.stringContaining('is taken')] } })
    expect((await perform(proposeChartNumber, as.desk!, here(), {})).chartNumber).not.toBe(chartNumber)
  })

  test.for([
    [{ birthDate: '2/30/1987' }, 'birthDate'], [{ birthDate: '1/1/2999' }, 'birthDate'], [{ birthDate: '1987' }, 'birthDate'], [{ givenName: ' ' }, 'givenName'],
    [{ familyName: '?!' }, 'familyName'], [{ phone: 'ask her son' }, 'phone'], [{ email: 'nobody' }, 'email'], [{ chartNumber: '' }, 'chartNumber'],
    [{ chartNumber: 'a'.repeat(21) }, 'chartNumber'], [{ language: 'fr' }, 'language'], [{ staffNote: 'x'.repeat(2001) }, 'staffNote'],
  ] as const)('refuses %o at its field', async ([more, field]) => {
    await expect(enter(more)).rejects.toMatchObject({ code: 'invalid', fields: { [field]: [expect.any(String)] } })
  })
})

describe('changing a patient', () => {
  const fields = (more: object = {}) => ({ ...maria, givenName: 'Edda', familyName: 'Wander', birthDate: '5/5/1955', phone: '', ...more })

  test('finds her by the new name and phone, and no more by the old', async () => {
    const { patient } = await enter(fields({ phone: '423-555-0133' }))
    await perform(updatePatient, as.billing!, here(), { patient, version: 1, ...fields({ familyName: 'Wendel', phone: '423-555-0144' }) })
    const found = async (q: string) => (await perform(searchPatients, as.desk!, here(), { q })).items.map(({ id }) => id)
    expect([await found('wendel'), await found('0144'), await found('wander'), await found('0133')]).toEqual([[patient], [patient], [], []])
    expect(await events('patients.update', patient)).toMatchObject([{ actor_name: 'Bill Billing', detail: { changed: 'familyName phone' } }])
  })

  test('meets somebody else’s change with both versions, and loses neither', async () => {
    const { patient } = await enter(fields({ birthDate: '6/6/1966' }))
    const typed = (more: object) => ({ patient, version: 1, ...fields({ birthDate: '6/6/1966', ...more }) })
    await perform(updatePatient, as.owner!, here(), typed({ phone: '423-555-0101' }))
    const error = await perform(updatePatient, as.desk!, here(), typed({ phone: '423-555-0202' })).catch((thrown: unknown) => thrown) as { code: string; shows: EditConflict }
    expect(error.code).toBe('conflict')
    expect(error.shows).toMatchObject({ version: 2, by: 'Dr. Olive Owner', now: { phone: '423-555-0101', givenName: 'Edda' } })
    // Having seen theirs, saving again is a decision.
    await perform(updatePatient, as.desk!, here(), { ...typed({ phone: '423-555-0202' }), version: error.shows.version })
    expect((await perform(openPatient, as.desk!, here(), { patient }))).toMatchObject({ version: 3, phone: '423-555-0202' })
  })

  test('of two at once, one goes first and the other is told', async () => {
    const { patient } = await enter(fields({ familyName: 'Quick', birthDate: '7/7/1977' }))
    const both = await Promise.allSettled(['0301', '0302', '0303', '0304'].map((last) =>
      perform(updatePatient, as.desk!, here(), { patient, version: 1, ...fields({ familyName: 'Quick', birthDate: '7/7/1977', phone: `423-555-${last}` }) })))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await perform(openPatient, as.desk!, here(), { patient })).version).toBe(2)
  })

  test('saving what stands already changes nothing', async () => {
    const { patient } = await enter(fields({ familyName: 'Still', birthDate: '8/8/1988' }))
    await expect(perform(updatePatient, as.desk!, here(), { patient, version: 1, ...fields({ familyName: 'Still', birthDate: '1988-08-08' }) })).resolves.toEqual({ patient, changed: [] })
    expect((await perform(openPatient, as.desk!, here(), { patient })).version).toBe(1)
  })
})

describe('archiving', () => {
  test('takes her out of list and search, keeps the record, and brings her back', async () => {
    const { patient } = await enter({ givenName: 'Arnica', familyName: 'Leaving', birthDate: '1/1/1991' })
    const listed = async (archived: boolean) => (await perform(listPatients, as.desk!, here(), { q: 'arnica', archived })).items.map(({ id }) => id)
    expect([await listed(false), await listed(true)]).toEqual([[patient], []])
    await expect(perform(archivePatient, as.desk!, here(), { patient, why: ' ' })).rejects.toMatchObject({ code: 'invalid' })
    await perform(archivePatient, as.desk!, here(), { patient, why: 'moved to the coast' })
    expect([await listed(false), await listed(true)]).toEqual([[], [patient]])
    expect((await perform(searchPatients, as.desk!, here(), { q: 'arnica' })).items).toEqual([])
    expect((await perform(openPatient, as.desk!, here(), { patient })).archived).toMatchObject({ by: 'Dana Desk', why: 'moved to the coast' })
    await expect(perform(archivePatient, as.desk!, here(), { patient, why: 'again' })).rejects.toMatchObject({ code: 'conflict' })
    await perform(unarchivePatient, as.desk!, here(), { patient })
    expect([await listed(false), await listed(true)]).toEqual([[patient], []])
    await expect(perform(archivePatient, as.hygienist!, here(), { patient, why: 'no' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('alerts and contacts', () => {
  test('are added and ended, never overwritten, severe ones first', async () => {
    const { patient } = await enter({ givenName: 'Vera', familyName: 'Watch', birthDate: '4/4/1944' })
    await perform(addAlert, as.desk!, here(), { patient, kind: 'condition', text: 'Asthma' })
    await perform(addAlert, as.hygienist!, here(), { patient, kind: 'allergy', text: 'Penicillin', severe: 'on' })
    await perform(addContact, as.billing!, here(), { patient, kind: 'emergency', name: 'Paul Watch', relation: 'son', phone: '423-555-0199' })
    const open = await perform(openPatient, as.desk!, here(), { patient })
    expect(open.alerts).toMatchObject([{ text: 'Penicillin', severe: true, by: 'Hal Hygienist', until: null }, { text: 'Asthma', severe: false }])
    expect(open.contacts).toMatchObject([{ name: 'Paul Watch', until: null }])
    await perform(endAlert, as.desk!, here(), { patient, alert: open.alerts[0]!.id })
    await perform(endContact, as.desk!, here(), { patient, contact: open.contacts[0]!.id })
    const after = await perform(openPatient, as.desk!, here(), { patient })
    expect(after.alerts[0]).toMatchObject({ text: 'Penicillin', until: expect.any(Date), endedBy: 'Dana Desk' })
    expect(after.contacts[0]).toMatchObject({ until: expect.any(Date) })
    await expect(perform(endAlert, as.desk!, here(), { patient, alert: open.alerts[0]!.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(perform(addContact, as.desk!, here(), { patient, kind: 'other', name: 'Nobody' })).rejects.toMatchObject({ code: 'invalid', fields: { phone: [expect.any(String)] } })
    await expect(perform(addAlert, as.billing!, here(), { patient, kind: 'allergy', text: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the list', () => {
  test('goes through everybody once, forwards and back, in the order of names', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => [randomUUID(), `P-${at}`, `Zz${String.fromCharCode(97 + (at % 26))}`, `given ${at}`])
    await w.database.asSuperuser(
      `insert into patient (practice_id, id, chart_number, given_name, family_name, birth_date, sort_key)
       select $1, x.id::uuid, x.chart, x.given, x.family, '1980-01-01', lower(x.family) || E'\\t' || lower(x.given)
         from jsonb_to_recordset($2::jsonb) as x(id text, chart text, family text, given text)`,
      [w.a.id, JSON.stringify(rows.map(([id, chart, family, given]) => ({ id, chart, family, given })))])
    const seen: string[] = []
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await perform(listPatients, as.desk!, here(), after ? { after } : {})
      pages.push(page.items.map(({ id }) => id))
      seen.push(...pages.at(-1)!)
      after = page.after
    } while (after)
    expect(new Set(seen).size).toBe(seen.length)
    const [{ n } = { n: 0 }] = await w.database.asSuperuser<{ n: number }>(`select count(*)::int as n from patient where practice_id = $1 and archived_at is null`, [w.a.id])
    expect(seen).toHaveLength(n)
    const back = await perform(listPatients, as.desk!, here(), { before: pages[2]![0]! })
    expect(back.items.map(({ id }) => id)).toEqual(pages[1])
    expect((await perform(listPatients, as.desk!, here(), { before: pages[1]![0]! })).before).toBeUndefined()
    // An id that is nobody's, or another practice's, begins at the beginning, alike.
    for (const id of [randomUUID(), w.patients.berta])
      expect((await perform(listPatients, as.desk!, here(), { after: id })).items.map((item) => item.id)).toEqual(pages[0])
  })

  test('opens nothing: lists and searches leave no trace, opening leaves one', async () => {
    const count = async () => (await w.database.asSuperuser<{ n: number }>(`select count(*)::int as n from audit_event where practice_id = $1`, [w.a.id]))[0]!.n
    const before = await count()
    await perform(listPatients, as.desk!, here(), { q: 'stone' })
    await perform(searchPatients, as.desk!, here(), { q: 'anna' })
    expect(await count()).toBe(before)
    await perform(openPatient, as.desk!, here(), { patient: w.patients.anna })
    expect(await count()).toBe(before + 1)
    expect(await events('patients.open', w.patients.anna)).toMatchObject([{ actor_name: 'Dana Desk' }])
  })

  test.for(['', '   ', '%', '_', `'; drop table patient; --`, '\u0000', '\ud800', '💥'.repeat(90), '\\', '*'])('takes %j as text and nothing else', async (q) => {
    await expect(perform(listPatients, as.desk!, here(), { q })).resolves.toMatchObject({ items: expect.any(Array) })
    await expect(perform(searchPatients, as.desk!, here(), { q })).resolves.toMatchObject({ items: expect.any(Array) })
  })
})

describe('under row-level security', () => {
  test('a search reaches its index by name, by date and by phone', async () => {
    await w.database.asSuperuser(
      `with made as (insert into patient (practice_id, chart_number, given_name, family_name, birth_date, sort_key)
         select $1, 'I-' || n, 'g' || n, 'f' || n, '1970-01-01', 'f' || n from generate_series(1, 8000) n returning practice_id, id, chart_number)
       insert into patient_key (practice_id, key, patient_id)
       select practice_id, kind || substr(md5(chart_number), 1, 9), id from made, unnest(array['n:', 'b:', 'p:', 'q:', 'c:']) kind`, [w.b.id])
    await w.database.asSuperuser('analyze patient')
    await w.database.asSuperuser('analyze patient_key')
    const session = (await w.session(w.people.dentistB)).id
    const settings = { practice: w.b.id, hat: w.members.dentistB, person: w.people.dentistB, session, request: randomUUID() }
    for (const [typed, prefix] of [['stonebridge', 'n:stonebridge'], ['3/14/1987', 'b:1987-03-14'], ['5550199', 'q:9910555']] as const) {
      const plan = await reading('staff', settings, async (db, raw) => {
        const { sql, parameters, query } = found(db, w.b.id, typed, new Date()).where('archivedAt', 'is', null).orderBy('sortKey').orderBy('patient.id').limit(9).compile()
        const { rows } = await raw.executeQuery({ sql: `explain ${sql}`, parameters, query, queryId: { queryId: randomUUID() } })
        return rows.map((row) => Object.values(row as object).join()).join('\n')
      })
      expect(plan).toMatch(/patient_key_pkey/)
      expect(plan).toMatch(new RegExp(`Index Cond: .*practice_id = .*key >= '${prefix}'::text`))
    }
  })
})

describe('the wall between practices', () => {
  const edit = { givenName: 'X', familyName: 'Y', birthDate: '1990-01-01' }
  const acts: [string, (patient: string, who: Caller, practice: string) => Promise<unknown>][] = [
    ['open', (patient, who, practice) => perform(openPatient, who, { practice }, { patient })],
    ['update', (patient, who, practice) => perform(updatePatient, who, { practice }, { patient, version: 1, ...edit })],
    ['add an alert', (patient, who, practice) => perform(addAlert, who, { practice }, { patient, kind: 'other', text: 'x' })],
    ['add a contact', (patient, who, practice) => perform(addContact, who, { practice }, { patient, kind: 'other', name: 'x', phone: '423-555-0100' })],
    ['end an alert', (patient, who, practice) => perform(endAlert, who, { practice }, { patient, alert: patient })],
    ['end a contact', (patient, who, practice) => perform(endContact, who, { practice }, { patient, contact: patient })],
    ['archive', (patient, who, practice) => perform(archivePatient, who, { practice }, { patient, why: 'x' })],
    ['bring back', (patient, who, practice) => perform(unarchivePatient, who, { practice }, { patient })],
  ]

  test.for(acts)('%s: another practice’s patient is answered exactly like nobody, and stays as she was', async ([, act]) => {
    const told = async (patient: string) => act(patient, as.desk!, w.a.id).then(() => 'allowed', ({ code, message, says, fields, shows }) => ({ code, message, says, fields, shows }))
    const row = () => w.database.asSuperuser(`select * from patient where id = $1`, [w.patients.berta])
    const before = await row()
    const [theirs, nobody] = [await told(w.patients.berta), await told(randomUUID())]
    expect(theirs).toMatchObject({ code: 'not_found' })
    expect(theirs).toEqual(nobody)
    expect(await row()).toEqual(before)
    // Nothing of the attempt stands in the history of the patient who was asked for.
    expect(await w.database.asSuperuser(`select 1 from audit_event where practice_id = $1 and patient_id = $2`, [w.a.id, w.patients.berta])).toEqual([])
  })

  test('the control: her own practice opens, changes and archives her', async () => {
    const there = { practice: w.b.id }
    await expect(perform(openPatient, as.dentistB!, there, { patient: w.patients.berta })).resolves.toMatchObject({ givenName: 'Berta' })
    await expect(perform(updatePatient, as.dentistB!, there, { patient: w.patients.berta, version: 1, ...edit })).resolves.toMatchObject({ patient: w.patients.berta })
    await expect(perform(archivePatient, as.dentistB!, there, { patient: w.patients.berta, why: 'x' })).resolves.toBeTruthy()
    await expect(perform(unarchivePatient, as.dentistB!, there, { patient: w.patients.berta })).resolves.toBeTruthy()
  })

  test('lists, searches and warnings of doubles never show another practice’s patient', async () => {
    const names = async (who: Caller, practice: string) => (await perform(listPatients, who, { practice }, { q: 'stone' })).items.map(({ givenName }) => givenName)
    await w.database.asSuperuser(`insert into patient_key (practice_id, key, patient_id)
      select practice_id, 'n:stone', id from patient where family_name = 'Stone' on conflict do nothing`)
    expect(await names(as.desk!, w.a.id)).toEqual(['Anna', 'Ben'])
    expect((await perform(searchPatients, as.desk!, here(), { q: 'berta' })).items).toEqual([])
  })

  test.for(['former', 'anna', 'dentistB'])('%s has no hat here and is answered like a stranger', async (who) => {
    await expect(perform(openPatient, as[who]!, here(), { patient: w.patients.anna })).rejects.toMatchObject({ code: 'not_found' })
    await expect(perform(listPatients, as[who]!, here(), {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(enter({}, who)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('one factor, a locked session and no session see nothing', async () => {
    const weak = caller((await w.session(w.people.desk, { assurance: 1 })).token)
    const locked = caller((await w.session(w.people.desk, { locked: true })).token)
    for (const [who, code] of [[weak, 'second_factor'], [locked, 'locked'], [caller(null), 'unauthenticated']] as const)
      await expect(perform(listPatients, who, here(), {})).rejects.toMatchObject({ code })
  })
})
