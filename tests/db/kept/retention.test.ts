import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDocument } from '@/lib/deletion/commands'
import { categories } from '@/lib/documents/schema'
import { job } from '@/db/job'
import { sql } from 'kysely'
import { addDays } from '@/lib/format/calendar'
import { today } from '@/lib/format/dates'
import { destroyDue } from '@/lib/jobs/destroy'
import { confirmDue, endHold, placeHold, saveRetention } from '@/lib/retention/commands'
import { holdsOfPatient, listDue, showRetention } from '@/lib/retention/queries'
import { vault } from '@/lib/vault/rings'
import { connect } from '../../setup/database'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './files'

let o: Office
let patients = 0
beforeAll(async () => {
  o = await office()
})
beforeEach(async () => {
  await o.sql('update retention_rule set until_at = now() where until_at is null')
})

const day = today('America/Chicago')
const years = (count: number, days = 0) => addDays(`${Number(day.slice(0, 4)) - count}-${day.slice(5) === '02-29' ? '02-28' : day.slice(5)}`, days)
const rules = (more: Record<string, string> = {}) => o.act(saveRetention, o.here, {
  practice: 'always', minorAge: '18', minorYears: '10', deletionDays: '30', ...Object.fromEntries(categories.map((category) => [category, 'default'])), ...more,
} as never, o.stepped.owner)
const due = async () => (await o.act(listDue, o.here, {}, o.browsers.owner)).items.map(({ id }) => id)
const isDue = async (document: string) => (await due()).includes(document)
const confirm = (documents: string[]) => o.act(confirmDue, o.here, { documents }, o.stepped.owner)
const hold = (on: { patient?: string; document?: string }) => o.act(placeHold, o.here, { ...on, why: 'the insurer asked' }, o.browsers.owner)
const patient = (birthDate = '1950-01-01') => o.put('patient', {
  practice_id: o.a.id, chart_number: `R-${patients++}`, given_name: 'Rita', family_name: 'Old', birth_date: birthDate, sort_key: 'old rita',
})
const visit = (of: string, on: string, status = 'fulfilled') => o.put('appointment', {
  practice_id: o.a.id, patient_id: of, membership_id: o.members.owner, operatory: '1', starts_at: `${on}T15:00:00Z`, ends_at: `${on}T16:00:00Z`, reason: 'Check-up', status,
})
const aged = async (takenOn: string, of?: string, category = 'letter') => o.filed(of ?? await patient(), undefined, { takenOn, category })

