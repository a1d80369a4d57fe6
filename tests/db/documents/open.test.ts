import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '@/lib/access/perform'
import type { Caller } from '@/lib/access/principal'
import { linkForPatient, linkForStaff } from '@/lib/documents/links'
import { serveDocument } from '@/lib/documents/doors/serve'
import { listMyDocuments } from '@/lib/portal/queries'
import { sessionCookie } from '@/lib/auth/cookies'
import { world, type World } from '../../factories/world'

let w: World
beforeAll(async () => {
  w = await world()
})

const caller = (token: string | null): Caller => ({ token, requestId: randomUUID(), act: true })

async function fetchDocument(address: string, token: string | null, headers: Record<string, string> = {}, method = 'GET') {
  const request = new Request(`http://localhost:3000${address}`, {
    method, headers: { ...(token ? { cookie: `${sessionCookie().name}=${token}` } : {}), ...headers },
  })
  const delivery = await serveDocument(request)
  const body = delivery.body === null ? Buffer.alloc(0) : Buffer.from(await new Response(delivery.body).arrayBuffer())
  return { status: delivery.status, headers: delivery.headers, body }
}

describe('a patient', () => {
  test('opens her released document; the opening stands in the history before the bytes leave', async () => {
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents.annaReleased.id })
    const answer = await fetchDocument(address, token)
    expect(answer.status).toBe(200)
    expect(answer.body.equals(w.documents.annaReleased.bytes)).toBe(true)
    expect(answer.headers['Content-Length']).toBe(String(w.documents.annaReleased.bytes.length))
    const events = await w.database.asSuperuser(`select operation, actor_name, patient_id from audit_event where document_id = $1 and decision = 'allow'`, [w.documents.annaReleased.id])
    expect(events).toEqual([{ operation: 'portal.documents.redeem', actor_name: 'self hat', patient_id: w.patients.anna }])
  })

  test('sees one opening for parallel ranges of one link', async () => {
    const { token } = await w.session(w.people.parent, { assurance: 1 })
    const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.parent }, { document: w.documents.annaReleased.id })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => fetchDocument(address, token, { range: `bytes=${at * 10}-${at * 10 + 9}` })))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(206))
    expect(Buffer.concat(answers.map(({ body }) => body)).equals(w.documents.annaReleased.bytes.subarray(0, 80))).toBe(true)
    const events = await w.database.asSuperuser(`select 1 from audit_event where hat_id = $1 and operation = 'portal.documents.redeem'`, [w.hats.parent])
    expect(events).toHaveLength(1)
  })

  test('lists what is released to her and nothing else', async () => {
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const { items } = await perform(listMyDocuments, caller(token), { portal: w.hats.anna }, {})
    expect(items.map(({ title }) => title)).toEqual(['anna-released'])
  })

  test.for(['annaHeld', 'annaExpired', 'annaWithdrawn', 'annaUnfiled', 'benReleased', 'bertaReleased'] as const)('gets no link to %s', async (name) => {
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    await expect(perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents[name].id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a link', () => {
  test('opens nothing for anybody else, and says the same as for a document that never was', async () => {
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents.annaReleased.id })
    const others = [w.people.ben, w.people.owner, w.people.dentistB, w.people.former, w.people.formerParent, w.people.nobody, w.people.parent]
    const never = await fetchDocument(address.replace(w.documents.annaReleased.id, randomUUID()), token)
    expect(never.status).toBe(404)
    for (const person of others) {
      const answer = await fetchDocument(address, (await w.session(person)).token)
      expect({ status: answer.status, headers: answer.headers, body: answer.body.toString() }).toEqual({ status: never.status, headers: never.headers, body: never.body.toString() })
    }
    expect((await fetchDocument(address, null)).status).toBe(401)
    // The control: it still opens for the one it was made for.
    expect((await fetchDocument(address, token)).status).toBe(200)
  })

  test('dies with the session, with its lock, with the release, with the hat and with the switch', async () => {
    const open = async () => {
      const { token, id } = await w.session(w.people.ben, { assurance: 1 })
      const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.ben }, { document: w.documents.benReleased.id })
      expect((await fetchDocument(address, token)).status).toBe(200)
      return { token, id, address }
    }
    const one = await open()
    await w.database.asSuperuser('update identity.session set ended_at = now() where id = $1', [one.id])
    expect((await fetchDocument(one.address, one.token)).status).toBe(401)
    const two = await open()
    await w.database.asSuperuser('update identity.session set locked_at = now() where id = $1', [two.id])
    expect((await fetchDocument(two.address, two.token)).status).toBe(401)
    const three = await open()
    const shut = await w.put('switch', { practice_id: w.a.id, function: 'documents', closed_by: w.members.owner, closed_by_name: 'Owner', why: 'test' })
    expect((await fetchDocument(three.address, three.token)).status).toBe(503)
    // Chairside reading goes on.
    const staff = await w.session(w.people.hygienist)
    const { address } = await perform(linkForStaff, caller(staff.token), { practice: w.a.id }, { document: w.documents.benReleased.id })
    expect((await fetchDocument(address, staff.token)).status).toBe(200)
    await w.database.asSuperuser('update switch set until_at = now() where id = $1', [shut])
    expect((await fetchDocument(three.address, three.token)).status).toBe(200)
    await w.database.asSuperuser(`update release set until_at = now(), ended_why = 'test' where document_id = $1`, [w.documents.benReleased.id])
    expect((await fetchDocument(three.address, three.token)).status).toBe(404)
    await w.release(w.a, w.patients.ben, w.documents.benReleased.id)
    expect((await fetchDocument(three.address, three.token)).status).toBe(200)
    await w.database.asSuperuser(`update portal_access set until_at = now(), ended_why = 'test' where id = $1`, [w.hats.ben])
    expect((await fetchDocument(three.address, three.token)).status).toBe(404)
  })

  test('is not opened by another site', async () => {
    const { token } = await w.session(w.people.anna, { assurance: 1 })
    const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents.annaReleased.id })
    expect((await fetchDocument(address, token, { 'sec-fetch-site': 'cross-site' })).status).toBe(404)
    expect((await fetchDocument(address, token, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })
})

test('a refusal is on record in the practice of the hat that asked, without a word on whose it was', async () => {
  const { token } = await w.session(w.people.anna, { assurance: 1 })
  await perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents.annaHeld.id }).catch(() => undefined)
  const { address } = await perform(linkForPatient, caller(token), { portal: w.hats.anna }, { document: w.documents.annaReleased.id })
  await fetchDocument(address.replace(w.documents.annaReleased.id, w.documents.annaHeld.id), token)
  const events = await w.database.asSuperuser(`select operation, decision, patient_id, document_id from audit_event where hat_id = $1 and decision = 'deny' order by at`, [w.hats.anna])
  expect(events).toContainEqual({ operation: 'portal.documents.redeem', decision: 'deny', patient_id: null, document_id: null })
})
