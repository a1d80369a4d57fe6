import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/access/errors'
import type { AnyOperation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef } from '@/lib/access/principal'
import { workstationCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { fileDocument } from '@/lib/documents/commands'
import { listToFile, showDocument } from '@/lib/documents/queries'
import { moveUnfiled } from '@/lib/documents/to-file'
import { readHistory } from '@/lib/history/queries'
import { endFolder, makeFolder as makeCredential } from '@/lib/folders/commands'
import { listFolders } from '@/lib/folders/queries'
import type { FolderItem, MadeFolder } from '@/lib/folders/schema'
import { listMyDocuments } from '@/lib/portal/queries'
import { leaveChart } from '@/lib/workstations/commands'
import { noteOpenChart } from '@/lib/workstations/queries'
import { makeFolder } from '../../factories/folder'
import { smallPdf } from '../../factories/small-pdf'
import { world, type World } from '../../factories/world'
import { programOf, shaOf } from './program'

let w: World
let tokens: { owner: string; desk: string; anna: string }
beforeAll(async () => {
  w = await world()
  tokens = {
    owner: (await w.session(w.people.owner, { steppedUp: true })).token, desk: (await w.session(w.people.desk, { steppedUp: true })).token,
    anna: (await w.session(w.people.anna, { assurance: 1 })).token,
  }
})

const run = <O>(operation: AnyOperation, hat: HatRef, input: unknown, token: string, seat?: string) =>
  withJar(new Map(seat ? [[workstationCookie().name, seat]] : []), () => perform(operation, { token, requestId: randomUUID(), act: true }, hat, input)) as Promise<O>
const code = async (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)))
const atA = () => ({ practice: w.a.id })
const bytes = Buffer.from(smallPdf('from the scanner'))
const proposals = (document: string) => w.database.asSuperuser<{ patient: string; at: string; by: string }>(
  'select patient_id as patient, workstation_name as at, opened_by_name as by from document_proposal where document_id = $1', [document])
const stands = async (document: string) => (await w.database.asSuperuser(
  `select d.patient_id, d.filed_at, d.uploaded_by_name, d.uploaded_by_patient, v.state, encode(v.sha256, 'hex') as sha from document d join document_version v on v.document_id = d.id where d.id = $1`, [document]))[0]