describe('what is due', () => {
  test('nothing, however old, while the owner has decided nothing', async () => {
    const document = await aged('1990-01-01')
    expect(await isDue(document)).toBe(false)
    await rules({ practice: '10' })
    expect(await isDue(document)).toBe(true)
    await rules()
    expect(await isDue(document)).toBe(false)
  })

  test('counts from the last visit or the last document, whichever is later, to the day', async () => {
    await rules({ practice: '10' })
    const [gone, yet] = [await aged(years(10)), await aged(years(10, 1))]
    expect([await isDue(gone), await isDue(yet)]).toEqual([true, false])
    const one = await patient()
    const old = await aged('1999-01-01', one)
    expect(await isDue(old)).toBe(true)
    await visit(one, years(9))
    expect(await isDue(old), 'a visit since').toBe(false)
    const two = await patient()
    const older = await aged('1999-01-01', two)
    await visit(two, years(9), 'cancelled')
    expect(await isDue(older), 'a visit that was none').toBe(true)
    await aged(years(3), two)
    expect(await isDue(older), 'a newer document').toBe(false)
    const three = await patient()
    const oldest = await aged('1999-01-01', three)
    await o.send({ patient: three })
    expect(await isDue(oldest), 'something that came in today and waits to be filed').toBe(false)
  })

  test('a kind’s own rule goes before the practice’s, in both directions', async () => {
    await rules({ practice: '10', radiograph: '20', statement: '5', consent: 'always' })
    const of = (at: number, category: string) => aged(years(at), undefined, category)
    const [letter, film, oldFilm, bill, consent] = [await of(12, 'letter'), await of(12, 'radiograph'), await of(21, 'radiograph'), await of(6, 'statement'), await of(50, 'consent')]
    const found = await due()
    expect([letter, film, oldFilm, bill, consent].map((id) => found.includes(id))).toEqual([true, false, true, true, false])
  })

  test('who was a child then is kept until of age and so many years longer', async () => {
    await rules({ practice: '7', minorAge: '21', minorYears: '7' })
    const child = await patient(years(27))
    const [then, other] = [await aged(years(15), child), await aged(years(15), await patient(years(40)))]
    expect([await isDue(then), await isDue(other)]).toEqual([false, true])
    const grown = await patient(years(28))
    expect(await isDue(await aged(years(15), grown))).toBe(true)
  })

  test('not what is held, deleted, unfiled or another practice’s', async () => {
    await rules({ practice: '10' })
    const one = await patient()
    const [held, free] = [await aged('1999-01-01', one), await aged('1999-01-01', one)]
    await hold({ document: held })
    expect([await isDue(held), await isDue(free)]).toEqual([false, true])
    await hold({ patient: one })
    expect(await isDue(free)).toBe(false)
    const gone = await aged('1999-01-01')
    await o.act(deleteDocument, o.here, { document: gone, why: 'x' }, o.stepped.owner)
    expect(await isDue(gone)).toBe(false)
    await o.sql(`update document set taken_on = '1999-01-01' where id = $1`, [o.documents.bertaReleased.id])
    expect(await isDue(o.documents.bertaReleased.id)).toBe(false)
    await o.act(saveRetention, { practice: o.b.id }, {
      practice: '5', minorAge: '18', minorYears: '10', deletionDays: '30', ...Object.fromEntries(categories.map((category) => [category, 'default'])),
    } as never, o.stepped.ownerOfB)
    expect((await o.act(listDue, { practice: o.b.id }, {}, o.stepped.ownerOfB)).items.map(({ id }) => id)).toEqual([o.documents.bertaReleased.id])
    expect(await isDue(o.documents.bertaReleased.id)).toBe(false)
  })

  test('the rules are shown with who decided them, and what stays keeps its date', async () => {
    await rules({ practice: '10', radiograph: '20' })
    const before = await o.act(showRetention, o.here, {}, o.browsers.owner)
    expect(before).toMatchObject({ decided: true, practice: { span: '10', by: 'Dr. Olive Owner' }, minorAge: 18, owner: true })
    await rules({ practice: '10', radiograph: '15' })
    const after = await o.act(showRetention, o.here, {}, o.browsers.owner)
    expect(after.practice.since).toEqual(before.practice.since)
    expect(after.kinds.find(({ category }) => category === 'radiograph')?.span).toBe('15')
    expect(after.kinds.find(({ category }) => category === 'letter')).toMatchObject({ span: 'default', by: null })
  })
})

