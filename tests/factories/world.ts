import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetEnv } from '@/lib/platform/env'
import { prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { newStorageKey } from '@/lib/platform/storage/store'
import { receive } from '@/lib/vault/intake'
import { newFileKey, newPracticeKey, type WrappedPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import type { Cluster } from '../setup/cluster'
import { freshDatabase, type Database } from '../setup/database'
import { smallPdf } from './small-pdf'

/**
 * A small world for tests: two practices, and for every wall somebody on each side of it. Laid out by a superuser, so
 * that every row a denial test asks for is known to exist. `files`: a document's own bytes by its title, where it matters.
 * `cluster`: a PostgreSQL of the test's own.
 */
export async function world(files: Readonly<Record<string, Buffer>> = {}, cluster?: Cluster) {
  const store = await mkdtemp(join(tmpdir(), 'enamel-store-'))
  process.env.ENAMEL_STORE_DIR = store
  const database = await freshDatabase(cluster)
  forgetEnv()
  await prepareLocalDisk(store)
  const put = inserter(database)

  const [a, b] = await Promise.all([makePractice(put, 'Alder Dental'), makePractice(put, 'Birch Dental')])
  const names = ['owner', 'desk', 'hygienist', 'billing', 'former', 'dentistB', 'anna', 'ben', 'berta', 'parent', 'formerParent', 'nobody'] as const
  const people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await put('identity.person', {
    email: `${name}@alder.example`, email_key: `${name.toLowerCase()}@alder.example`, display_name: name, epoch: 1,
  })] as const))) as Record<(typeof names)[number], string>

  const member = async (practice: Practice, person: string, name: string, roles: string[], ended = false) => {
    const over = ended ? { until_at: new Date(), ended_why: 'left' } : {}
    const id = await put('membership', { practice_id: practice.id, person_id: person, display_name: name, ...over })
    for (const role of roles) await put('membership_role', { practice_id: practice.id, membership_id: id, role, ...over })
    return id
  }
  const members = {
    owner: await member(a, people.owner, 'Dr. Olive Owner', ['owner', 'dentist']),
    desk: await member(a, people.desk, 'Dana Desk', ['front_desk']),
    hygienist: await member(a, people.hygienist, 'Hal Hygienist', ['hygienist']),
    billing: await member(a, people.billing, 'Bill Billing', ['billing']),
    former: await member(a, people.former, 'Fay Former', ['front_desk'], true),
    dentistB: await member(b, people.dentistB, 'Dr. Bo Birch', ['owner', 'dentist']),
  }

  const patient = (practice: Practice, given: string, chart: string) => put('patient', {
    practice_id: practice.id, chart_number: chart, given_name: given, family_name: 'Stone', birth_date: '1990-04-01',
    email: `${given.toLowerCase()}@mail.example`, staff_note: `staff-note-of-${given}`, sort_key: `stone ${given.toLowerCase()}`,
  })
  const patients = { anna: await patient(a, 'Anna', 'A-1'), ben: await patient(a, 'Ben', 'A-2'), berta: await patient(b, 'Berta', 'B-1') }

  const access = (practice: Practice, of: string, person: string, relation: string, ended = false) => put('portal_access', {
    practice_id: practice.id, patient_id: of, person_id: person, relation, display_name: `${relation} hat`,
    ...(ended ? { until_at: new Date(), ended_why: 'over' } : {}),
  })
  const hats = {
    anna: await access(a, patients.anna, people.anna, 'self'),
    ben: await access(a, patients.ben, people.ben, 'self'),
    berta: await access(b, patients.berta, people.berta, 'self'),
    parent: await access(a, patients.anna, people.parent, 'parent'),
    formerParent: await access(a, patients.anna, people.formerParent, 'parent', true),
  }

  const document = (practice: Practice, of: string | null, by: string, title: string, filed = true) =>
    makeDocument(put, practice, of, by, title, filed, files[title])
  const documents = {
    annaReleased: await document(a, patients.anna, members.desk, 'anna-released'),
    annaHeld: await document(a, patients.anna, members.desk, 'anna-held'),
    annaExpired: await document(a, patients.anna, members.desk, 'anna-expired'),
    annaWithdrawn: await document(a, patients.anna, members.desk, 'anna-withdrawn'),
    annaUnfiled: await document(a, patients.anna, members.desk, 'anna-unfiled', false),
    benReleased: await document(a, patients.ben, members.desk, 'ben-released'),
    bertaReleased: await document(b, patients.berta, members.dentistB, 'berta-released'),
  }
  const release = (practice: Practice, of: string, id: string, more: object = {}) => put('release', {
    practice_id: practice.id, document_id: id, patient_id: of, released_by_name: 'Dana Desk', from_at: new Date(Date.now() - 86_400_000), ...more,
  })
  await release(a, patients.anna, documents.annaReleased.id)
  await release(a, patients.anna, documents.annaExpired.id, { expires_at: new Date(Date.now() - 3_600_000) })
  await release(a, patients.anna, documents.annaWithdrawn.id, { until_at: new Date(), ended_why: 'withdrawn' })
  await release(a, patients.ben, documents.benReleased.id)
  await release(b, patients.berta, documents.bertaReleased.id)

  /** A session row and its token, as after a sign-in. */
  async function session(person: string, more: { assurance?: 1 | 2; method?: string; locked?: boolean; steppedUp?: boolean; expiresAt?: Date } = {}) {
    const token = randomBytes(32).toString('base64url')
    const id = await put('identity.session', {
      token_hash: createHash('sha256').update(token).digest(), person_id: person, person_epoch: 1, assurance: more.assurance ?? 2,
      method: more.method ?? 'test', expires_at: more.expiresAt ?? new Date(Date.now() + 3_600_000),
      ...(more.locked ? { locked_at: new Date() } : {}),
      ...(more.steppedUp ? { step_up_until: new Date(Date.now() + 600_000) } : {}),
    })
    return { id, token }
  }

  return { database, put, store, a, b, people, members, patients, hats, documents, session, release }
}

