import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '@/lib/auth/cookies'
import { openSheet, serveSheet } from '@/lib/documents/doors/sheet'
import { makePicturesOf } from '@/lib/jobs/pictures'
import { world, type World } from '@/tests/factories/world'

// A list's previews: one link, one picture, one line in the history of each patient whose documents it shows.

let w: World
beforeAll(async () => {
  w = await world()
  for (const name of ['annaReleased', 'annaHeld', 'benReleased'] as const) await makePicturesOf(w.a.id, w.documents[name].id)
})

const run = <T = Record<string, unknown>>(text: string, values: unknown[] = []) => w.database.asSuperuser<T & Record<string, unknown>>(text, values)
const ask = (path: string, token: string) => new Request(`http://localhost:3000${path}`, { headers: { cookie: `${sessionCookie().name}=${token}`, 'sec-fetch-site': 'same-origin' } })

async function sheet(hat: string, documents: readonly string[], token: string) {
  const door = await openSheet(ask(`/v1/o/${hat}/sheet?d=${documents.join('.')}`, token), { params: Promise.resolve({ hat }) })
  const address = door.headers.get('location') ?? ''
  return { door: door.status, address, ...(address.startsWith('/v1/p/') ? await served(address, token) : { status: door.status, body: Buffer.alloc(0) }) }
}
async function served(address: string, token: string) {
  const answer = await serveSheet(ask(address, token))
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
}
/** Which of its cells show something. */
const filled = async (body: Buffer) => {
  const { data, info } = await sharp(body).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  expect(info.width).toBe(128)
  return Array.from({ length: info.height / 128 }, (_, cell) => data.subarray(cell * 128 * 128 * 4, (cell + 1) * 128 * 128 * 4).some((value, at) => at % 4 === 3 && value > 0))
}
const events = (session: string) => run<{ patient_id: string; previews: number; documents: string }>(
  `select operation, patient_id, document_id, previews, detail->>'documents' as documents from audit_event where session_id = $1 and operation like '%.sheet' order by previews`, [session])

test('shows what is in sight, in the order asked for, and one event says so for each patient', async () => {
  const { token, id } = await w.session(w.people.desk)
  const { annaReleased, benReleased, annaHeld } = w.documents
  const { status, body } = await sheet(w.members.desk, [annaReleased.id, randomUUID(), benReleased.id, annaHeld.id], token)
  expect(status).toBe(200)
  expect(await filled(body)).toEqual([true, false, true, true])
  expect(await events(id)).toEqual([
    { operation: 'documents.sheet', patient_id: w.patients.ben, document_id: null, previews: 1, documents: benReleased.id },
    { operation: 'documents.sheet', patient_id: w.patients.anna, document_id: null, previews: 2, documents: [annaReleased.id, annaHeld.id].sort().join(' ') },
  ])
  // Fetched again by the same list: the same looking.
  expect((await sheet(w.members.desk, [annaReleased.id, benReleased.id, annaHeld.id], token)).status).toBe(200)
  expect(await events(id)).toHaveLength(2)
  expect(await run(`select 1 from audit_event where session_id = $1 and operation like '%redeem'`, [id]), 'previews open no document').toEqual([])
})

test('leaves blank what is not hers, like what never was; and where nothing is, there is no sheet', async () => {
  const { token, id } = await w.session(w.people.anna, { assurance: 1 })
  const { annaReleased, benReleased, annaHeld } = w.documents
  const { body } = await sheet(w.hats.anna, [benReleased.id, annaReleased.id, annaHeld.id, randomUUID()], token)
  expect(await filled(body)).toEqual([false, true, false, false])
  expect(await events(id)).toMatchObject([{ patient_id: w.patients.anna, previews: 1, documents: annaReleased.id }])
  expect((await sheet(w.hats.anna, [benReleased.id], token)).door).toBe(404)
  expect((await sheet(w.hats.anna, [randomUUID()], token)).door).toBe(404)
})

test('opens for the session and the set it was made for, and for a minute', async () => {
  const mine = await w.session(w.people.desk)
  const other = await w.session(w.people.desk)
  const { annaReleased, annaHeld } = w.documents
  // Not used yet: no lease stands in for the signature.
  const door = await openSheet(ask(`/v1/o/${w.members.desk}/sheet?d=${annaReleased.id}`, mine.token), { params: Promise.resolve({ hat: w.members.desk }) })
  const address = door.headers.get('location') ?? ''
  expect((await served(address, other.token)).status).toBe(404)
  expect((await served(address.replace(annaReleased.id, annaHeld.id), mine.token)).status).toBe(404)
  expect((await served(address.replace(annaReleased.id, `${annaReleased.id}.${annaHeld.id}`), mine.token)).status).toBe(404)
  expect((await served(address.replace('/v1/p/', '/v1/d/'), mine.token)).status).toBe(404)
  expect((await served(address, mine.token)).status).toBe(200)
  await run(`update identity.session set ended_at = now() where id = $1`, [mine.id])
  expect((await served(address, mine.token)).status).toBe(401)
})

test('of documents that were withdrawn meanwhile is blank', async () => {
  const { token, id } = await w.session(w.people.ben, { assurance: 1 })
  const { benReleased } = w.documents
  const { address, body } = await sheet(w.hats.ben, [benReleased.id], token)
  expect(await filled(body)).toEqual([true])
  const free = (text: string) => w.database.asSuperuser(`set session_replication_role = replica; ${text}`)
  await free(`update release set until_at = now(), ended_why = 'x' where document_id = '${benReleased.id}'`)
  expect(await filled((await served(address, token)).body)).toEqual([false])
  await free(`update release set until_at = null, ended_why = null where document_id = '${benReleased.id}'`)
  expect(await events(id)).toHaveLength(1)
})

test.each([['nothing', ''], ['no id', 'x'], ['one twice', 'twice'], ['too many', 'many']])('%s is no set', async (_, what) => {
  const { token } = await w.session(w.people.desk)
  const id = w.documents.annaReleased.id
  const set = what === 'twice' ? [id, id] : what === 'many' ? [id, ...Array.from({ length: 50 }, () => randomUUID())] : [what]
  expect((await sheet(w.members.desk, set, token)).door).toBe(404)
})

test('is closed with the documents', async () => {
  const { token } = await w.session(w.people.anna, { assurance: 1 })
  const { address } = await sheet(w.hats.anna, [w.documents.annaReleased.id], token)
  const closed = await w.put('switch', { practice_id: w.a.id, function: 'documents', closed_by: w.members.owner, closed_by_name: 'Owner', why: 'test' })
  expect((await served(address, token)).status).toBe(503)
  expect((await sheet(w.hats.anna, [w.documents.annaReleased.id], token)).door).toBe(503)
  await run(`update switch set until_at = now(), reopened_why = 'over' where id = $1`, [closed])
  expect((await served(address, token)).status).toBe(200)
})