describe('a confirmed list', () => {
  test('is out of sight at once and its keys are destroyed by the job, on record, with a tombstone', async () => {
    await rules({ practice: '10' })
    const one = await patient()
    const documents = [await aged('1999-01-01', one), await aged('1999-02-02', one, 'radiograph')]
    expect((await o.asStaff(documents[0] ?? '')).status).toBe(200)
    await expect(confirm(documents)).resolves.toEqual({ count: 2, left: 0 })
    for (const id of documents) expect((await o.asStaff(id)).status).toBe(404)
    await destroyDue(o.a.id, vault().store)
    for (const id of documents) expect(await o.versions(id)).toMatchObject([{ state: 'shredded', shredded: true }])
    const rows = await o.sql(`select category, taken_on::text as on, title, destroyed_at is not null as gone, patient_id as patient from document where id = any($1) order by taken_on`, [documents])
    expect(rows).toEqual([
      { category: 'letter', on: '1999-01-01', title: '', gone: true, patient: one }, { category: 'radiograph', on: '1999-02-02', title: '', gone: true, patient: one },
    ])
    const events = await o.sql<{ operation: string; kind: string }>(`select operation, actor_kind as kind from audit_event where document_id = any($1) and operation like 'retention.%' order by at, operation`, [documents])
    expect(events.map(({ operation, kind }) => `${kind} ${operation}`)).toEqual([...Array(2).fill('staff retention.confirm'), ...Array(2).fill('system retention.destroyed')])
    expect(await o.sql(`select file_name, sha256, commitment, details::text as d, found::text as f from document_version where document_id = $1`, [documents[0]]))
      .toEqual([{ file_name: '', sha256: null, commitment: null, d: '{}', f: '{}' }])
  })

  test('leaves out what is due no more, and says how many', async () => {
    await rules({ practice: '10' })
    const one = await patient()
    const [stays, goes] = [await aged('1999-01-01', one), await aged('1999-01-01')]
    await visit(one, years(1))
    await expect(confirm([stays, goes])).resolves.toEqual({ count: 1, left: 1 })
    expect(await answerOf(confirm([stays]))).toBe('not_found')
    expect((await o.asStaff(stays)).status).toBe(200)
  })

  test('needs a confirmation, and no workstation’s PIN is enough', async () => {
    await rules({ practice: '10' })
    const document = await aged('1999-01-01')
    expect(await answerOf(o.act(confirmDue, o.here, { documents: [document] }, o.browsers.owner))).toBe('step_up')
    const pin = await o.browser(o.people.owner, { steppedUp: true, method: 'workstation_pin' })
    expect(await answerOf(o.act(confirmDue, o.here, { documents: [document] }, pin))).toBe('forbidden')
    expect((await o.asStaff(document)).status).toBe(200)
  })
})

describe('a legal hold', () => {
  test('keeps a deleted document past its days, and the order waits for its end', async () => {
    for (const on of ['patient', 'document'] as const) {
      const one = await patient()
      const document = await aged('2020-01-01', one)
      const what = on === 'patient' ? { patient: one } : { document }
      const { id } = await hold(what)
      await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
      await o.daysOver(document)
      await destroyDue(o.a.id, vault().store)
      expect(await o.versions(document), on).toMatchObject([{ state: 'ready', shredded: false }])
      await o.act(endHold, o.here, { hold: id, ...what, why: 'the case is closed' }, o.stepped.owner)
      await destroyDue(o.a.id, vault().store)
      expect(await o.versions(document), on).toMatchObject([{ state: 'shredded', shredded: true }])
    }
  })

  test('is kept by the database itself: whoever shreds, even as superuser, is refused, and the control passes', async () => {
    const one = await patient()
    const [held, free] = [await aged('2020-01-01', one), await aged('2020-01-01')]
    const { id } = await hold({ patient: one })
    for (const document of [held, free]) {
      await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
      await o.daysOver(document)
    }
    const shred = (document: string) => o.sql(`update document_version set state = 'shredded', wrapped_dek = null where document_id = $1`, [document])
    await expect(shred(held)).rejects.toMatchObject({ code: '23001', message: 'this document is held' })
    const order = async (document: string) => (await o.sql<{ id: string }>('select id from destruction where document_id = $1', [document]))[0]?.id ?? ''
    const byJob = async (document: string) => {
      const asked = await order(document)
      return job(o.a.id, async (db) => (await sql`select * from access.destroy_keys(${asked})`.execute(db)).rows.length)
    }
    await expect(byJob(held)).rejects.toMatchObject({ code: '23001' })
    expect(await byJob(free)).toBe(1)
    expect(await o.versions(held)).toMatchObject([{ shredded: false }])
    expect((await o.act(holdsOfPatient, o.here, { patient: one }, o.browsers.desk)).holds).toMatchObject([{ id, why: 'the insurer asked', by: 'Dr. Olive Owner' }])
  })

  test('and a destruction at the same moment happen one after the other', async () => {
    const one = await patient()
    const document = await aged('2020-01-01', one)
    await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
    await o.daysOver(document)
    const holder = await connect(o.database.superuserUrl)
    await holder.query('begin')
    await holder.query(`insert into legal_hold (practice_id, patient_id, why, placed_by, placed_by_name) values ($1, $2, 'x', $3, 'x')`, [o.a.id, one, o.members.owner])
    const work = destroyDue(o.a.id, vault().store)
    await expect.poll(async () => (await o.sql(`select 1 from pg_stat_activity where wait_event = 'advisory'`)).length).toBe(1)
    await holder.query('commit')
    await holder.end()
    await work
    expect(await o.versions(document)).toMatchObject([{ state: 'ready', shredded: false }])
  })

  test('is an interval that closes once, placed and ended by those who answer for the record', async () => {
    const one = await patient()
    const { id } = await hold({ patient: one })
    expect(await answerOf(o.act(placeHold, o.here, { patient: one, why: 'x' }, o.browsers.desk))).toBe('forbidden')
    expect(await answerOf(o.act(endHold, o.here, { hold: id, patient: one, why: 'x' }, o.browsers.owner))).toBe('step_up')
    expect(await answerOf(o.act(endHold, o.here, { hold: id, patient: await patient(), why: 'x' }, o.stepped.owner)), 'from another’s page').toBe('not_found')
    await o.act(endHold, o.here, { hold: id, patient: one, why: 'over' }, o.stepped.owner)
    expect(await answerOf(o.act(endHold, o.here, { hold: id, patient: one, why: 'over' }, o.stepped.owner))).toBe('not_found')
    await expect(o.sql('update legal_hold set until_at = null, ended_why = null where id = $1', [id])).rejects.toMatchObject({ code: '23001' })
    expect(await answerOf(o.act(placeHold, o.here, { patient: o.patients.berta, why: 'x' }, o.browsers.owner))).toBe('not_found')
    expect(await answerOf(o.act(placeHold, o.here, { why: 'x' }, o.browsers.owner))).toBe('invalid')
  })
})