describe('what a program brings', () => {
  test('rests bit for bit, unfiled and in nobody’s chart, and is on record by the program’s name', async () => {
    const made = await makeFolder(w)
    const { document, answer } = await programOf(made).bring(bytes)
    expect(answer).toMatchObject({ status: 200, body: { offset: bytes.length } })
    expect(await stands(document)).toEqual({ patient_id: null, filed_at: null, uploaded_by_name: 'Scanner at Front desk', uploaded_by_patient: false, state: 'ready', sha: shaOf(bytes) })
    expect(await programOf(made).state(document)).toMatchObject({ status: 200, body: { state: 'kept', offset: bytes.length, size: bytes.length, sha256: shaOf(bytes) } })
    expect(await w.database.asSuperuser(`select operation, actor_kind, actor_name, actor_roles, person_id, decision, patient_id from audit_event where document_id = $1 order by at, id`, [document])).toEqual([
      { operation: 'folder.begin', actor_kind: 'folder', actor_name: 'Scanner at Front desk', actor_roles: ['folder_program'], person_id: null, decision: 'allow', patient_id: null },
      { operation: 'folder.arrived', actor_kind: 'folder', actor_name: 'Scanner at Front desk', actor_roles: ['folder_program'], person_id: null, decision: 'allow', patient_id: null },
    ])
    const { events } = await run<{ events: { actor: { name: string; kind: string }; operation: string }[] }>(readHistory, atA(), {}, tokens.owner)
    expect(events.find(({ operation }) => operation === 'folder.arrived')?.actor).toMatchObject({ name: 'Scanner at Front desk', kind: 'folder' })
    const [row] = await w.database.asSuperuser<{ used: Date | null }>('select last_used_at as used from folder_program where id = $1', [made.folder])
    expect(row?.used).not.toBeNull()
  })

  test('goes on where it broke off, and is refused where it is not what was announced', async () => {
    const program = programOf(await makeFolder(w))
    const begun = await program.begin(bytes)
    expect(begun.status).toBe(201)
    const document = begun.body.document ?? ''
    expect(await program.patch(document, 0, bytes.subarray(0, 100))).toMatchObject({ status: 200, body: { offset: 100 } })
    expect(await program.state(document)).toMatchObject({ body: { state: 'receiving', offset: 100, sha256: null } })
    expect(await program.patch(document, 5, bytes.subarray(5))).toMatchObject({ status: 409 })
    expect(await program.patch(document, 100, bytes.subarray(100))).toMatchObject({ status: 200 })
    expect((await stands(document))?.['sha']).toBe(shaOf(bytes))

    const other = await program.begin(bytes, { digest: `sha-256=:${Buffer.alloc(32).toString('base64')}:` })
    expect(await program.patch(other.body.document ?? '', 0, bytes)).toMatchObject({ status: 422, body: { why: 'digest_differs' } })
    const script = Buffer.from('MZ\x90\x00 this is a program')
    const third = await program.begin(script)
    expect(await program.patch(third.body.document ?? '', 0, script)).toMatchObject({ status: 415 })
    expect(await program.state(third.body.document ?? '')).toMatchObject({ body: { state: 'refused', says: expect.stringMatching(/./) as string } })
    for (const more of [{ digest: undefined }, { size: undefined }, { age: undefined }, { age: -1 }, { size: 0 }]) expect((await program.begin(bytes, more)).status, JSON.stringify(more)).toBe(422)
  })

  test('is given up by itself, and nothing of it stays', async () => {
    const program = programOf(await makeFolder(w))
    const document = (await program.begin(bytes)).body.document ?? ''
    await program.patch(document, 0, bytes.subarray(0, 100))
    expect((await program.remove(document)).status).toBe(204)
    expect(await program.state(document)).toMatchObject({ body: { state: 'over' } })
    expect(await program.patch(document, 100, bytes.subarray(100))).toMatchObject({ status: 404 })
  })

  test('is asked about, gone on with and given up by nobody else: not another program, not staff, not a patient', async () => {
    const made = await makeFolder(w)
    const document = (await programOf(made).begin(bytes)).body.document ?? ''
    const others = [
      programOf(await makeFolder(w)), programOf(await makeFolder(w, { practice: w.b.id, by: w.members.dentistB })),
      programOf({ folder: made.folder, token: (await makeFolder(w)).token }), programOf({ folder: made.folder, token: made.seat }), programOf({ folder: made.folder, token: tokens.owner }),
      programOf({ folder: made.folder, token: '' }),
    ]
    for (const other of others) {
      expect((await other.state(document)).status).toBe(404)
      expect((await other.state(randomUUID())).body).toEqual((await other.state(document)).body)
      expect((await other.patch(document, 0, bytes)).status).toBe(404)
      expect((await other.remove(document)).status).toBe(404)
    }
    // Nor does a program reach what staff and patients bring or have.
    for (const id of [w.documents.annaReleased.id, w.documents.annaUnfiled.id]) expect((await programOf(made).state(id)).status).toBe(404)
    expect((await programOf(made).patch(document, 0, bytes)).status).toBe(200)
  })

  test('is refused from the moment at which the credential is ended, or its computer is off the list', async () => {
    for (const end of ['update folder_program set until_at = now(), ended_by = made_by where id = $1', 'update workstation set until_at = now(), ended_by = enrolled_by where id = (select workstation_id from folder_program where id = $1)']) {
      const made = await makeFolder(w)
      const program = programOf(made)
      const document = (await program.begin(bytes)).body.document ?? ''
      await program.patch(document, 0, bytes.subarray(0, 100))
      await w.database.asSuperuser(end, [made.folder])
      expect((await program.begin(bytes)).status).toBe(404)
      expect((await program.patch(document, 100, bytes.subarray(100))).status).toBe(404)
      expect((await program.state(document)).status).toBe(404)
      expect((await stands(document))?.['state']).toBe('receiving')
    }
  })

  test('waits while the practice has closed writing, and says so', async () => {
    const program = programOf(await makeFolder(w))
    const id = await w.put('switch', { practice_id: w.a.id, function: 'writes', closed_by: w.members.owner, closed_by_name: 'x', why: 'x' })
    expect(await program.begin(bytes)).toMatchObject({ status: 503, body: { error: 'closed' } })
    await w.database.asSuperuser('update switch set until_at = now() where id = $1', [id])
    expect((await program.begin(bytes)).status).toBe(201)
  })
})

