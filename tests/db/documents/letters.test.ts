import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { transact } from '@/db/transaction'
import { releaseDocument, reviewDocument } from '@/lib/documents/commands'
import { openLetter } from '@/lib/platform/letter'
import { office, type Office } from './papers'

let o: Office
beforeAll(async () => {
  o = await office()
})

/** A patient with a chart's address, and a way to give people access to her record. */
async function child(email = 'chart@mail.example', language = 'en') {
  const patient = await o.put('patient', {
    practice_id: o.a.id, chart_number: randomUUID().slice(0, 8), given_name: 'Kit', family_name: 'Kindred', birth_date: '2019-04-01', email, language, sort_key: 'kindred kit',
  })
  const reader = async (name: string, { at = `${name}@home.example` as string | null, language = 'en', ...access }: { at?: string | null; language?: string; expires_at?: Date; until_at?: Date; ended_why?: string; scope?: string; categories?: string[]; task?: string } = {}) => {
    const person = await o.put('identity.person', { email: at, email_key: at?.toLowerCase() ?? null, display_name: name, language })
    await o.put('portal_access', { practice_id: o.a.id, patient_id: patient, person_id: person, relation: 'parent', display_name: name, ...access })
  }
  return { patient, reader }
}

/** Releases a paper and gives the letters that this wrote. */
async function lettersOf(patient: string, by: 'release' | 'rule' = 'release') {
  const document = await o.paper(patient)
  await o.sql('delete from platform.outbox')
  if (by === 'release') await o.act(releaseDocument, o.here, { document, note: 'Kit has caries' }, o.browsers.desk)
  else {
    await o.rule('after_review')
    await o.act(reviewDocument, o.here, { document }, o.browsers.owner)
  }
  const rows = await o.sql<{ kind: string; sealed: Buffer }>('select kind, sealed from platform.outbox order by id')
  return rows.map(({ kind, sealed }) => openLetter(kind, sealed)).toSorted((a, b) => a.to.localeCompare(b.to))
}

const over = { until_at: new Date(), ended_why: 'over' }
const past = { expires_at: new Date(Date.now() - 60_000) }

test.for(['release', 'rule'] as const)('by a %s, everybody who may open it is told at the address of the account, in her language', async (by) => {
  const tag = by
  const { patient, reader } = await child()
  await reader(`mother-${tag}`, { at: `Mother-${tag}@home.example` })
  await reader(`padre-${tag}`, { language: 'es' })
  await reader(`former-${tag}`, over)
  await reader(`expired-${tag}`, past)
  await reader(`silent-${tag}`, { at: null })
  const letters = await lettersOf(patient, by)
  expect(letters.map(({ to }) => to)).toEqual([`Mother-${tag}@home.example`, `padre-${tag}@home.example`])
  expect(letters[0]).toMatchObject({ kind: 'document_released', subject: 'Something new for you at Alder Dental' })
  expect(letters[1]?.subject).toBe('Hay algo nuevo para usted en Alder Dental')
  for (const { subject, text } of letters) expect(`${subject} ${text}`).not.toMatch(/Kit|Kindred|caries|paper|letter\b|carta/i)
})

test('who may not see it is not told of it', async () => {
  const { patient, reader } = await child()
  await reader('whole')
  await reader('letters', { scope: 'categories', categories: ['letter'] })
  await reader('films', { scope: 'categories', categories: ['radiograph'] })
  await reader('errand', { scope: 'task', task: 'insurance_card' })
  const [paper] = await o.sql<{ category: string }>('select category from document where id = $1', [await o.paper(patient)])
  expect(paper?.category).toBe('letter')
  expect((await lettersOf(patient)).map(({ to }) => to)).toEqual(['letters@home.example', 'whole@home.example'])
})

test('an address that the chart has too hears once', async () => {
  const { patient, reader } = await child('once@home.example')
  await reader('once')
  expect((await lettersOf(patient)).map(({ to }) => to)).toEqual(['once@home.example'])
})

test('where no account has an address, the chart’s is told, in its language, and how to come in', async () => {
  const { patient, reader } = await child('chart@mail.example', 'es')
  const [first] = await lettersOf(patient)
  expect(first).toMatchObject({ to: 'chart@mail.example', subject: 'Hay algo nuevo para usted en Alder Dental' })
  expect(first?.text).toContain('invitación')
  await reader('silent', { at: null })
  await reader('late', past)
  expect((await lettersOf(patient)).map(({ to }) => to)).toEqual(['chart@mail.example'])
})

test('nobody is told without an address, nor through the chart whose access is over', async () => {
  expect(await lettersOf((await child('')).patient)).toEqual([])
  for (const [name, ended] of [['gone', over], ['late2', past]] as const) {
    const { patient, reader } = await child(` ${name}@Home.example `)
    await reader(name, ended)
    expect(await lettersOf(patient)).toEqual([])
  }
})

test('addresses are told for a release that this hat makes in this transaction, and for no other', async () => {
  const { patient, reader } = await child()
  await reader('key')
  const document = await o.paper(patient)
  const { id: session } = await o.session(o.people.desk)
  const desk = { practice: o.a.id, hat: o.members.desk, person: o.people.desk, session }
  const readers = (settings: typeof desk, release: string) => transact('enamel_staff_write', settings, async (db) =>
    (await sql<{ email: string }>`select email from access.release_readers(${release}, null)`.execute(db)).rows.map(({ email }) => email))
  const insert = (by: string) => transact('enamel_staff_write', desk, async (db) => {
    const { id } = await db.insertInto('release').values({ practiceId: o.a.id, documentId: document, patientId: patient, releasedBy: by, releasedByName: 'Dana Desk' })
      .returning('id').executeTakeFirstOrThrow()
    const { rows } = await sql<{ email: string }>`select email from access.release_readers(${id}, null)`.execute(db)
    await sql`update release set until_at = now(), ended_why = 'test' where id = ${id}`.execute(db)
    return { id, told: rows.map(({ email }) => email) }
  })
  expect((await insert(o.members.desk)).told).toEqual(['key@home.example'])
  expect((await insert(o.members.hygienist)).told, 'another’s').toEqual([])

  await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
  const [made] = await o.sql<{ id: string }>('select id from release where document_id = $1 and until_at is null', [document])
  expect(await readers(desk, made!.id), 'afterwards').toEqual([])
  for (const role of ['enamel_staff_read', 'enamel_patient_read', 'enamel_patient_write', 'enamel_identity', 'enamel_job', 'enamel_runtime'])
    expect(await o.sql('select has_function_privilege($1, $2, $3) as may', [role, 'access.release_readers(uuid, uuid)', 'execute']), role).toEqual([{ may: false }])
})
