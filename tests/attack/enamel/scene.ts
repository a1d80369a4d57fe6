import { createHash, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { smallPdf } from '../../factories/small-pdf'
import { Client } from '../engine/client'
import { layFolders, type Folders } from './folders'
import { layGuests, type Guests } from './guests'

/** An installation to attack, as the test set-up and a running demo describe themselves. */
export type Installation = { origin: string; ca?: string; superuserUrl: string; storeDir: string }

export type Sql = <Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>

type Office = { id: string; name: string }
export type Hat = { person: string; hat: string; cookie: string; session: string }
export type Paper = { id: string; title: string; fileName: string; patient: string; practice: string }

/**
 * People, records and papers of the attack's own, laid beside the story's, so that everything that is looked for has a
 * name that occurs nowhere else, and everything can be taken away again. Only two belong to the story: the member who
 * left and the patient whose access ended.
 */
export type Scene = {
  sql: Sql
  transaction: (work: (sql: Sql) => Promise<void>) => Promise<void>
  cookieName: string
  offices: { a: Office; b: Office }
  staff: Record<'owner' | 'desk' | 'billing' | 'idle' | 'ownerB' | 'memberB', Hat & { name: string }>
  portal: Record<'ann' | 'bea' | 'cora' | 'paul' | 'nora', Hat>
  /** Sessions of other kinds: what they are is in the name. */
  others: Record<'annElsewhere' | 'lockedOwner' | 'lockedAnn' | 'oneFactor' | 'ended' | 'endedAnn' | 'nobody' | 'formerMember' | 'formerPatient' | 'formerProxy' | 'formerNarrowed', Hat>
  patients: Record<'ann' | 'bea' | 'cora' | 'old' | 'oldB', { id: string; name: string; practice: string }>
  papers: Record<'released' | 'held' | 'withdrawn' | 'unfiled' | 'beas' | 'coras' | 'corasHeld' | 'corasUnfiled' | 'loose' | 'corasLoose' | 'card' | 'deleted' | 'corasDeleted' | 'unscanned' | 'corasUnscanned', Paper>
  /** Announced and not sent yet: by the owners, and by patients. */
  uploads: Record<'a' | 'b' | 'ann' | 'bea' | 'cora' | 'paul', string>
  things: Record<'alert' | 'alertB' | 'contact' | 'contactB' | 'invitation' | 'invitationB' | 'patientInvitation' | 'patientInvitationB' | 'helperInvitation' | 'helperInvitationB' | 'access' | 'accessB' | 'phone' | 'phoneB' | 'session' | 'sessionB' | 'seat' | 'seatB' | 'program' | 'programB' | 'hold' | 'holdB' | 'paperHold' | 'paperHoldB' | 'privacyCase' | 'privacyCaseB' | 'namedImport' | 'namedImportB' | 'comparedImport' | 'comparedImportB' | 'openImport' | 'openImportB', string>
  guests: Guests
  folders: Folders
  /** What the practices had set before anybody played, to be set again at the end. */
  standing: { table: string; rows: unknown[] }[]
  /** Every id made here: rows that name one of them are the scene's. */
  ids: string[]
  tag: string
  begun: Date
  close: () => Promise<void>
}

/** Lays the scene. @throws if the installation does not answer or holds no story */
export async function layScene(at: Installation): Promise<Scene> {
  const pool = new pg.Pool({ connectionString: at.superuserUrl, max: 3 })
  pool.on('error', () => {})
  const sql: Sql = async (text, values) => (await pool.query(text, values)).rows
  const transaction = async (work: (sql: Sql) => Promise<void>) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await work(async (text, values) => (await client.query(text, values)).rows)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
  try {
    return { ...(await lay(at, sql)), sql, transaction, close: () => pool.end() }
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function lay(at: Installation, sql: Sql): Promise<Omit<Scene, 'sql' | 'transaction' | 'close'>> {
  const begun = new Date()
  const tag = randomBytes(3).toString('hex')
  const cookieName = at.origin.startsWith('https:') ? '__Host-enamel-session' : 'enamel-session'
  const ids: string[] = []

  const put = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const columns = Object.keys(row)
    const made = await sql<{ id: string }>(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')}) returning id`,
      Object.values(row))
    const id = made[0]?.id ?? ''
    ids.push(id)
    return id
  }
  const session = async (person: string, more: Record<string, unknown> = {}) => {
    const token = randomBytes(32).toString('base64url')
    const [{ epoch } = { epoch: 1 }] = await sql<{ epoch: number }>('select epoch from identity.person where id = $1', [person])
    const id = await put('identity.session', {
      token_hash: createHash('sha256').update(token).digest(), person_id: person, person_epoch: epoch, assurance: 2, method: 'attack',
      device: 'an attack', expires_at: later(1), step_up_until: later(1 / 6), ...more,
    })
    return { session: id, cookie: token }
  }
  const person = (name: string) => {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}-${tag}-${ids.length}@attack.example`
    return put('identity.person', { display_name: `${name} ${tag}`, email, email_key: email })
  }

  const [a, b] = await sql<Office>(`select practice_id as id, name from practice order by created_at, name desc limit 2`)
  if (!a || !b) throw new Error('there is no story in this database')

  const standing = await Promise.all(['practice', 'release_rule', 'switch'].map(async (table) => ({
    table, rows: (await sql<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t where practice_id = any($1::uuid[])`, [[a.id, b.id]])).map(({ row }) => row),
  })))

  const member = async (office: Office, name: string, roles: string[]) => {
    const who = await person(name)
    const hat = await put('membership', { practice_id: office.id, person_id: who, display_name: `${name} ${tag}` })
    for (const role of roles) await put('membership_role', { practice_id: office.id, membership_id: hat, role })
    return { person: who, hat, name: `${name} ${tag}`, ...(await session(who)) }
  }
  const staff = {
    owner: await member(a, 'Olive Attackson', ['owner', 'dentist']),
    desk: await member(a, 'Desmond Attackson', ['front_desk']),
    billing: await member(a, 'Bill Attackson', ['billing']),
    // A member whose roles have all ended.
    idle: await member(a, 'Ida Attackson', []),
    ownerB: await member(b, 'Orla Attackson', ['owner', 'dentist']),
    memberB: await member(b, 'Mabel Attackson', ['billing']),
  }

  const patient = async (office: Office, given: string, more: Record<string, unknown> = {}) => ({
    practice: office.id, name: `${given} Quillfeather${tag}`,
    // First in every list, so that no page hides them.
    id: await put('patient', {
      practice_id: office.id, chart_number: `Z-${tag}-${given}`, given_name: given, family_name: `Quillfeather${tag}`, birth_date: '1990-04-01',
      sort_key: `  quillfeather${tag} ${given.toLowerCase()}`, staff_note: `Note-on-${given}-${tag}`, ...more,
    }),
  })
  const archived = { archived_at: new Date(), archived_why: 'moved away' }
  const patients = {
    ann: await patient(a, 'Annabel'), bea: await patient(a, 'Beatrix'), cora: await patient(b, 'Corabel'),
    old: await patient(a, 'Oldina', archived), oldB: await patient(b, 'Oldabel', archived),
  }

  for (const { id, practice } of Object.values(patients)) await sql('insert into patient_key (practice_id, key, patient_id) values ($1, $2, $3)', [practice, `n:quillfeather${tag}`, id])

  const access = async (of: keyof typeof patients, name: string, relation: string, more: Record<string, unknown> = {}) => {
    const who = await person(name)
    const hat = await put('portal_access', { practice_id: patients[of].practice, patient_id: patients[of].id, person_id: who, relation, display_name: `${name} ${tag}`, ...more })
    return { person: who, hat, ...(await session(who, { assurance: 1 })) }
  }
  const portal = {
    ann: await access('ann', 'Ann at home', 'self'), bea: await access('bea', 'Bea at home', 'self'), cora: await access('cora', 'Cora at home', 'self'),
    paul: await access('ann', 'Paul at home', 'parent'),
    // Acts for Ann, and sees of her record what is about insurance.
    nora: await access('ann', 'Nora at home', 'carer', { scope: 'categories', categories: ['insurance'] }),
  }
  const [brent, colette] = await Promise.all([storyMember(sql, a), storyPatient(sql, a)])
  const nobody = await person('Nobody at all')
  const others = {
    annElsewhere: { ...portal.ann, ...(await session(portal.ann.person, { assurance: 1 })) },
    lockedOwner: { ...staff.owner, ...(await session(staff.owner.person, { locked_at: new Date() })) },
    lockedAnn: { ...portal.ann, ...(await session(portal.ann.person, { assurance: 1, locked_at: new Date() })) },
    oneFactor: { ...staff.desk, ...(await session(staff.desk.person, { assurance: 1 })) },
    ended: { ...staff.owner, ...(await session(staff.owner.person, { ended_at: new Date(), ended_why: 'signed_out' })) },
    endedAnn: { ...portal.ann, ...(await session(portal.ann.person, { assurance: 1, expires_at: new Date(Date.now() - 1000) })) },
    nobody: { person: nobody, hat: randomUUID(), ...(await session(nobody)) },
    formerMember: { ...brent, ...(await session(brent.person)) },
    formerPatient: { ...colette, ...(await session(colette.person, { assurance: 1 })) },
    formerProxy: await access('ann', 'Former proxy', 'carer', { until_at: new Date(), ended_why: 'over' }),
    formerNarrowed: await access('ann', 'Former narrowed', 'helper', { scope: 'categories', categories: ['insurance'], until_at: new Date(), ended_why: 'over' }),
  }

  const invitation = (office: Office, of: string | null, by?: string) => put('invitation', {
    practice_id: office.id, kind: of ? 'patient' : 'staff', channel: of ? 'counter' : 'mail', token_hash: randomBytes(32), display_name: `Invited ${tag}`, email: '',
    created_by_name: 'Olive', expires_at: later(24), ...(of ? { patient_id: of, relation: 'helper' } : { roles: ['billing'] }),
    ...(by ? { by_patient: true, created_by: by, code_hash: randomBytes(32) } : {}),
  })
  const phone = (who: string) => put('identity.phone', { person_id: who, token_hash: randomBytes(32), label: `A phone ${tag}`, expires_at: later(24) })
  const alert = (office: Office, of: string) => put('patient_alert', { practice_id: office.id, patient_id: of, kind: 'allergy', text: `Latex ${tag}` })
  const contact = (office: Office, of: string) => put('patient_contact', { practice_id: office.id, patient_id: of, kind: 'other', name: `Neighbour ${tag}` })
  const seat = (office: Office, by: string) => put('workstation', { practice_id: office.id, name: `Desk ${tag}`, token_hash: randomBytes(32), enrolled_by: by })
  const program = async (office: Office, by: string) => put('folder_program', {
    practice_id: office.id, workstation_id: await seat(office, by), name: `Scanner ${tag}`, token_hash: randomBytes(32), made_by: by, made_by_name: 'Olive',
  })
  const hold = (of: { practice: string; id: string }, by: Hat & { name: string }) =>
    put('legal_hold', { practice_id: of.practice, patient_id: of.id, why: `A case ${tag}`, placed_by: by.hat, placed_by_name: by.name })
  const carer = async (of: keyof typeof patients) => (await access(of, 'Carer at home', 'carer')).hat
  const things = {
    alert: await alert(a, patients.ann.id), alertB: await alert(b, patients.cora.id),
    contact: await contact(a, patients.ann.id), contactB: await contact(b, patients.cora.id),
    invitation: await invitation(a, null), invitationB: await invitation(b, null),
    patientInvitation: await invitation(a, patients.ann.id), patientInvitationB: await invitation(b, patients.cora.id),
    helperInvitation: await invitation(a, patients.ann.id, portal.ann.hat), helperInvitationB: await invitation(b, patients.cora.id, portal.cora.hat),
    access: await carer('ann'), accessB: await carer('cora'),
    phone: await phone(staff.owner.person), phoneB: await phone(staff.ownerB.person),
    session: (await session(staff.owner.person)).session, sessionB: (await session(staff.ownerB.person)).session,
    seat: await seat(a, staff.owner.hat), seatB: await seat(b, staff.ownerB.hat),
    program: await program(a, staff.owner.hat), programB: await program(b, staff.ownerB.hat),
    hold: await hold(patients.old, staff.owner), holdB: await hold(patients.oldB, staff.ownerB),
  }

  const client = clientOf(at)
  const paper = async (by: Hat, of: { id: string; practice: string }, name: string, filed = true): Promise<Paper> => {
    const title = `Canary-${name}-${tag}`
    const fileName = `${title}.pdf`
    const answer = await client.send({
      method: 'POST', url: `/v1/u/${of.practice}?patient=${of.id}&name=${fileName}`, body: smallPdf(`text of ${title}`),
      headers: { 'content-type': 'application/pdf', cookie: `${cookieName}=${by.cookie}`, origin: at.origin, 'sec-fetch-site': 'same-origin' },
    })
    if (answer.status !== 201) throw new Error(`a paper cannot be laid down: ${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`)
    const { document: id } = JSON.parse(answer.body.toString('utf8')) as { document: string }
    ids.push(id)
    if (filed) await sql(`update document set category = 'other', title = $2, taken_on = '2026-03-04', filed_at = now(), filed_by = $3 where id = $1`, [id, title, by.hat])
    return { id, title, fileName, patient: of.id, practice: of.practice }
  }
  /** One that a virus scanner could not look through. */
  const unscanned = async (by: Hat, of: { id: string; practice: string }, name: string): Promise<Paper> => {
    const made = await paper(by, of, name, false)
    await sql(`update document_version set state = 'held', ready_at = null, failure = 'scan_too_large' where document_id = $1`, [made.id])
    return made
  }
  /** A file that is announced and has not come yet. */
  const announced = async (by: Pick<Hat, 'cookie'>, path: string, about: object) => {
    const answer = await client.send({
      method: 'POST', url: path, body: Buffer.from(JSON.stringify({ fileName: `announced-${tag}.pdf`, type: 'application/pdf', size: inParts(tag).length, ...about })),
      headers: { 'content-type': 'application/json', cookie: `${cookieName}=${by.cookie}`, origin: at.origin, 'sec-fetch-site': 'same-origin' },
    })
    if (answer.status !== 201) throw new Error(`an upload cannot be begun: ${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`)
    const { document } = JSON.parse(answer.body.toString('utf8')) as { document: string }
    ids.push(document)
    return document
  }
  const release = (of: Paper, more: Record<string, unknown> = {}) =>
    put('release', { practice_id: of.practice, document_id: of.id, patient_id: of.patient, released_by_name: 'Olive', from_at: new Date(Date.now() - 86_400_000), ...more })
  try {
    const papers = {
      released: await paper(staff.owner, patients.ann, 'released'), held: await paper(staff.owner, patients.ann, 'held'),
      withdrawn: await paper(staff.owner, patients.ann, 'withdrawn'), unfiled: await paper(staff.owner, patients.ann, 'unfiled', false),
      beas: await paper(staff.owner, patients.bea, 'beas'), coras: await paper(staff.ownerB, patients.cora, 'coras'),
      corasHeld: await paper(staff.ownerB, patients.cora, 'coras-held'), corasUnfiled: await paper(staff.ownerB, patients.cora, 'coras-unfiled', false),
      loose: await paper(staff.owner, patients.ann, 'loose', false), corasLoose: await paper(staff.ownerB, patients.cora, 'coras-loose', false), card: await paper(staff.owner, patients.ann, 'card'),
      deleted: await paper(staff.owner, patients.ann, 'deleted'), corasDeleted: await paper(staff.ownerB, patients.cora, 'coras-deleted'),
      unscanned: await unscanned(staff.owner, patients.ann, 'unscanned'), corasUnscanned: await unscanned(staff.ownerB, patients.cora, 'coras-unscanned'),
    }
    const sending = (who: keyof typeof portal) => announced(portal[who], `/v1/s/${portal[who].hat}`, { as: 'paper', note: '' })
    // In nobody's chart yet: whoever they are put to, something changes.
    await sql('update document set patient_id = null where id = any($1::uuid[])', [[papers.loose.id, papers.corasLoose.id]])
    const uploads = {
      a: await announced(staff.owner, `/v1/u/${a.id}`, { patient: patients.ann.id }), b: await announced(staff.ownerB, `/v1/u/${b.id}`, { patient: patients.cora.id }),
      ann: await sending('ann'), bea: await sending('bea'), cora: await sending('cora'), paul: await sending('paul'),
    }
    for (const [of, by] of [[papers.deleted, staff.owner], [papers.corasDeleted, staff.ownerB]] as const) {
      await sql(`update document set deleted_at = now(), deleted_why = 'twice', deleted_by = $2, deleted_by_name = $3 where id = $1`, [of.id, by.hat, by.name])
      await put('destruction', { practice_id: of.practice, document_id: of.id, cause: 'deletion', why: 'twice', ordered_by: by.hat, ordered_by_name: by.name })
    }
    await sql(`update document set category = 'insurance' where id = $1`, [papers.card.id])
    await release(papers.card)
    await release(papers.released)
    await release(papers.withdrawn, { until_at: new Date(), ended_why: 'withdrawn' })
    await release(papers.beas)
    await release(papers.coras)
    const privacyCase = (of: Paper, wrong: string, by: Hat) => put('privacy_case', {
      practice_id: of.practice, kind: 'wrong_patient', document_id: of.id, patient_id: wrong, right_patient_id: of.patient, title: `Canary-case-${of.title}`, shown: true,
      stood_from: new Date(Date.now() - 86_400_000), why: `Mixed up ${tag}`, opened_at: new Date(Date.now() - 3_600_000), opened_by: by.hat, opened_by_name: 'Olive',
    })
    const paperHold = (of: Paper, by: Hat & { name: string }) =>
      put('legal_hold', { practice_id: of.practice, document_id: of.id, why: `A case ${tag}`, placed_by: by.hat, placed_by_name: by.name })
    const cases = { paperHold: await paperHold(papers.held, staff.owner), paperHoldB: await paperHold(papers.corasHeld, staff.ownerB), privacyCase: await privacyCase(papers.held, patients.bea.id, staff.owner), privacyCaseB: await privacyCase(papers.corasHeld, patients.oldB.id, staff.ownerB) }
    /** An index of two rows at some step: one whose file is awaited, one that came in by it. */
    const imported = async (of: Paper, by: Hat & { name: string }, state: 'mapping' | 'checked' | 'open') => {
      const batch = await put('import_batch', { practice_id: of.practice, file_name: `Canary-index-${of.title}.csv`, state, columns: ['file', 'chart', 'last', 'first', 'born', 'date'], row_count: 2, started_by: by.hat, started_by_name: by.name })
      await sql(`insert into import_row (practice_id, batch_id, line, path, path_key, patient_id, category, title, taken_on, state, document_id)
        select $1, $2, line, line || '.pdf', line || '.pdf', $3, 'letter', $4, '2020-01-01', case when line = 2 then 'clean' else 'filed' end, case when line = 3 then $5::uuid end
          from generate_series(2, $6) line`, [of.practice, batch, of.patient, of.title, of.id, state === 'open' ? 3 : 2])
      return batch
    }
    const imports = {
      namedImport: await imported(papers.held, staff.owner, 'mapping'), namedImportB: await imported(papers.corasHeld, staff.ownerB, 'mapping'),
      comparedImport: await imported(papers.held, staff.owner, 'checked'), comparedImportB: await imported(papers.corasHeld, staff.ownerB, 'checked'),
      openImport: await imported(papers.held, staff.owner, 'open'), openImportB: await imported(papers.corasHeld, staff.ownerB, 'open'),
    }
    const guests = await layGuests(put, sql, { papers, patients, staff })
    const folders = await layFolders(put, sql, client, { offices: { a, b }, staff, tag, ids })
    return { cookieName, guests, folders, offices: { a, b }, staff, portal, others, patients, papers, things: { ...things, ...cases, ...imports }, uploads, standing, ids, tag, begun }
  } finally {
    client.close()
  }
}

/** The whole of what the scene's announced uploads bring. */
export const inParts = (tag: string) => smallPdf(`in parts ${tag}`)

export const clientOf = (at: Installation) => new Client({ base: at.origin, ...(at.ca ? { ca: at.ca } : {}) })

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000)

/** Somebody of the story who no longer works there. */
async function storyMember(sql: Sql, office: Office) {
  const [row] = await sql<{ person: string; hat: string }>(`select person_id as person, id as hat from membership where practice_id = $1 and until_at is not null limit 1`, [office.id])
  if (!row) throw new Error('the story knows no former member')
  return row
}

/** Somebody of the story whose access to her own record has ended. */
async function storyPatient(sql: Sql, office: Office) {
  const [row] = await sql<{ person: string; hat: string }>(`
    select person_id as person, id as hat from portal_access a where practice_id = $1 and until_at is not null and relation = 'self'
       and not exists (select from portal_access b where b.person_id = a.person_id and b.until_at is null) limit 1`, [office.id])
  if (!row) throw new Error('the story knows no former patient account')
  return row
}