describe('whose chart was open', () => {
  const open = (seat: string, patient: string, token = tokens.desk) => run(noteOpenChart, atA(), { patient }, token, seat)
  const brought = async (made: Awaited<ReturnType<typeof makeFolder>>, age = 0) => proposals((await programOf(made).bring(bytes, { age })).document)
  const annas = { at: 'Front desk', by: 'Dana Desk' }
  /** As if everything about the open chart had been so many minutes ago. */
  const ago = (made: { workstation: string }, minutes: number) => w.database.asSuperuser(
    `update open_chart set opened_at = opened_at - make_interval(mins => $2), last_at = last_at - make_interval(mins => $2) where workstation_id = $1`, [made.workstation, minutes])

  test('is proposed to staff, and to nobody else; they say whose it is, and look twice', async () => {
    const made = await makeFolder(w)
    await open(made.seat, w.patients.anna)
    const { document } = await programOf(made).bring(bytes)
    expect(await proposals(document)).toEqual([{ patient: w.patients.anna, ...annas }])
    // The program is told nothing of it, and the patient's portal neither.
    expect(JSON.stringify(await programOf(made).state(document))).not.toContain(w.patients.anna)
    expect(await stands(document)).toMatchObject({ patient_id: null, filed_at: null })
    const { items } = await run<{ items: { id: string }[] }>(listMyDocuments, { portal: w.hats.anna }, {}, tokens.anna)
    expect(items.length).toBeGreaterThan(0)
    expect(items.map(({ id }) => id)).not.toContain(document)

    const proposed = { patient: w.patients.anna, name: 'Anna Stone', at: 'Front desk', openedBy: 'Dana Desk', chartNumber: 'A-1' }
    const waiting = await run<{ id: string; patient: unknown; proposed: unknown }[]>(listToFile, atA(), {}, tokens.desk)
    expect(waiting.find(({ id }) => id === document)).toMatchObject({ patient: null, proposed })
    expect(await run(showDocument, atA(), { document }, tokens.desk)).toMatchObject({ patient: null, proposed })
    await w.database.asSuperuser(`update document_version set found = '{"names": ["Ben Stone"]}' where document_id = $1`, [document])
    const filing = { document, category: 'radiograph', title: 'A film', takenOn: '2026-03-04' }
    expect(await code(run(fileDocument, atA(), filing, tokens.desk))).toBe('conflict')
    await run(moveUnfiled, atA(), { document, patient: w.patients.anna }, tokens.desk)
    expect(await run(showDocument, atA(), { document }, tokens.desk)).toMatchObject({ patient: { name: 'Anna Stone' }, proposed: null })
    // The file names somebody else: the ordinary second look.
    const asked = await run(fileDocument, atA(), filing, tokens.desk).catch((error: AppError) => error) as AppError
    expect(asked.reason).toBe('a second look is asked')
    const { look } = asked.shows as { look: { sure: string } }
    expect(await code(run(fileDocument, atA(), { ...filing, sure: look.sure }, tokens.desk))).toBe('done')
    expect(await stands(document)).toMatchObject({ patient_id: w.patients.anna })
  })

  test('is none where no chart is open, at another computer, and without the computer’s cookie', async () => {
    const [made, other] = [await makeFolder(w), await makeFolder(w)]
    expect(await brought(made)).toEqual([])
    await open(other.seat, w.patients.anna)
    expect(await brought(made)).toEqual([])
    await run(noteOpenChart, atA(), { patient: w.patients.anna }, tokens.desk)
    expect(await brought(made)).toEqual([])
    expect(await brought(other)).toHaveLength(1)
  })

  test('is the one that was open when the file was written: not one opened since, nor one of long ago', async () => {
    const made = await makeFolder(w)
    await open(made.seat, w.patients.anna)
    expect(await brought(made, 30)).toEqual([])
    await ago(made, 2)
    expect(await brought(made, 30)).toEqual([{ patient: w.patients.anna, ...annas }])
    // Looked at once more meanwhile: open without a break.
    await open(made.seat, w.patients.anna)
    expect(await brought(made, 30)).toEqual([{ patient: w.patients.anna, ...annas }])
    await ago(made, 9)
    expect(await brought(made, 30)).toHaveLength(1)
    await ago(made, 2)
    expect(await brought(made, 30)).toEqual([])
    await open(made.seat, w.patients.ben)
    expect(await brought(made)).toEqual([{ patient: w.patients.ben, ...annas }])
  })

  test.for([
    ['locked', 'update identity.session set locked_at = now() where id = $1', 'update identity.session set locked_at = null where id = $1'],
    ['signed out', `update identity.session set ended_at = now(), ended_why = 'x' where id = $1`, null],
    ['left alone', `update identity.session set last_act_at = now() - interval '16 minutes' where id = $1`, null],
  ] as const)('is none once its session is %s', async ([, end, back]) => {
    const made = await makeFolder(w)
    const session = await w.session(w.people.desk)
    await open(made.seat, w.patients.anna, session.token)
    expect(await brought(made)).toHaveLength(1)
    await w.database.asSuperuser(end, [session.id])
    expect(await brought(made)).toEqual([])
    if (!back) return
    // Whoever unlocks has the page before her again, and no chart is said to be open.
    await w.database.asSuperuser(back, [session.id])
    expect(await brought(made)).toEqual([])
  })

  test('is none once it was left, and leaving another leaves it open', async () => {
    const made = await makeFolder(w)
    const leave = (patient: string) => run(leaveChart, atA(), { patient }, tokens.desk, made.seat)
    await open(made.seat, w.patients.anna)
    await leave(w.patients.ben)
    expect(await brought(made)).toHaveLength(1)
    await leave(w.patients.anna)
    expect(await brought(made)).toEqual([])
  })

  test('is kept only where a program waits, and only of one’s own practice', async () => {
    const [ended, made] = [await makeFolder(w, { ended: true }), await makeFolder(w)]
    const kept = async (of: { workstation: string }) => (await w.database.asSuperuser('select 1 from open_chart where workstation_id = $1', [of.workstation])).length
    await open(ended.seat, w.patients.anna)
    await open(made.seat, w.patients.berta)
    expect([await kept(ended), await kept(made)]).toEqual([0, 0])
    await open(made.seat, w.patients.anna)
    expect(await kept(made)).toBe(1)
    const far = await makeFolder(w, { practice: w.b.id, by: w.members.dentistB })
    await open(far.seat, w.patients.anna)
    expect(await kept(far)).toBe(0)
  })
})