export type World = Awaited<ReturnType<typeof world>>
type Put = ReturnType<typeof inserter>
type Practice = { id: string; key: WrappedPracticeKey }

/** Inserts one row as superuser and gives its id. Column names come from the test's own source. */
function inserter(database: Database) {
  return async (table: string, row: Record<string, unknown>): Promise<string> => {
    const columns = Object.keys(row)
    const id = ['practice', 'practice_key', 'patient_key', 'document_version', 'document_rendition'].includes(table) ? 'practice_id' : 'id'
    const [made] = await database.asSuperuser<{ id: string }>(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')}) returning ${id} as id`,
      Object.values(row))
    if (!made) throw new Error(`nothing inserted into ${table}`)
    return made.id
  }
}

async function makePractice(put: Put, name: string): Promise<Practice> {
  const id = await put('practice', { name, time_zone: 'America/Chicago', phone: '555-0100' })
  const key = newPracticeKey(vault().root, id, 1)
  await put('practice_key', { practice_id: id, version: 1, root_kid: key.rootKid, wrapped: Buffer.from(key.wrapped) })
  return { id, key }
}

/** A document with a real file in the store; the file's text holds the document's title, which is its canary. */
async function makeDocument(put: Put, practice: Practice, patient: string | null, by: string, title: string, filed: boolean, bytes = smallPdf(`canary ${title}`)) {
  const id = randomUUID()
  const of = { practice: practice.id, document: id, version: 1, variant: 'orig' }
  const { dek, wrapped } = vault().keys.use(practice.key, (key) => newFileKey(key, of, 1))
  const storageKey = newStorageKey()
  const result = await receive({
    bytes: (async function* () { yield bytes })(), declared: { size: bytes.length, type: 'application/pdf', name: null, sha256: null },
    maxBytes: 1_000_000, dek, of, store: vault().store, storageKey,
  })
  if (!result.ok) throw new Error(result.reason)
  await put('document', {
    practice_id: practice.id, id, patient_id: patient, uploaded_by: by, uploaded_by_name: 'Dana Desk',
    ...(filed ? { category: 'letter', title, taken_on: '2026-03-04', filed_at: new Date(), filed_by: by } : {}),
  })
  await put('document_version', {
    practice_id: practice.id, document_id: id, version: 1, state: 'ready', file_name: `${title}.pdf`, content_type: result.type,
    byte_size: result.size, sha256: result.sha256, storage_key: storageKey, key_version: 1, wrapped_dek: Buffer.from(wrapped),
    commitment: result.commitment, ready_at: new Date(),
  })
  return { id, bytes, storageKey, title }
}
