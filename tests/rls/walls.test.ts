import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { transact, type Role, type Settings } from '@/db/transaction'
import { sql } from 'kysely'
import { makeFolder } from '../factories/folder'
import { makeShare } from '../factories/share'
import { world, type World } from '../factories/world'

// Table by table, as each kind of principal, straight through the database doors: no policy of lib stands in front here.
// Before each "sees none" a superuser has shown that there is something to see.

let w: World
let tables: string[]
const sessions: Record<string, string> = {}
beforeAll(async () => {
  w = await world()
  await furnish(w)
  for (const person of Object.values(w.people)) sessions[person] = (await w.session(person)).id
  tables = (await w.database.asSuperuser<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`)).map(({ name }) => name)
})

/** A row of both practices in every table that the world leaves empty. */
async function furnish({ put, a, b, people, members, patients, hats, documents, database }: World) {
  for (const [practice, member, patient] of [[a, members.owner, patients.anna], [b, members.dentistB, patients.berta], [a, members.owner, patients.ben]] as const) {
    const at = { practice_id: practice.id, patient_id: patient }
    await put('patient_key', { ...at, key: `key-${patient}` })
    await put('patient_contact', { ...at, kind: 'emergency', name: 'Somebody' })
    await put('patient_alert', { ...at, kind: 'allergy', text: 'Latex' })
    await put('appointment', { ...at, membership_id: member, operatory: '1', starts_at: new Date(), ends_at: new Date(Date.now() + 60_000), reason: 'Check-up', status: 'booked' })
    await put('audit_event', { ...at, actor_kind: 'staff', actor_name: 'x', operation: 'patients.open', decision: 'allow', policy_version: '1' })
    await put('invitation', { ...at, kind: 'patient', channel: 'mail', token_hash: Buffer.from(patient), display_name: 'x', created_by_name: 'x', expires_at: new Date(Date.now() + 60_000) })
  }
  for (const [practice, member] of [[a, members.owner], [b, members.dentistB]] as const) {
    const at = { practice_id: practice.id }
    await put('release_rule', { ...at, category: 'letter', timing: 'never', set_by: member })
    await put('switch', { ...at, function: 'writes', closed_by: member, closed_by_name: 'x', why: 'x', until_at: new Date() })
    await put('workstation', { ...at, name: 'Desk', token_hash: Buffer.from(member), enrolled_by: member })
    const batch = await put('import_batch', { ...at, started_by: member, started_by_name: 'x' })
    await w.database.asSuperuser('insert into import_row (practice_id, batch_id, line) values ($1, $2, 2)', [practice.id, batch])
    await put('retention_rule', { ...at, category: 'letter', years: null, set_by: member, set_by_name: 'x' })
    await put('legal_hold', { ...at, patient_id: practice === a ? patients.anna : patients.berta, why: 'x', placed_by: member, placed_by_name: 'x', ...ending })
    const gone = await put('document', { ...at, uploaded_by: member, uploaded_by_name: 'x', deleted_at: new Date(), deleted_why: 'x' })
    await put('destruction', { ...at, document_id: gone, cause: 'deletion', why: 'x', ordered_by: member, ordered_by_name: 'x' })
    await w.database.asSuperuser('insert into doomed_object (practice_id, document_id, storage_key) values ($1, $2, $3)', [practice.id, gone, randomUUID()])
    const recovery = await put('member_recovery', { ...at, membership_id: member, person_id: people.nobody })
    await put('member_recovery_approval', { ...at, recovery_id: recovery, approved_by: member, approved_by_person: people.nobody, approved_by_name: 'x', approved_as: 'owner', how: 'x' })
    await put('recovery_check', { ...at, patient_id: practice === a ? patients.anna : patients.berta, person_id: people.nobody, how: 'photo_id', checked_by: member, checked_by_name: 'x', code_hash: Buffer.from('x'), expires_at: new Date() })
    await w.database.asSuperuser(`insert into staff_pin (practice_id, membership_id, pin_hash) values ($1, $2, 'x')`, [practice.id, member])
    await w.database.asSuperuser(`insert into lease (practice_id, nonce, session_id, hat_id, document_id, version, variant, expires_at)
      values ($1::uuid, $1::text, $1::uuid, $2::uuid, $1::uuid, 1, 'orig', now() + interval '1 hour')`, [practice.id, hats.anna])
  }
  await makeShare({ put, a, patients, members, database }, { documents: [documents.annaReleased.id], ended: true })
  await makeShare({ put, a, patients, members, database }, { documents: [documents.bertaReleased.id], practice: b.id, patient: patients.berta, by: { as: 'staff', hat: members.dentistB } })
  for (const [practice, member, patient] of [[a, members.owner, patients.anna], [b, members.dentistB, patients.berta]] as const) {
    const { folder, workstation } = await makeFolder({ put, a, members }, { practice: practice.id, by: member })
    await database.asSuperuser(`insert into open_chart (practice_id, workstation_id, patient_id, session_id, opened_by, opened_by_name) values ($1, $2, $3, $4, $5, 'x')`, [practice.id, workstation, patient, randomUUID(), member])
    const brought = await put('document', { practice_id: practice.id, uploaded_by: folder, uploaded_by_name: 'x', deleted_at: new Date(), deleted_why: 'x' })
    await database.asSuperuser(`insert into document_proposal (practice_id, document_id, patient_id, workstation_name, opened_by_name) values ($1, $2, $3, 'x', 'x')`, [practice.id, brought, patient])
  }
  for (const [practice, document] of [[a, documents.annaReleased], [a, documents.annaHeld], [a, documents.benReleased], [b, documents.bertaReleased]] as const)
    await picture(practice.id, document.id)
  for (const [practice, document, turn] of [[a, documents.annaReleased, 1], [b, documents.bertaReleased, 1]] as const) {
    await database.asSuperuser('update document set uploaded_by = $2 where id = $1', [document.id, practice === a ? members.owner : members.dentistB])
    await database.asSuperuser(`insert into upload_part (practice_id, document_id, version, turn, starts_at, storage_key, whole_key) values ($1, $2, 1, $3, 0, 'x', 'y')`, [practice.id, document.id, turn])
  }
  // Over before it is looked at: the documents in sight are those of the world.
  for (const [practice, document, patient, hat] of [[a, documents.annaReleased, patients.anna, hats.formerParent], [b, documents.bertaReleased, patients.berta, hats.berta]] as const) {
    const release = await put('release', { practice_id: practice.id, document_id: document.id, patient_id: patient, released_by_name: 'x', audience: 'named', ...ending })
    await database.asSuperuser('insert into release_reader (practice_id, release_id, access_id) values ($1, $2, $3)', [practice.id, release, hat])
    const member = practice === a ? members.owner : members.dentistB
    const opened = await put('privacy_case', {
      practice_id: practice.id, kind: 'wrong_patient', document_id: document.id, patient_id: patient, title: 'x', shown: true, stood_from: new Date(), why: 'x',
      opened_by: member, opened_by_name: 'x', opened_at: new Date(Date.now() - 3_600_000),
    })
    await put('privacy_note', { practice_id: practice.id, case_id: opened, text: 'x', written_by: member, written_by_name: 'x' })
  }
}

const ending = { until_at: new Date(), ended_why: 'over' }
/** Enough of a document for a wall to stand before: its rows, and no file. */
async function paper(practice: string, patient: string, title: string, category: string, more: object = {}) {
  const id = await w.put('document', {
    practice_id: practice, patient_id: patient, title, category, taken_on: '2026-03-04', filed_at: new Date(), uploaded_by: w.members.owner, uploaded_by_name: 'x', ...more,
  })
  await w.put('document_version', {
    practice_id: practice, document_id: id, version: 1, state: 'ready', content_type: 'application/pdf', byte_size: 1, sha256: Buffer.alloc(32),
    storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40), commitment: Buffer.alloc(32),
  })
  await picture(practice, id)
  return id
}

const picture = (practice: string, document: string) => w.put('document_rendition', {
  practice_id: practice, document_id: document, version: 1, variant: 'thumb-256', state: 'ready', content_type: 'image/webp', byte_size: 1, sha256: Buffer.alloc(32),
  storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40), commitment: Buffer.alloc(32), ready_at: new Date(),
})

/** practice_id of all rows that a role sees in a table; null where it may not look at all. */
async function seen(role: Role, settings: Settings, table: string): Promise<string[] | null> {
  try {
    return await transact(role, settings, async (db) =>
      (await sql<{ practiceId: string }>`select practice_id from ${sql.table(`public.${table}`)}`.execute(db)).rows.map(({ practiceId }) => practiceId))
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return null
    throw error
  }
}

const staffOf = (practice: string, hat: string, person: string): Settings => ({ practice, hat, person, session: sessions[person] ?? '' })
const everyTable = () => tables.filter((name) => !['lease'].includes(name))

describe('staff', () => {
  test.for(['enamel_staff_read', 'enamel_staff_write'] as const)('%s sees its practice in every table, and of the other nothing', async (role) => {
    for (const table of everyTable()) {
      const real = await w.database.asSuperuser<{ p: string }>(`select practice_id as p from ${table}`)
      expect([...new Set(real.map(({ p }) => p))].sort(), `${table} holds rows of both practices`).toEqual([w.a.id, w.b.id].sort())
      const mine = await seen(role, staffOf(w.a.id, w.members.owner, w.people.owner), table)
      expect(mine?.length, `${table}: own rows`).toBeGreaterThan(0)
      expect(mine?.filter((practice) => practice !== w.a.id), `${table}: foreign rows`).toEqual([])
    }
  })

  test('sees nothing with a hat that is over, another’s hat, another practice’s hat, or none', async () => {
    const wrong: Settings[] = [
      staffOf(w.a.id, w.members.former, w.people.former),
      staffOf(w.a.id, w.members.owner, w.people.desk),
      staffOf(w.b.id, w.members.owner, w.people.owner),
      staffOf(w.a.id, w.hats.anna, w.people.anna),
      { practice: w.a.id },
      {},
    ]
    for (const settings of wrong) for (const table of everyTable()) expect(await seen('enamel_staff_read', settings, table), table).toEqual([])
  })
})

describe('a session', () => {
  const wrong: [string, (w: World, person: string) => Promise<string>][] = [
    ['that ended', async ({ session, database }, person) => {
      const { id } = await session(person)
      await database.asSuperuser('update identity.session set ended_at = now() where id = $1', [id])
      return id
    }],
    ['that is locked', async ({ session }, person) => (await session(person, { locked: true })).id],
    ['that ran out', async ({ session }, person) => (await session(person, { expiresAt: new Date(Date.now() - 1000) })).id],
    ['that lies idle, though nobody has noticed yet', async ({ session, database }, person) => {
      const { id } = await session(person)
      await database.asSuperuser(`update identity.session set last_act_at = now() - interval '61 minutes' where id = $1`, [id])
      return id
    }],
    ['from before all were ended', async ({ session, database }, person) => {
      const { id } = await session(person)
      await database.asSuperuser('update identity.session set person_epoch = 0 where id = $1', [id])
      return id
    }],
    ['of somebody else', async ({ session, people }) => (await session(people.nobody)).id],
  ]
  const rowsOf = (role: Role, settings: Settings) => transact(role, settings, async (db) => (await db.selectFrom('document').select('id').execute()).length)

  test.for(wrong)('%s sees no row, of staff or of a patient', async ([, make]) => {
    const staff = staffOf(w.a.id, w.members.owner, w.people.owner)
    const patient = staffOf(w.a.id, w.hats.anna, w.people.anna)
    expect(await rowsOf('enamel_staff_read', { ...staff, session: await make(w, w.people.owner) })).toBe(0)
    expect(await rowsOf('enamel_patient_read', { ...patient, session: await make(w, w.people.anna) })).toBe(0)
    expect(await rowsOf('enamel_staff_read', staff)).toBeGreaterThan(0)
    expect(await rowsOf('enamel_patient_read', patient)).toBeGreaterThan(0)
  })

  test('of one factor is enough for a patient, and not for staff', async () => {
    const one = async (person: string) => (await w.session(person, { assurance: 1 })).id
    expect(await rowsOf('enamel_staff_read', { ...staffOf(w.a.id, w.members.owner, w.people.owner), session: await one(w.people.owner) })).toBe(0)
    expect(await rowsOf('enamel_patient_read', { ...staffOf(w.a.id, w.hats.anna, w.people.anna), session: await one(w.people.anna) })).toBeGreaterThan(0)
  })
})

describe('a patient', () => {
  const anna = () => staffOf(w.a.id, w.hats.anna, w.people.anna)
  const own = ['patient', 'portal_access', 'appointment', 'audit_event', 'document', 'document_version', 'document_rendition', 'release', 'release_reader', 'practice', 'practice_key', 'switch', 'upload_part', 'share', 'share_document']

  test.for(['enamel_patient_read', 'enamel_patient_write'] as const)('%s sees her rows, and of everybody else’s nothing', async (role) => {
    for (const table of everyTable()) {
      const mine = await seen(role, anna(), table)
      if (!own.includes(table)) expect(mine, `${table} is no patient’s`).toBeNull()
      else expect(mine?.filter((practice) => practice !== w.a.id), table).toEqual([])
    }
  })

  test('sees exactly her released documents', async () => {
    const titles = (settings: Settings) => transact('enamel_patient_read', settings, async (db) =>
      (await db.selectFrom('document').select('title').orderBy('title').execute()).map(({ title }) => title))
    expect(await titles(anna())).toEqual(['anna-released'])
    expect(await titles(staffOf(w.a.id, w.hats.ben, w.people.ben))).toEqual(['ben-released'])
    expect(await titles(staffOf(w.a.id, w.hats.parent, w.people.parent))).toEqual(['anna-released'])
    expect(await titles(staffOf(w.a.id, w.hats.formerParent, w.people.formerParent))).toEqual([])
    expect(await titles(staffOf(w.a.id, w.hats.ben, w.people.anna))).toEqual([])
    expect(await titles({})).toEqual([])
  })

  // Last of what is looked at, since it adds to what is in sight.
  describe('whose document', () => {
    const inSight = (hat: string, person: string) => transact('enamel_patient_read', staffOf(w.a.id, hat, person), async (db) => ({
      documents: new Set((await db.selectFrom('document').select('title').execute()).map(({ title }) => title)),
      releases: new Set((await db.selectFrom('release').select('documentId').execute()).map(({ documentId }) => documentId)),
      versions: new Set((await db.selectFrom('documentVersion').select('documentId').execute()).map(({ documentId }) => documentId)),
      pictures: new Set((await db.selectFrom('documentRendition').select('documentId').execute()).map(({ documentId }) => documentId)),
    }))
    const self = () => inSight(w.hats.anna, w.people.anna)
    const parent = () => inSight(w.hats.parent, w.people.parent)
    const released = (document: string, more: object = {}) => w.put('release', {
      practice_id: w.a.id, document_id: document, patient_id: w.patients.anna, released_by_name: 'x', ...more,
    })

    test('was released to a named person is in that one’s sight and in nobody else’s', async () => {
      const id = await paper(w.a.id, w.patients.anna, 'for the parent', 'letter')
      const release = await released(id, { audience: 'named' })
      await w.database.asSuperuser('insert into release_reader (practice_id, release_id, access_id) values ($1, $2, $3)', [w.a.id, release, w.hats.parent])
      for (const [sees, at] of [[true, await parent()], [false, await self()]] as const)
        expect([at.documents.has('for the parent'), at.releases.has(id), at.versions.has(id), at.pictures.has(id)]).toEqual([sees, sees, sees, sees])
    })

    test('was deleted is in nobody’s sight', async () => {
      const id = await paper(w.a.id, w.patients.anna, 'soon gone', 'letter')
      await released(id)
      expect((await self()).pictures.has(id)).toBe(true)
      await w.database.asSuperuser(`update document set deleted_at = now(), deleted_why = 'x' where id = $1`, [id])
      const { documents, versions, pictures } = await self()
      expect([documents.has('soon gone'), versions.has(id), pictures.has(id)]).toEqual([false, false, false])
    })

    test('lies outside a proxy’s scope is not in the proxy’s sight, unless the proxy sent it', async () => {
      const letter = await paper(w.a.id, w.patients.anna, 'a letter', 'letter')
      const film = await paper(w.a.id, w.patients.anna, 'a film', 'radiograph')
      await paper(w.a.id, w.patients.anna, 'sent by the parent', 'insurance', { uploaded_by: w.hats.parent, uploaded_by_patient: true })
      await paper(w.a.id, w.patients.anna, 'sent by Anna', 'insurance', { uploaded_by: w.hats.anna, uploaded_by_patient: true })
      for (const id of [letter, film]) await released(id)
      const seen = async () => [...(await parent()).documents].filter((title) => ['a letter', 'a film', 'sent by the parent', 'sent by Anna'].includes(title)).sort()
      expect(await seen()).toEqual(['a film', 'a letter', 'sent by Anna', 'sent by the parent'])
      await reach({ scope: 'categories', categories: ['radiograph'] })
      expect(await seen()).toEqual(['a film', 'sent by the parent'])
      // A release says by whom, when and with which words: it is out of sight with its document.
      const { releases } = await parent()
      expect([releases.has(film), releases.has(letter)]).toEqual([true, false])
      await reach({ scope: 'task', task: 'insurance_card' })
      expect(await seen()).toEqual(['sent by the parent'])
      expect((await parent()).releases).toEqual(new Set())
      await reach({})
      expect(await seen()).toHaveLength(4)
    })

    test('was sent by another is out of the sight of who is kept apart, unless released to that one by name', async () => {
      const sent = await paper(w.a.id, w.patients.anna, 'from the other parent', 'insurance', { uploaded_by: w.hats.formerParent, uploaded_by_patient: true })
      await released(sent)
      await paper(w.a.id, w.patients.anna, 'from this parent', 'insurance', { uploaded_by: w.hats.parent, uploaded_by_patient: true })
      const ask = async () => {
        const { documents, releases, versions, pictures } = await parent()
        return [documents.has('from the other parent'), releases.has(sent), versions.has(sent), pictures.has(sent), documents.has('from this parent'), documents.has('a film')]
      }
      expect(await ask()).toEqual([true, true, true, true, true, true])
      await reach({ sees_others_uploads: false })
      expect(await ask()).toEqual([false, false, false, false, true, true])
      await w.database.asSuperuser(`update release set until_at = now(), ended_why = 'x' where document_id = $1`, [sent])
      const byName = await released(sent, { audience: 'named' })
      await w.database.asSuperuser('insert into release_reader (practice_id, release_id, access_id) values ($1, $2, $3)', [w.a.id, byName, w.hats.parent])
      expect(await ask()).toEqual([true, true, true, true, true, true])
      await reach({})
    })
  })

  /** How far the parent's access reaches, from the next statement on. */
  const reach = async (to: { scope?: string; categories?: string[]; task?: string; sees_others_uploads?: boolean }) => {
    await w.database.asSuperuser('update portal_access set scope = $2, categories = $3, task = $4, sees_others_uploads = $5 where id = $1',
      [w.hats.parent, to.scope ?? 'all', to.categories ?? [], to.task ?? null, to.sees_others_uploads ?? true])
  }

  describe('who does not see the whole record', () => {
    const look = (hat: string, person: string) => transact('enamel_patient_read', staffOf(w.a.id, hat, person), async (db) => ({
      visits: (await db.selectFrom('appointment').select('id').execute()).length,
      people: (await db.selectFrom('portalAccess').select('id').execute()).map(({ id }) => id),
      lines: (await db.selectFrom('auditEvent').select('actorName').orderBy('actorName').execute()).map(({ actorName }) => actorName).filter((name) => name.startsWith('line ')),
    }))
    const parent = () => look(w.hats.parent, w.people.parent)
    let letter: string
    beforeAll(async () => {
      letter = await paper(w.a.id, w.patients.anna, 'a line’s letter', 'letter')
      const film = await paper(w.a.id, w.patients.anna, 'a line’s film', 'radiograph')
      for (const id of [letter, film]) await w.put('release', { practice_id: w.a.id, document_id: id, patient_id: w.patients.anna, released_by_name: 'x' })
      const line = (name: string, more: object) => w.put('audit_event', {
        practice_id: w.a.id, patient_id: w.patients.anna, actor_kind: 'staff', actor_name: `line ${name}`, operation: 'documents.redeem', decision: 'allow', policy_version: '1', ...more,
      })
      await line('record', { operation: 'patients.open' })
      await line('film', { document_id: film })
      await line('letter', { document_id: letter })
      await line('own', { hat_id: w.hats.parent, actor_kind: 'patient' })
      await line('other proxy, film', { hat_id: w.hats.formerParent, actor_kind: 'patient', document_id: film })
      await line('held', { document_id: w.documents.annaHeld.id })
    })

    test('sees visits only where its scope has them', async () => {
      expect((await parent()).visits).toBeGreaterThan(0)
      await reach({ scope: 'categories', categories: ['radiograph'] })
      expect((await parent()).visits).toBe(0)
      await reach({ scope: 'categories', categories: ['visits'] })
      expect((await parent()).visits).toBeGreaterThan(0)
      await reach({ scope: 'task', task: 'insurance_card' })
      expect((await parent()).visits).toBe(0)
    })

    test('sees of the history its own lines and those of the documents in its sight', async () => {
      await reach({})
      const whole = ['line film', 'line held', 'line letter', 'line other proxy, film', 'line own', 'line record']
      expect((await parent()).lines).toEqual(whole)
      expect((await look(w.hats.anna, w.people.anna)).lines).toEqual(whole)
      await reach({ scope: 'categories', categories: ['radiograph'] })
      expect((await parent()).lines).toEqual(['line film', 'line other proxy, film', 'line own'])
      await reach({ scope: 'task', task: 'insurance_card' })
      expect((await parent()).lines).toEqual(['line own'])
      // Kept apart: the office's lines, but for papers out of sight, and nothing of what others did in the portal.
      await reach({ sees_others_uploads: false })
      expect((await parent()).lines).toEqual(['line film', 'line letter', 'line own', 'line record'])
      await reach({})
    })

    test('sees who else has access only as the patient herself, of age', async () => {
      expect((await look(w.hats.anna, w.people.anna)).people.sort()).toEqual([w.hats.anna, w.hats.parent, w.hats.formerParent].sort())
      expect((await parent()).people).toEqual([w.hats.parent])
      await w.database.asSuperuser(`update patient set birth_date = current_date - 3000 where id = $1`, [w.patients.anna])
      expect((await look(w.hats.anna, w.people.anna)).people).toEqual([w.hats.anna])
      await w.database.asSuperuser(`update patient set birth_date = '1990-04-01' where id = $1`, [w.patients.anna])
    })
  })

  test('sees one patient, herself, and the lines of her own history', async () => {
    const rows = await transact('enamel_patient_read', anna(), async (db) => ({
      patients: (await db.selectFrom('patient').select('id').execute()).map(({ id }) => id),
      history: (await db.selectFrom('auditEvent').select('patientId').execute()).map(({ patientId }) => patientId),
      versions: (await db.selectFrom('documentVersion').select('documentId').execute()).map(({ documentId }) => documentId),
    }))
    expect(rows.patients).toEqual([w.patients.anna])
    expect(new Set(rows.history)).toEqual(new Set([w.patients.anna]))
    expect(rows.versions).toContain(w.documents.annaReleased.id)
    expect(rows.versions).not.toContain(w.documents.annaHeld.id)
  })
})

describe('a guest', () => {
  const guestOf = ({ share, session }: { share: string; session: string }, practice = w.a.id): Settings => ({ practice, hat: share, session })
  const readable = ['document', 'document_rendition', 'document_version', 'practice', 'practice_key', 'share', 'share_document']
  const titles = (settings: Settings) => transact('enamel_guest_read', settings, async (db) =>
    (await db.selectFrom('document').select('title').orderBy('title').execute()).map(({ title }) => title))
  const anna = () => ({ as: 'patient' as const, hat: w.hats.anna })

  test('sees exactly the papers of her share, of every other table nothing', async () => {
    const guest = await makeShare(w, { documents: [w.documents.annaHeld.id, w.documents.annaReleased.id] })
    expect(await titles(guestOf(guest))).toEqual(['anna-held', 'anna-released'])
    for (const table of tables) {
      const rows = await seen('enamel_guest_read', guestOf(guest), table)
      if (!readable.includes(table)) expect(rows, `${table} is no guest’s`).toBeNull()
      else expect(rows?.filter((practice) => practice !== w.a.id), table).toEqual([])
    }
    const found = await transact('enamel_guest_read', guestOf(guest), async (db) => ({
      shares: (await db.selectFrom('share').select('id').execute()).map(({ id }) => id),
      shared: (await db.selectFrom('shareDocument').select('shareId').execute()).map(({ shareId }) => shareId),
      versions: (await db.selectFrom('documentVersion').select('documentId').execute()).length,
      pictures: (await db.selectFrom('documentRendition').select('documentId').execute()).length,
    }))
    expect(found).toEqual({ shares: [guest.share], shared: [guest.share, guest.share], versions: 2, pictures: 2 })
  })

  test('sees nothing with another share’s session, one that is over, another practice, or none', async () => {
    const mine = await makeShare(w, { documents: [w.documents.annaHeld.id] })
    const other = await makeShare(w, { documents: [w.documents.annaHeld.id] })
    const over = await makeShare(w, { documents: [w.documents.annaHeld.id], sessionOver: true })
    const ended = await makeShare(w, { documents: [w.documents.annaHeld.id], ended: true })
    const wrong: Settings[] = [guestOf({ share: mine.share, session: other.session }), guestOf(over), guestOf(ended), guestOf(mine, w.b.id),
      { practice: w.a.id, hat: mine.share }, { practice: w.a.id, hat: w.hats.anna, session: mine.session }, staffOf(w.a.id, w.members.owner, w.people.owner), {}]
    for (const settings of wrong) for (const table of readable) expect(await seen('enamel_guest_read', settings, table), table).toEqual([])
    expect(await titles(guestOf(mine))).toEqual(['anna-held'])
    // Nor is a guest anybody else.
    for (const role of ['enamel_staff_read', 'enamel_patient_read'] as const)
      expect(await transact(role, guestOf(mine), async (db) => (await db.selectFrom('document').select('id').execute()).length)).toBe(0)
  })

  const changes: [string, string, string][] = [
    ['was corrected since', `update document set current_version = 2 where id = $1`, `update document set current_version = 1 where id = $1`],
    ['was deleted', `update document set deleted_at = now(), deleted_why = 'x' where id = $1`, `update document set deleted_at = null, deleted_why = null where id = $1`],
    ['moved to another chart', `update document set patient_id = (select id from patient where given_name = 'Ben') where id = $1`, `update document set patient_id = (select id from patient where given_name = 'Anna') where id = $1`],
    ['is not filed any more', `update document set filed_at = null where id = $1`, `update document set filed_at = now() where id = $1`],
  ]
  test.for(changes)('sees no paper that %s', async ([, change, back]) => {
    const guest = await makeShare(w, { documents: [w.documents.annaHeld.id, w.documents.annaReleased.id] })
    await w.database.asSuperuser(change, [w.documents.annaHeld.id])
    expect(await titles(guestOf(guest))).toEqual(['anna-released'])
    await w.database.asSuperuser(back, [w.documents.annaHeld.id])
    expect(await titles(guestOf(guest))).toEqual(['anna-held', 'anna-released'])
  })

  test('of the patient’s sees what the patient sees, as long as she does', async () => {
    const held = await makeShare(w, { documents: [w.documents.annaHeld.id, w.documents.annaReleased.id], by: anna() })
    expect(await titles(guestOf(held))).toEqual(['anna-released'])
    const id = await paper(w.a.id, w.patients.anna, 'shared by Anna', 'letter')
    const release = await w.put('release', { practice_id: w.a.id, document_id: id, patient_id: w.patients.anna, released_by_name: 'x' })
    const guest = await makeShare(w, { documents: [id], by: anna() })
    const proxys = await makeShare(w, { documents: [id], by: { as: 'patient', hat: w.hats.parent } })
    expect([await titles(guestOf(guest)), await titles(guestOf(proxys))]).toEqual([['shared by Anna'], ['shared by Anna']])
    await w.database.asSuperuser(`update portal_access set scope = 'categories', categories = '{letter}' where id = $1`, [w.hats.parent])
    expect([await titles(guestOf(guest)), await titles(guestOf(proxys))]).toEqual([['shared by Anna'], []])
    await w.database.asSuperuser(`update portal_access set scope = 'all', categories = '{}' where id = $1`, [w.hats.parent])
    await w.database.asSuperuser(`update release set until_at = now(), ended_why = 'withdrawn' where id = $1`, [release])
    expect([await titles(guestOf(guest)), await titles(guestOf(proxys))]).toEqual([[], []])
  })

  test.for(['documents', 'portal'])('sees nothing while %s is closed', async (name) => {
    const guest = await makeShare(w, { documents: [w.documents.annaReleased.id] })
    const id = await w.put('switch', { practice_id: w.a.id, function: name, closed_by: w.members.owner, closed_by_name: 'x', why: 'x' })
    for (const table of readable) expect(await seen('enamel_guest_read', guestOf(guest), table), table).toEqual([])
    await w.database.asSuperuser('update switch set until_at = now() where id = $1', [id])
    expect(await titles(guestOf(guest))).toEqual(['anna-released'])
  })

  test('who was asked for files adds some for that one patient, and reads no row', async () => {
    const guest = await makeShare(w, { direction: 'in' })
    const add = (settings: Settings, more: object = {}) => transact('enamel_guest_write', settings, (db) => db.insertInto('document')
      .values({ practiceId: w.a.id, id: randomUUID(), patientId: w.patients.anna, title: '', uploadedBy: guest.share, uploadedByName: 'x', ...more }).execute())
    await expect(add(guestOf(guest))).resolves.toBeDefined()
    const refused = { code: '42501' }
    await expect(add(guestOf(guest), { patientId: w.patients.ben })).rejects.toMatchObject(refused)
    await expect(add(guestOf(guest), { uploadedBy: w.members.owner })).rejects.toMatchObject(refused)
    await expect(add(guestOf(guest), { practiceId: w.b.id, patientId: w.patients.berta })).rejects.toMatchObject(refused)
    await expect(add(guestOf(guest), { filedAt: new Date() })).rejects.toMatchObject(refused)
    await expect(add(guestOf(await makeShare(w, { direction: 'in' })))).rejects.toMatchObject(refused)
    await expect(add(guestOf(await makeShare(w, { documents: [w.documents.annaHeld.id] })))).rejects.toMatchObject(refused)
    for (const table of tables.filter((name) => name !== 'practice_key')) expect(await seen('enamel_guest_write', guestOf(guest), table), table).toBeNull()
    expect(await titles(guestOf(guest))).toEqual([])
  })
})

describe('a folder program', () => {
  type Program = Awaited<ReturnType<typeof makeFolder>>
  const of = ({ folder }: Pick<Program, 'folder'>, more: Settings = {}): Settings => ({ practice: w.a.id, hat: folder, session: folder, ...more })
  const roles = ['enamel_folder_read', 'enamel_folder_write'] as const
  /** A file of a program's that is on its way, and one of it that somebody filed since. */
  async function bring({ folder }: Pick<Program, 'folder'>, practice = w.a.id, patient = w.patients.anna) {
    const coming = await w.put('document', { practice_id: practice, uploaded_by: folder, uploaded_by_name: 'x' })
    await w.put('document_version', { practice_id: practice, document_id: coming, version: 1, storage_key: randomUUID(), key_version: 1, wrapped_dek: Buffer.alloc(40), declared_size: 10 })
    return { coming, filed: await paper(practice, patient, 'brought', 'radiograph', { uploaded_by: folder }) }
  }
  const sees = (settings: Settings, role: (typeof roles)[number] = 'enamel_folder_read') => transact(role, settings, async (db) => ({
    documents: (await db.selectFrom('document').select('id').orderBy('id').execute()).map(({ id }) => id),
    versions: (await db.selectFrom('documentVersion').select('documentId').orderBy('documentId').execute()).map(({ documentId }) => documentId),
  }))

  test('sees that its own uploads are there, of every other table and row nothing', async () => {
    const [mine, other, far] = [await makeFolder(w), await makeFolder(w), await makeFolder(w, { practice: w.b.id, by: w.members.dentistB })]
    const own = await bring(mine)
    await bring(other)
    await bring(far, w.b.id, w.patients.berta)
    const both = Object.values(own).toSorted()
    for (const role of roles) {
      expect(await sees(of(mine), role)).toEqual({ documents: both, versions: both })
      for (const table of tables) {
        const rows = await seen(role, of(mine), table)
        if (rows) expect(rows.every((practice) => practice === w.a.id), `${role} ${table}`).toBe(true)
        if (!['document', 'document_version', 'practice_key', 'upload_part'].includes(table)) expect(rows, `${role} ${table}`).toBeNull()
      }
    }
  })

  test('sees nothing once it was ended, its computer is off the list, with another’s name, another practice, or none', async () => {
    const [mine, ended, off] = [await makeFolder(w), await makeFolder(w, { ended: true }), await makeFolder(w, { computerEnded: true })]
    const filed = await bring(mine)
    await bring(ended)
    await bring(off)
    const wrong: Settings[] = [of(ended), of(off), of(mine, { practice: w.b.id }), of(mine, { session: '' }), of(mine, { session: ended.folder }), of(mine, { person: w.people.owner }),
      staffOf(w.a.id, w.members.owner, w.people.owner), staffOf(w.a.id, w.hats.anna, w.people.anna), {}]
    for (const settings of wrong) for (const role of roles) expect(await sees(settings, role)).toEqual({ documents: [], versions: [] })
    expect((await sees(of(mine))).documents).toEqual(Object.values(filed).toSorted())
    // Nor is it anybody else.
    for (const role of ['enamel_staff_read', 'enamel_patient_read', 'enamel_guest_read'] as const)
      expect(await transact(role, of(mine), async (db) => (await db.selectFrom('document').select('id').execute()).length)).toBe(0)
  })

  test('adds files that stand in nobody’s chart, and no others', async () => {
    const mine = await makeFolder(w)
    const add = (settings: Settings, more: object = {}) => transact('enamel_folder_write', settings, (db) => db.insertInto('document')
      .values({ practiceId: w.a.id, id: randomUUID(), patientId: null, title: '', uploadedBy: mine.folder, uploadedByName: 'x', ...more }).execute())
    await expect(add(of(mine))).resolves.toBeDefined()
    const refused = { code: '42501' }
    for (const more of [{ patientId: w.patients.anna }, { uploadedBy: w.members.owner }, { practiceId: w.b.id }, { filedAt: new Date() }, { title: 'A name' }, { uploadedByPatient: true }])
      await expect(add(of(mine), more), JSON.stringify(more)).rejects.toMatchObject(refused)
    await expect(add(of(await makeFolder(w)))).rejects.toMatchObject(refused)
    await expect(add(of(await makeFolder(w, { ended: true })))).rejects.toMatchObject(refused)
  })

  test('changes how its own uploads stand while they come in, and nothing of others’ or of what has come', async () => {
    const [mine, other] = [await makeFolder(w), await makeFolder(w)]
    const [own, others] = [await bring(mine), await bring(other)]
    const fail = (document?: string) => transact('enamel_folder_write', of(mine), async (db) => {
      const change = db.updateTable('documentVersion').set({ failure: 'x', state: 'expired' })
      return Number((await (document ? change.where('documentId', '=', document) : change).executeTakeFirst()).numUpdatedRows)
    })
    expect(await fail(others.coming)).toBe(0)
    expect(await fail(own.filed)).toBe(0)
    // Without naming one: its own alone.
    expect(await fail()).toBe(1)
    const [row] = await w.database.asSuperuser('select state from document_version where document_id = $1', [others.coming])
    expect(row).toEqual({ state: 'receiving' })
    for (const change of [{ title: 'x' }, { patientId: w.patients.ben }, { filedAt: new Date() }])
      await expect(transact('enamel_folder_write', of(mine), (db) => db.updateTable('document').set(change).where('id', '=', own.filed).execute())).rejects.toMatchObject({ code: '42501' })
  })

  test('is made and ended by owners and privacy officers, in their own name', async () => {
    const { workstation, folder } = await makeFolder(w)
    const make = (hat: string, person: string, more: object = {}) => transact('enamel_staff_write', staffOf(w.a.id, hat, person), (db) => db.insertInto('folderProgram')
      .values({ practiceId: w.a.id, id: randomUUID(), workstationId: workstation, name: 'x', tokenHash: Buffer.from(randomUUID()), madeBy: hat, madeByName: 'x', ...more }).execute())
    await expect(make(w.members.owner, w.people.owner)).resolves.toBeDefined()
    await expect(make(w.members.desk, w.people.desk)).rejects.toMatchObject({ code: '42501' })
    await expect(make(w.members.owner, w.people.owner, { madeBy: w.members.desk })).rejects.toMatchObject({ code: '42501' })
    const end = (hat: string, person: string) => transact('enamel_staff_write', staffOf(w.a.id, hat, person), async (db) =>
      Number((await db.updateTable('folderProgram').set({ untilAt: new Date(), endedBy: hat, endedByName: 'x' }).where('id', '=', folder).executeTakeFirst()).numUpdatedRows))
    expect(await end(w.members.desk, w.people.desk)).toBe(0)
    expect(await end(w.members.owner, w.people.owner)).toBe(1)
  })
})

describe('sharing', () => {
  const share = (made: object) => ({
    practiceId: w.a.id, id: randomUUID(), direction: 'out', patientId: w.patients.anna, recipientName: 'x', madeByName: 'x', tokenHash: Buffer.from(randomUUID()),
    codeHash: Buffer.from('x'), expiresAt: new Date(Date.now() + 3_600_000), ...made,
  })
  const tryIt = (role: Role, settings: Settings, row: ReturnType<typeof share> & Record<string, unknown>, document: string) => transact(role, settings, async (db) => {
    await db.insertInto('share').values(row as never).execute()
    await db.insertInto('shareDocument').values({ practiceId: w.a.id, shareId: row.id, documentId: document, version: 1 }).execute()
  })
  const refused = { code: '42501' }

  test('a patient shares what she sees, in her own name, and nothing else', async () => {
    const me = staffOf(w.a.id, w.hats.anna, w.people.anna)
    const mine = { madeAs: 'patient', madeBy: w.hats.anna }
    await expect(tryIt('enamel_patient_write', me, share(mine), w.documents.annaReleased.id)).resolves.toBeUndefined()
    for (const other of ['annaHeld', 'annaWithdrawn', 'annaUnfiled', 'benReleased'] as const)
      await expect(tryIt('enamel_patient_write', me, share(mine), w.documents[other].id), other).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_patient_write', me, share({ ...mine, patientId: w.patients.ben }), w.documents.annaReleased.id)).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_patient_write', me, share({ ...mine, madeBy: w.hats.parent }), w.documents.annaReleased.id)).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_patient_write', me, share({ ...mine, madeAs: 'staff' }), w.documents.annaReleased.id)).rejects.toMatchObject(refused)
  })

  test('who acts for her shares only with the whole record in reach', async () => {
    const parent = staffOf(w.a.id, w.hats.parent, w.people.parent)
    const row = () => share({ madeAs: 'patient', madeBy: w.hats.parent })
    await expect(tryIt('enamel_patient_write', parent, row(), w.documents.annaReleased.id)).resolves.toBeUndefined()
    await w.database.asSuperuser(`update portal_access set scope = 'categories', categories = '{letter}' where id = $1`, [w.hats.parent])
    await expect(tryIt('enamel_patient_write', parent, row(), w.documents.annaReleased.id)).rejects.toMatchObject(refused)
    await w.database.asSuperuser(`update portal_access set scope = 'all', categories = '{}' where id = $1`, [w.hats.parent])
  })

  test('staff share papers of the patient that the share is about, if their role may', async () => {
    const owner = staffOf(w.a.id, w.members.owner, w.people.owner)
    const by = (hat: string) => share({ madeAs: 'staff', madeBy: hat })
    await expect(tryIt('enamel_staff_write', owner, by(w.members.owner), w.documents.annaHeld.id)).resolves.toBeUndefined()
    await expect(tryIt('enamel_staff_write', owner, by(w.members.owner), w.documents.benReleased.id)).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_staff_write', owner, by(w.members.owner), w.documents.annaUnfiled.id)).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_staff_write', owner, by(w.members.desk), w.documents.annaHeld.id)).rejects.toMatchObject(refused)
    await expect(tryIt('enamel_staff_write', staffOf(w.a.id, w.members.billing, w.people.billing), by(w.members.billing), w.documents.annaHeld.id)).rejects.toMatchObject(refused)
  })
})

describe('writing', () => {
  test('a row of another practice cannot be made, by insert or by moving one', async () => {
    const mine = staffOf(w.a.id, w.members.owner, w.people.owner)
    await expect(transact('enamel_staff_write', mine, (db) => db.insertInto('patientContact')
      .values({ practiceId: w.b.id, patientId: w.patients.berta, kind: 'other', name: 'Intruder' }).execute())).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_staff_write', mine, (db) => db.insertInto('patientContact')
      .values({ practiceId: w.a.id, patientId: w.patients.anna, kind: 'other', name: 'Control' }).execute())).resolves.toBeDefined()
  })

  test('a patient invites a carer or helper to her own record, for a year at most, and nobody else does', async () => {
    const day = 86_400_000
    const invite = (hat: string, person: string, more: object = {}) => transact('enamel_patient_write', staffOf(w.a.id, hat, person), (db) => db.insertInto('invitation').values({
      practiceId: w.a.id, id: randomUUID(), kind: 'patient', channel: 'counter', tokenHash: Buffer.from(randomUUID()), codeHash: Buffer.from('x'), email: '', displayName: 'A neighbour',
      patientId: w.patients.anna, relation: 'helper', language: 'en', createdBy: hat, createdByName: 'Anna', expiresAt: new Date(Date.now() + day), scope: 'all', categories: [],
      accessExpiresAt: new Date(Date.now() + 300 * day), byPatient: true, ...more,
    }).execute())
    const anna = (more?: object) => invite(w.hats.anna, w.people.anna, more)
    await anna()
    for (const wrong of [
      { patientId: w.patients.ben }, { relation: 'parent' }, { relation: 'self' }, { scope: 'task' }, { accessExpiresAt: null }, { accessExpiresAt: new Date(Date.now() + 400 * day) },
      { createdBy: w.hats.ben }, { byPatient: false }, { practiceId: w.b.id, patientId: w.patients.berta }, { kind: 'staff', patientId: null }, { codeHash: null },
      { expiresAt: new Date(Date.now() + 30 * day) },
    ]) await expect(anna(wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: '42501' })
    await expect(anna({ byOrder: true })).rejects.toMatchObject({ code: '42501' })
    await expect(invite(w.hats.parent, w.people.parent)).rejects.toMatchObject({ code: '42501' })
    await expect(invite(w.hats.formerParent, w.people.formerParent)).rejects.toMatchObject({ code: '42501' })
    await w.database.asSuperuser(`update patient set birth_date = current_date - 3000 where id = $1`, [w.patients.anna])
    await expect(anna()).rejects.toMatchObject({ code: '42501' })
    await w.database.asSuperuser(`update patient set birth_date = '1990-04-01' where id = $1`, [w.patients.anna])
  })

  test('how far an access reaches is changed by those who answer for it, and every state of it is kept', async () => {
    const narrow = (hat: string, person: string) => transact('enamel_staff_write', staffOf(w.a.id, hat, person), (db) => db.updateTable('portalAccess')
      .set({ scope: 'categories', categories: ['letter'], why: 'asked to' }).where('practiceId', '=', w.a.id).where('id', '=', w.hats.parent).executeTakeFirst())
    expect((await narrow(w.members.hygienist, w.people.hygienist)).numUpdatedRows).toBe(0n)
    expect((await narrow(w.members.desk, w.people.desk)).numUpdatedRows).toBe(1n)
    const terms = await w.database.asSuperuser(`select scope, categories, by_name, why from portal_access_term where access_id = $1 order by id desc limit 2`, [w.hats.parent])
    expect(terms).toEqual([{ scope: 'categories', categories: ['letter'], by_name: 'Dana Desk', why: 'asked to' }, expect.objectContaining({ scope: 'all' })])
    const desk = staffOf(w.a.id, w.members.desk, w.people.desk)
    await expect(transact('enamel_staff_write', desk, (db) => db.updateTable('portalAccessTerm').set({ scope: 'all' }).execute())).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_staff_write', desk, (db) => db.deleteFrom('portalAccessTerm').execute())).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_patient_write', staffOf(w.a.id, w.hats.anna, w.people.anna), (db) => db.updateTable('portalAccess').set({ scope: 'all' }).execute())).rejects.toMatchObject({ code: '42501' })
  })

  test('a role that only the owner gives cannot be given by another', async () => {
    const give = (hat: string, person: string) => transact('enamel_staff_write', staffOf(w.a.id, hat, person), (db) => db.insertInto('membershipRole')
      .values({ practiceId: w.a.id, membershipId: w.members.desk, role: 'billing', givenBy: hat }).execute())
    await expect(give(w.members.desk, w.people.desk)).rejects.toMatchObject({ code: '42501' })
    await expect(give(w.members.owner, w.people.owner)).resolves.toBeDefined()
  })

  describe('a name on a release', () => {
    const named = (hat: string, person: string, access: string, audience = 'named') => transact('enamel_staff_write', staffOf(w.a.id, hat, person), async (db) => {
      const document = await paper(w.a.id, w.patients.anna, 'for somebody', 'letter')
      const { id } = await db.insertInto('release').values({
        practiceId: w.a.id, documentId: document, patientId: w.patients.anna, releasedBy: hat, releasedByName: 'x', audience,
      }).returning('id').executeTakeFirstOrThrow()
      await db.insertInto('releaseReader').values({ practiceId: w.a.id, releaseId: id, accessId: access }).execute()
      return id
    })

    test('is put there by those who release, for a live access to that very record, and nobody else’s', async () => {
      await expect(named(w.members.desk, w.people.desk, w.hats.parent), 'the control').resolves.toBeDefined()
      for (const [access, why] of [[w.hats.ben, 'another patient’s'], [w.hats.formerParent, 'one that is over'], [w.members.desk, 'no access at all']] as const)
        await expect(named(w.members.desk, w.people.desk, access), why).rejects.toMatchObject({ code: '42501' })
      await expect(named(w.members.desk, w.people.desk, w.hats.parent, 'all'), 'a release to all names nobody').rejects.toMatchObject({ code: '42501' })
      await expect(named(w.members.billing, w.people.billing, w.hats.parent), 'billing does not release').rejects.toMatchObject({ code: '42501' })
    })

    test('is put there with the release and never afterwards, nor taken away or exchanged', async () => {
      const release = await named(w.members.desk, w.people.desk, w.hats.parent)
      const later = (hat: string, person: string) => transact('enamel_staff_write', staffOf(w.a.id, hat, person), (db) =>
        db.insertInto('releaseReader').values({ practiceId: w.a.id, releaseId: release, accessId: w.hats.anna }).execute())
      await expect(later(w.members.desk, w.people.desk)).rejects.toMatchObject({ code: '42501' })
      await expect(later(w.members.owner, w.people.owner)).rejects.toMatchObject({ code: '42501' })
      const mine = staffOf(w.a.id, w.members.owner, w.people.owner)
      await expect(transact('enamel_staff_write', mine, (db) => db.updateTable('releaseReader').set({ accessId: w.hats.anna }).execute())).rejects.toMatchObject({ code: '42501' })
      await expect(transact('enamel_staff_write', mine, (db) => db.deleteFrom('releaseReader').execute())).rejects.toMatchObject({ code: '42501' })
      await expect(transact('enamel_staff_write', mine, (db) => db.updateTable('release').set({ audience: 'all' }).execute())).rejects.toMatchObject({ code: '42501' })
    })
  })

  describe('a privacy case', () => {
    const as = (name: 'owner' | 'desk' | 'billing') => staffOf(w.a.id, w.members[name], w.people[name])
    const opens = (name: 'owner' | 'desk' | 'billing', by: string) => transact('enamel_staff_write', as(name), (db) => db.insertInto('privacyCase').values({
      practiceId: w.a.id, kind: 'wrong_patient', documentId: w.documents.annaHeld.id, patientId: w.patients.ben, title: 'x', shown: false, stoodFrom: new Date(), why: 'x',
      openedBy: by, openedByName: 'x',
    }).returning('id').executeTakeFirstOrThrow())

    test('is opened by those who put right, in their own name, and closed once by those who answer for it', async () => {
      const { id } = await opens('desk', w.members.desk)
      await expect(opens('billing', w.members.billing)).rejects.toMatchObject({ code: '42501' })
      await expect(opens('desk', w.members.owner)).rejects.toMatchObject({ code: '42501' })
      const close = (name: 'owner' | 'desk', by: string) => transact('enamel_staff_write', as(name), async (db) => Number((await db.updateTable('privacyCase')
        .set({ closedAt: new Date(), closedBy: by, closedByName: 'x' }).where('practiceId', '=', w.a.id).where('id', '=', id).executeTakeFirst()).numUpdatedRows))
      expect(await close('desk', w.members.desk), 'not in the desk’s hands').toBe(0)
      await expect(close('owner', w.members.desk)).rejects.toMatchObject({ code: '42501' })
      expect(await close('owner', w.members.owner)).toBe(1)
      await expect(close('owner', w.members.owner)).rejects.toMatchObject({ code: '23001' })
      await expect(transact('enamel_staff_write', as('owner'), (db) => db.updateTable('privacyCase').set({ why: 'y' }).execute())).rejects.toMatchObject({ code: '42501' })
      await expect(transact('enamel_staff_write', as('owner'), (db) => db.deleteFrom('privacyCase').execute())).rejects.toMatchObject({ code: '42501' })
    })

    test('has notes that only those who answer for it read and write, and nobody changes', async () => {
      const { id } = await opens('desk', w.members.desk)
      const note = (name: 'owner' | 'desk', by: string) => transact('enamel_staff_write', as(name), (db) => db.insertInto('privacyNote')
        .values({ practiceId: w.a.id, caseId: id, text: 'found', writtenBy: by, writtenByName: 'x' }).execute())
      await expect(note('owner', w.members.owner)).resolves.toBeDefined()
      await expect(note('owner', w.members.desk)).rejects.toMatchObject({ code: '42501' })
      await expect(note('desk', w.members.desk)).rejects.toMatchObject({ code: '42501' })
      const seenBy = (name: 'owner' | 'desk') => transact('enamel_staff_read', as(name), async (db) => (await db.selectFrom('privacyNote').select('text').where('caseId', '=', id).execute()).length)
      expect([await seenBy('owner'), await seenBy('desk')]).toEqual([1, 0])
      await expect(transact('enamel_staff_write', as('owner'), (db) => db.updateTable('privacyNote').set({ text: 'y' }).execute())).rejects.toMatchObject({ code: '42501' })
      await transact('enamel_staff_write', as('owner'), (db) => db.updateTable('privacyCase').set({ closedAt: new Date(), closedBy: w.members.owner, closedByName: 'x' }).where('id', '=', id).execute())
      await expect(note('owner', w.members.owner), 'nothing is added to a closed one').rejects.toMatchObject({ code: '42501' })
    })
  })

  test('what a patient sent is hers to see, and in another chart nobody’s until it is back', async () => {
    const id = await paper(w.a.id, w.patients.anna, 'sent and moved', 'insurance', { uploaded_by: w.hats.anna, uploaded_by_patient: true })
    const move = (to: string | null) => transact('enamel_staff_write', staffOf(w.a.id, w.members.owner, w.people.owner), (db) =>
      db.updateTable('document').set({ patientId: to, filedAt: null, filedBy: null }).where('id', '=', id).execute())
    const sees = (hat: string, person: string) => transact('enamel_patient_read', staffOf(w.a.id, hat, person), async (db) =>
      (await db.selectFrom('document').select('id').where('id', '=', id).execute()).length === 1)
    expect([await sees(w.hats.anna, w.people.anna), await sees(w.hats.ben, w.people.ben)]).toEqual([true, false])
    await move(w.patients.ben)
    expect([await sees(w.hats.anna, w.people.anna), await sees(w.hats.ben, w.people.ben)]).toEqual([false, false])
    await move(null)
    expect([await sees(w.hats.anna, w.people.anna), await sees(w.hats.ben, w.people.ben)]).toEqual([false, false])
    await move(w.patients.anna)
    expect([await sees(w.hats.anna, w.people.anna), await sees(w.hats.ben, w.people.ben)]).toEqual([true, false])
  })

  test('an index of old documents is the owner’s to bring in, and to change the owner’s or the privacy officer’s; nobody’s outside', async () => {
    const [owner, desk] = [staffOf(w.a.id, w.members.owner, w.people.owner), staffOf(w.a.id, w.members.desk, w.people.desk)]
    const refused = { code: '42501' }
    const begin = (as: Settings, practice = w.a.id) => transact('enamel_staff_write', as, (db) => db.insertInto('importBatch')
      .values({ practiceId: practice, startedBy: w.members.owner, startedByName: 'x' }).returning('id').executeTakeFirstOrThrow())
    const { id: batch } = await begin(owner)
    await expect(begin(desk)).rejects.toMatchObject(refused)
    await expect(begin(owner, w.b.id)).rejects.toMatchObject(refused)
    const add = (as: Settings) => transact('enamel_staff_write', as, (db) => db.insertInto('importRow').values({ practiceId: w.a.id, batchId: batch, line: 2 }).execute())
    await expect(add(desk)).rejects.toMatchObject(refused)
    await add(owner)
    const open = async (as: Settings) => Number((await transact('enamel_staff_write', as, (db) => db.updateTable('importRow').set({ reason: 'x' }).where('batchId', '=', batch).executeTakeFirst())).numUpdatedRows)
    expect([await open(desk), await open(owner)]).toEqual([0, 1])
    await w.put('membership_role', { practice_id: w.a.id, membership_id: w.members.hygienist, role: 'privacy_officer' })
    const officer = staffOf(w.a.id, w.members.hygienist, w.people.hygienist)
    expect(await open(officer)).toBe(1)
    await expect(begin(officer)).rejects.toMatchObject(refused)
    const come = (as: Settings, by: string, importId: string | null) => transact('enamel_staff_write', as, (db) => db.insertInto('document')
      .values({ practiceId: w.a.id, patientId: w.patients.anna, title: '', uploadedBy: by, uploadedByName: 'x', importId }).execute())
    await come(desk, w.members.desk, null)
    await expect(come(desk, w.members.desk, batch)).rejects.toMatchObject(refused)
    await come(owner, w.members.owner, batch)
    const forget = async (as: Settings) => Number((await transact('enamel_staff_write', as, (db) => db.deleteFrom('importRow').where('batchId', '=', batch).executeTakeFirst())).numDeletedRows)
    expect([await forget(desk), await forget(officer), await forget(owner)]).toEqual([0, 0, 1])
    for (const role of ['enamel_patient_read', 'enamel_patient_write'] as const)
      for (const table of ['import_batch', 'import_row']) expect(await seen(role, { practice: w.a.id, hat: w.hats.anna, person: w.people.anna, session: sessions[w.people.anna] ?? '' }, table)).toBeNull()
    await w.database.asSuperuser(`update membership_role set until_at = now(), ended_why = 'x' where membership_id = $1 and role = 'privacy_officer'`, [w.members.hygienist])
  })

  test('a closed interval stays closed, and an audit event as it is', async () => {
    const mine = staffOf(w.a.id, w.members.owner, w.people.owner)
    const reopen = transact('enamel_staff_write', mine, (db) => db.updateTable('release').set({ untilAt: null, endedWhy: null })
      .where('practiceId', '=', w.a.id).where('documentId', '=', w.documents.annaWithdrawn.id).execute())
    await expect(reopen).rejects.toMatchObject({ code: '23001' })
    await expect(transact('enamel_staff_write', mine, (db) => db.updateTable('auditEvent').set({ actorName: 'nobody' }).execute())).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_staff_write', mine, (db) => db.deleteFrom('auditEvent').execute())).rejects.toMatchObject({ code: '42501' })
    await expect(transact('enamel_staff_write', mine, (db) => db.insertInto('auditEvent')
      .values({ practiceId: w.a.id, actorKind: 'staff', actorName: 'forged', operation: 'x', decision: 'allow', policyVersion: '1' }).execute())).rejects.toMatchObject({ code: '42501' })
  })
})

describe('sending', () => {
  const as = (hat: 'anna' | 'ben' | 'parent') => staffOf(w.a.id, w.hats[hat], w.people[hat])
  const row = (over: object = {}) => ({
    practiceId: w.a.id, id: randomUUID(), patientId: w.patients.anna, title: '', uploadedBy: w.hats.anna, uploadedByName: 'Anna', uploadedByPatient: true, sentAs: 'paper', sentNote: '', ...over,
  })
  const version = (document: string, over: object = {}) => ({
    practiceId: w.a.id, documentId: document, version: 1, fileName: 'x.pdf', storageKey: randomUUID(), keyVersion: 1, wrappedDek: Buffer.alloc(40), declaredSize: 10, ...over,
  })
  const put = (settings: Settings, over: object = {}) => transact('enamel_patient_write', settings, async (db) => {
    const made = row(over)
    await db.insertInto('document').values(made).execute()
    return made.id
  })
  const putVersion = (settings: Settings, document: string, over: object = {}) =>
    transact('enamel_patient_write', settings, (db) => db.insertInto('documentVersion').values(version(document, over)).execute())

  test('a patient sends into her own record, in her own name, unfiled, and nothing else', async () => {
    const id = await put(as('anna'))
    await putVersion(as('anna'), id)
    const wrong: Record<string, object> = {
      'to another patient': { patientId: w.patients.ben }, 'to another practice': { practiceId: w.b.id, patientId: w.patients.berta }, 'in another’s name': { uploadedBy: w.hats.parent },
      'as if the office had': { uploadedByPatient: false }, 'with a title': { title: 'A letter' }, 'as nothing': { sentAs: null }, 'to nobody': { patientId: null },
    }
    for (const [what, over] of Object.entries(wrong)) await expect(put(as('anna'), over), what).rejects.toMatchObject({ code: '42501' })
    for (const column of ['filedAt', 'category', 'takenOn', 'reviewedAt', 'currentVersion'])
      await expect(put(as('anna'), { [column]: column === 'category' ? 'letter' : column === 'currentVersion' ? 2 : new Date() }), column).rejects.toMatchObject({ code: '42501' })
  })

  test('a version goes to what she sent herself, once, while it is not filed', async () => {
    const id = await put(as('anna'))
    await expect(putVersion(as('ben'), id), 'another patient').rejects.toMatchObject({ code: '42501' })
    await expect(putVersion(as('parent'), id), 'another hat of the record').rejects.toMatchObject({ code: '42501' })
    await expect(putVersion(as('anna'), id, { version: 2 }), 'a correction').rejects.toMatchObject({ code: '42501' })
    await expect(putVersion(as('anna'), w.documents.annaUnfiled.id, { version: 1 }), 'the office’s').rejects.toMatchObject({ code: '42501' })
    await putVersion(as('anna'), id)
    const change = (settings: Settings, document: string) => transact('enamel_patient_write', settings, async (db) =>
      (await db.updateTable('documentVersion').set({ state: 'expired', failure: 'x' }).where('documentId', '=', document).returning('documentId').execute()).length)
    expect(await change(as('ben'), id)).toBe(0)
    expect(await change(as('parent'), id)).toBe(0)
    expect(await change(as('anna'), w.documents.annaReleased.id)).toBe(0)
    expect(await change(as('anna'), id)).toBe(1)
    // Over is over, and what has been filed is the office's.
    expect(await change(as('anna'), id)).toBe(0)
    const filed = await put(as('anna'))
    await putVersion(as('anna'), filed)
    await w.database.asSuperuser(`update document set filed_at = now(), category = 'letter', title = 'x', taken_on = '2026-01-01' where id = $1`, [filed])
    expect(await change(as('anna'), filed)).toBe(0)
  })

  test('what she sent she takes back, and nobody else does, nor once it is filed', async () => {
    const back = (settings: Settings, document: string) => transact('enamel_patient_write', settings, async (db) =>
      (await sql<{ done: boolean }>`select access.take_back(${document}) as done`.execute(db)).rows[0]?.done)
    const id = await put(as('anna'))
    for (const settings of [as('ben'), as('parent'), {}, staffOf(w.a.id, w.hats.anna, w.people.ben)]) expect(await back(settings, id)).toBe(false)
    for (const document of [w.documents.annaReleased.id, w.documents.annaUnfiled.id, w.documents.benReleased.id]) expect(await back(as('anna'), document)).toBe(false)
    const filed = await put(as('anna'))
    await w.database.asSuperuser(`update document set filed_at = now(), category = 'letter', title = 'x', taken_on = '2026-01-01' where id = $1`, [filed])
    expect(await back(as('anna'), filed)).toBe(false)
    expect(await back(as('anna'), id)).toBe(true)
    expect(await back(as('anna'), id)).toBe(false)
  })

  test('the parts of an upload are the sight of its sender alone', async () => {
    const id = await put(as('anna'))
    await putVersion(as('anna'), id)
    await transact('enamel_patient_write', as('anna'), (db) => db.insertInto('uploadPart').values({ practiceId: w.a.id, documentId: id, version: 1, turn: 1, startsAt: 0, storageKey: 'p', wholeKey: 'q' }).execute())
    const parts = (role: Role, settings: Settings) => transact(role, settings, async (db) => (await db.selectFrom('uploadPart').select('documentId').where('documentId', '=', id).execute()).length)
    expect(await parts('enamel_patient_read', as('anna'))).toBe(1)
    expect(await parts('enamel_patient_read', as('parent'))).toBe(0)
    expect(await parts('enamel_patient_read', as('ben'))).toBe(0)
    expect(await parts('enamel_staff_read', staffOf(w.a.id, w.members.owner, w.people.owner))).toBe(0)
    await expect(transact('enamel_patient_write', as('ben'), (db) => db.insertInto('uploadPart').values({ practiceId: w.a.id, documentId: id, version: 1, turn: 2, startsAt: 0, storageKey: 'p', wholeKey: 'q' }).execute())).rejects.toMatchObject({ code: '42501' })
  })

  test('a file that has arrived stays where it is', async () => {
    const owner = staffOf(w.a.id, w.members.owner, w.people.owner)
    const move = (document: string) => transact('enamel_staff_write', owner, (db) => db.updateTable('documentVersion').set({ storageKey: 'elsewhere' }).where('documentId', '=', document).execute())
    await expect(move(w.documents.annaReleased.id)).rejects.toMatchObject({ code: '23001' })
    const id = await put(as('anna'))
    await putVersion(as('anna'), id)
    await expect(move(id)).resolves.toBeDefined()
  })
})