describe('a credential', () => {
  test('is made by the owner after a confirmation, shown once, used, counted and ended', async () => {
    const { workstation } = await makeFolder(w)
    const made = await run<MadeFolder>(makeCredential, atA(), { workstation, name: 'Pan camera' }, tokens.owner)
    expect(made.name).toBe('Pan camera at Front desk')
    const [, folder = '', token = ''] = made.credential.split('.')
    expect(folder).toBe(made.folder)
    const rows = await w.database.asSuperuser<{ row: string }>('select to_jsonb(f)::text as row from folder_program f where id = $1', [folder])
    expect(rows[0]?.row).not.toContain(token)
    const program = programOf({ folder, token })
    await program.bring(bytes)
    const mine = async () => (await run<FolderItem[]>(listFolders, atA(), {}, tokens.owner)).find(({ id }) => id === folder)
    expect(await mine()).toMatchObject({ name: 'Pan camera', workstation: 'Front desk', madeBy: 'Dr. Olive Owner', files: 1, live: true, lastFile: expect.any(Date) as Date, lastUse: expect.any(Date) as Date })
    await run(endFolder, atA(), { folder }, tokens.owner)
    expect(await mine()).toMatchObject({ live: false, endedBy: 'Dr. Olive Owner', files: 1 })
    expect((await program.begin(bytes)).status).toBe(404)
    expect(await code(run(endFolder, atA(), { folder }, tokens.owner))).toBe('not_found')
    const { events } = await run<{ events: { operation: string; subject: string | null }[] }>(readHistory, atA(), {}, tokens.owner)
    expect(events.find(({ operation }) => operation === 'folders.make')?.subject).toBe('Pan camera at Front desk')
  })

  test('is no front desk’s to make, none’s without a confirmation, and for no computer that is not on the list', async () => {
    const { workstation } = await makeFolder(w)
    const off = await makeFolder(w, { computerEnded: true })
    const far = await makeFolder(w, { practice: w.b.id, by: w.members.dentistB })
    const make = (token: string, at = workstation) => code(run(makeCredential, atA(), { workstation: at, name: 'Scanner' }, token))
    expect(await make(tokens.desk)).toBe('forbidden')
    expect(await make((await w.session(w.people.owner)).token)).toBe('step_up')
    expect(await make((await w.session(w.people.owner, { steppedUp: true, method: 'workstation_pin' })).token)).toBe('forbidden')
    expect(await make(tokens.owner, off.workstation)).toBe('not_found')
    expect(await make(tokens.owner, far.workstation)).toBe('not_found')
    expect(await make(tokens.owner)).toBe('done')
  })
})
