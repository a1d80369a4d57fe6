import 'server-only'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { demoAccounts, otherAccounts } from '@/db/seed/accounts'
import { makeFile } from '@/db/seed/files/make-file'
import { oldPapers } from '@/db/seed/imports'
import { asScanned, kept, misdated } from '@/db/seed/kept'
import { folders } from '@/db/seed/folders'
import { ids, insertRows } from '@/db/seed/rows'
import { shares } from '@/db/seed/shares'
import { storeFiles, type StoredFile } from '@/db/seed/store-files'
import { story as tell } from '@/db/seed/story/story'
import { wrongRecord } from '@/db/seed/wrong-record'
import type { Story } from '@/db/seed/story/types'
import { policyVersion } from '@/lib/access/audit'
import { hashPassword } from '@/lib/auth/password'
import { patientKeys, sortKey } from '@/lib/patients/rules'
import { prepareLocalDisk } from '@/lib/platform/storage/local-disk'
import { env } from '@/lib/platform/env'
import { seal } from '@/lib/platform/seal'
import { newPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'

type Id = ReturnType<typeof ids>

/**
 * Writes the demo's story into an empty, migrated database and its files into the store, through the vault's own intake.
 * Row-level security is forced on owners too, so it is lifted for the owner inside this one transaction and stands again
 * before anybody else can see a row.
 */
export async function seed({ ownerUrl, progress = () => undefined }: { ownerUrl: string; progress?: (done: number, of: number) => void }): Promise<void> {
  const told = tell(new Date())
  const id = ids()
  await prepareLocalDisk(env().ENAMEL_STORE_DIR)
  const keys = new Map(told.practices.map(({ key }) => [key, newPracticeKey(vault().root, id('practice', key), 1)]))
  const wrong = misdated(told)
  const files = await storeFiles(told, id, keys, (document) => makeFile(document.key === wrong?.key ? asScanned(document) : document, told), progress)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await force(client, false)
    await people(client, told, id)
    await practices(client, told, id, keys)
    await patients(client, told, id)
    await documents(client, told, id, files)
    await kept(client, told, id, keys)
    await oldPapers(client, told, id, keys)
    await openings(client, told, id)
    await wrongRecord(client, told, id)
    await shares(client, told, id, new Date())
    await folders(client, told, id, keys)
    await force(client, true)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

async function force(client: pg.Client, on: boolean) {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relrowsecurity`)
  for (const { name } of rows) await client.query(`alter table ${name} ${on ? '' : 'no '}force row level security`)
}

/** Passwords and PINs are worked out a few at a time: lib/auth/password refuses more than it can queue. */
async function fourAtOnce<T, R>(list: readonly T[], make: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (let at = 0; at < list.length; at += 4) made.push(...await Promise.all(list.slice(at, at + 4).map(make)))
  return made
}

const everyAccount = [...demoAccounts, ...otherAccounts]

async function people(client: pg.Client, { people: list }: Story, id: Id) {
  const accounts = new Map(everyAccount.map((account) => [account.key, account]))
  const rows = await fourAtOnce(list, async ({ key, name, email, language, createdAt }) => {
    const account = accounts.get(key)
    return {
      id: id('person', key), email, email_key: email.trim().toLowerCase(), display_name: name, language, created_at: createdAt,
      password_hash: account ? await hashPassword(account.password) : null, password_set_at: account ? createdAt : null,
      credentials_fixed: true,
      // Without the columns' defaults, which jsonb_populate_recordset does not apply.
      epoch: 1, responder: false,
    }
  })
  await insertRows(client, 'identity.person', rows)
  await insertRows(client, 'identity.totp', everyAccount.flatMap(({ key, totpSecret }) => totpSecret
    ? [{ person_id: id('person', key), sealed_secret: seal('totp', id('person', key), totpSecret), last_step: 0, confirmed_at: new Date(), created_at: new Date() }]
    : []))
}

async function practices(client: pg.Client, told: Story, id: Id, keys: ReadonlyMap<string, { rootKid: number; wrapped: Uint8Array }>) {
  await insertRows(client, 'practice', told.practices.map((one) => ({
    practice_id: id('practice', one.key), name: one.name, time_zone: one.timeZone, phone: one.phone, email: one.email,
    address: one.address, idle_minutes: one.idleMinutes, majority_age: 18, epoch: 1, created_at: one.openedAt,
  })))
  await insertRows(client, 'practice_key', told.practices.map(({ key, openedAt }) => ({
    practice_id: id('practice', key), version: 1, root_kid: keys.get(key)?.rootKid, wrapped: keys.get(key)?.wrapped,
    state: 'active', created_at: openedAt,
  })))
  const member = (key: string | null) => (key ? id('membership', key) : null)
  await insertRows(client, 'membership', told.memberships.map((one) => ({
    practice_id: id('practice', one.practice), id: id('membership', one.key), person_id: id('person', one.person),
    display_name: one.displayName, from_at: one.from, until_at: one.until, given_by: member(one.givenBy), why: '',
    ended_by: member(one.endedBy), ended_why: one.endedWhy,
  })))
  await insertRows(client, 'membership_role', told.memberships.flatMap((one) => one.roles.map((role) => ({
    practice_id: id('practice', one.practice), id: id('role', `${one.key}/${role}`), membership_id: id('membership', one.key),
    role, from_at: one.from, until_at: one.until, given_by: member(one.givenBy), ended_by: member(one.endedBy), ended_why: one.endedWhy,
  }))))
  await insertRows(client, 'release_rule', told.releaseRules.map((one) => ({
    practice_id: id('practice', one.practice), id: id('rule', one.key), category: one.category, timing: one.timing,
    from_at: one.from, until_at: null, set_by: id('membership', one.setBy),
  })))
  // The story's computers are on nobody's desk: their tokens are drawn and forgotten. An owner enrols the reader's own.
  await insertRows(client, 'workstation', told.workstations.map((one) => ({
    practice_id: id('practice', one.practice), id: id('workstation', one.key), name: one.name, token_hash: randomBytes(32),
    enrolled_by: id('membership', one.enrolledBy), from_at: one.from,
  })))
  const pins = new Map(everyAccount.flatMap(({ key, workstationPin }) => (workstationPin ? [[key, workstationPin] as const] : [])))
  const withPin = told.memberships.filter((one) => one.until === null && pins.has(one.person))
  await insertRows(client, 'staff_pin', await fourAtOnce(withPin, async (one) => ({
    practice_id: id('practice', one.practice), membership_id: id('membership', one.key),
    pin_hash: await hashPassword(pins.get(one.person) ?? ''), tries: 0, set_at: told.today,
  })))
}

async function patients(client: pg.Client, told: Story, id: Id) {
  await insertRows(client, 'patient', told.patients.map((one) => ({
    practice_id: id('practice', one.practice), id: id('patient', one.key), chart_number: one.chartNumber,
    given_name: one.givenName, family_name: one.familyName, preferred_name: one.preferredName, birth_date: one.birthDate,
    email: one.email, phone: one.phone, address: one.address, language: one.language, staff_note: one.staffNote,
    sort_key: sortKey(one), version: 1, created_at: one.createdAt, created_by: id('membership', one.createdBy),
    updated_at: one.createdAt, archived_at: one.archived?.at ?? null,
    archived_by: one.archived ? id('membership', one.archived.by) : null, archived_why: one.archived?.why ?? null,
  })))
  await insertRows(client, 'patient_key', told.patients.flatMap((one) =>
    patientKeys(one).map((key) => ({ practice_id: id('practice', one.practice), key, patient_id: id('patient', one.key) }))))
  await insertRows(client, 'patient_contact', told.patients.flatMap((one) => one.contacts.map((contact, at) => ({
    practice_id: id('practice', one.practice), id: id('contact', `${one.key}/${at}`), patient_id: id('patient', one.key),
    ...contact, from_at: one.createdAt, until_at: null,
  }))))
  await insertRows(client, 'patient_alert', told.patients.flatMap((one) => one.alerts.map((alert, at) => ({
    practice_id: id('practice', one.practice), id: id('alert', `${one.key}/${at}`), patient_id: id('patient', one.key),
    kind: alert.kind, text: alert.text, severe: alert.severe, from_at: alert.from, given_by: id('membership', alert.givenBy),
    until_at: null, ended_by: null,
  }))))
  await insertRows(client, 'portal_access', told.portalAccesses.map((one) => ({
    practice_id: id('practice', one.practice), id: id('access', one.key), patient_id: id('patient', one.patient),
    person_id: id('person', one.person), relation: one.relation, display_name: one.displayName, from_at: one.from,
    expires_at: one.expiresAt, until_at: one.until, given_by: id('membership', one.givenBy), why: one.why,
    scope: one.scope, categories: one.categories, task: one.task, sees_others_uploads: !one.apart, ends_at_majority: one.endsAtMajority,
    evidence_kind: one.evidenceKind, evidence: one.evidence, by_order: false, given_by_patient: false,
    ended_by: one.endedBy ? id('membership', one.endedBy) : null, ended_why: one.endedWhy,
  })))
  await insertRows(client, 'appointment', told.appointments.map((one) => ({
    practice_id: id('practice', one.practice), id: id('appointment', one.key), patient_id: id('patient', one.patient),
    membership_id: id('membership', one.provider), operatory: one.operatory, starts_at: one.startsAt, ends_at: one.endsAt,
    reason: one.reason, status: one.status,
  })))
}

async function documents(client: pg.Client, told: Story, id: Id, files: ReadonlyMap<string, StoredFile>) {
  const nameOf = new Map(told.memberships.map(({ key, displayName }) => [key, displayName]))
  await insertRows(client, 'document', told.documents.map((one) => ({
    practice_id: id('practice', one.practice), id: id('document', one.key), patient_id: id('patient', one.patient),
    category: one.filed ? one.category : null, title: one.filed ? one.title : '', taken_on: one.filed ? one.takenOn : null,
    tooth: one.filed ? one.tooth : null, current_version: 1, uploaded_by: id('membership', one.uploadedBy),
    uploaded_by_name: nameOf.get(one.uploadedBy), uploaded_by_patient: false, created_at: one.uploadedAt,
    filed_at: one.filed?.at ?? null, filed_by: one.filed ? id('membership', one.filed.by) : null,
    reviewed_at: one.reviewed?.at ?? null, reviewed_by: one.reviewed ? id('membership', one.reviewed.by) : null,
  })))
  await insertRows(client, 'document_version', told.documents.map((one) => ({
    practice_id: id('practice', one.practice), document_id: id('document', one.key), version: 1, state: one.held ? 'held' : 'ready',
    ...files.get(one.key)?.columns, created_at: one.uploadedAt, ready_at: one.held ? null : one.uploadedAt, failure: one.held ?? null,
  })))
  const ruleOwner = new Map(told.releaseRules.map(({ key, setBy }) => [key, nameOf.get(setBy)]))
  await insertRows(client, 'release', told.documents.flatMap((one) => one.releases.map((release) => ({
    practice_id: id('practice', one.practice), id: id('release', release.key), document_id: id('document', one.key),
    patient_id: id('patient', one.patient), note: release.note, from_at: release.from, expires_at: release.expiresAt,
    until_at: release.ended?.at ?? null, released_by: release.by ? id('membership', release.by) : null,
    released_by_name: release.by ? nameOf.get(release.by) : `the rule of ${ruleOwner.get(release.rule ?? '')}`,
    rule_id: release.rule ? id('rule', release.rule) : null, ended_by: release.ended ? id('membership', release.ended.by) : null,
    ended_by_name: release.ended ? nameOf.get(release.ended.by) : null, ended_why: release.ended?.why ?? null,
  }))))
}

/** The year's access history. A refusal names what was asked for, never whose it is, as at run time. */
async function openings(client: pg.Client, told: Story, id: Id) {
  const members = new Map(told.memberships.map((one) => [one.key, one]))
  const accesses = new Map(told.portalAccesses.map((one) => [one.key, one]))
  const papers = new Map(told.documents.map((one) => [one.key, one]))
  await insertRows(client, 'audit_event', told.openings.map((one) => {
    const member = one.membership ? members.get(one.membership) : undefined
    const access = one.portalAccess ? accesses.get(one.portalAccess) : undefined
    const allowed = one.decision === 'allow'
    return {
      practice_id: id('practice', one.practice), at: one.at, id: id('event', one.key),
      actor_kind: member ? 'staff' : 'patient',
      hat_id: member ? id('membership', member.key) : access ? id('access', access.key) : null,
      person_id: member ? id('person', member.person) : access ? id('person', access.person) : null,
      actor_name: member?.displayName ?? access?.displayName ?? '', actor_roles: member?.roles ?? (access ? [access.relation] : []),
      session_id: null, request_id: null, operation: member ? 'documents.redeem' : 'portal.documents.redeem',
      decision: one.decision, reason: allowed ? '' : one.reason, policy_version: policyVersion,
      patient_id: allowed ? id('patient', papers.get(one.document)?.patient ?? '') : null,
      document_id: allowed ? id('document', one.document) : null, subject_id: allowed ? null : id('document', one.document),
      detail: {},
    }
  }))
}