describe('past every policy of lib', () => {
  test('an order for retention is refused where no rule of the owner’s says so, also to a superuser', async () => {
    const document = await aged('1999-01-01')
    await rules({ radiograph: '5' })
    const [rule] = await o.sql<{ id: string }>('select id from retention_rule where practice_id = $1 and until_at is null', [o.a.id])
    const order = () => o.sql(`insert into destruction (practice_id, document_id, cause, rule_id, why, ordered_by, ordered_by_name) values ($1, $2, 'retention', $3, 'x', $4, 'x')`,
      [o.a.id, document, rule?.id, o.members.owner])
    await expect(order()).rejects.toMatchObject({ code: '23001' })
    await o.sql(`update document set category = 'radiograph' where id = $1`, [document])
    await expect(order()).resolves.toBeDefined()
    await o.sql('update destruction set cancelled_at = now() where document_id = $1', [document])
  })

  test('nothing is shredded without an order, before its day, or after it was taken back', async () => {
    const document = await aged('2020-01-01')
    const shred = () => o.sql(`update document_version set state = 'shredded', wrapped_dek = null where document_id = $1`, [document])
    await expect(shred()).rejects.toMatchObject({ code: '23001' })
    await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
    await expect(shred()).rejects.toMatchObject({ code: '23001' })
    await o.daysOver(document)
    await o.sql('update destruction set cancelled_at = now() where document_id = $1', [document])
    await expect(shred()).rejects.toMatchObject({ code: '23001' })
  })

  test('what is destroyed does not change any more', async () => {
    const document = await aged('2020-01-01')
    await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
    await o.daysOver(document)
    await destroyDue(o.a.id, vault().store)
    await expect(o.sql(`update document_version set state = 'ready', wrapped_dek = '\\x00' where document_id = $1`, [document])).rejects.toMatchObject({ code: '23001' })
    await expect(o.put('document_rendition', {
      practice_id: o.a.id, document_id: document, version: 1, variant: 'thumb-256', storage_key: 'x', key_version: 1, wrapped_dek: Buffer.alloc(40),
    })).rejects.toMatchObject({ code: '23001' })
  })
})
