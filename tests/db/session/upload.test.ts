import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '@/lib/auth/cookies'
import { uploadDocument } from '@/lib/documents/doors/upload'
import { removeMember } from '@/lib/members/commands'
import { smallPdf } from '../../factories/small-pdf'
import { office, type Jar, type Office } from './office'

let o: Office
beforeAll(async () => {
  o = await office()
})

/** Uploads a file in two halves, and lets something happen in between. */
async function upload(jar: Jar, between: () => Promise<unknown>, digest: (bytes: Uint8Array) => Record<string, string> = () => ({})) {
  const bytes = smallPdf(`upload ${Math.random()}`)
  const halves = [bytes.subarray(0, 40), bytes.subarray(40)]
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const half = halves.shift()
      if (!half) return controller.close()
      if (halves.length === 0) await between()
      controller.enqueue(new Uint8Array(half))
    },
  }, { highWaterMark: 0 })
  const request = new Request(`http://localhost:3000/v1/u/${o.a.id}?patient=${o.patients.anna}&name=scan.pdf`, {
    method: 'POST', body, duplex: 'half',
    headers: { cookie: `${sessionCookie().name}=${jar.get(sessionCookie().name)}`, 'content-type': 'application/pdf', 'content-length': String(bytes.length), 'sec-fetch-site': 'same-origin', ...digest(bytes) },
  } as RequestInit)
  const answer = await uploadDocument(request, { params: Promise.resolve({ practice: o.a.id }) })
  return { status: answer.status, body: await answer.json() as { document?: string } }
}
const newest = async () => (await o.sql<{ id: string; state: string }>(`select document_id as id, state from document_version order by created_at desc limit 1`))[0]
const set = (jar: Jar, what: string) => async () => o.sql(`update identity.session set ${what} where id = $1`, [(await o.row(jar))?.id])

test.for(['locked_at = now()', `last_act_at = now() - interval '1 hour'`])('an upload that runs when its session locks (%s) is finished, and recorded', async (how) => {
  const jar = await o.browser(o.people.desk)
  const { status, body } = await upload(jar, set(jar, how))
  expect(status).toBe(201)
  expect(await newest()).toEqual({ id: body.document, state: 'ready' })
  expect(await o.sql(`select operation, actor_kind, actor_name from audit_event where document_id = $1 and decision = 'allow' order by at, id`, [body.document])).toEqual([
    { operation: 'documents.arrive', actor_kind: 'staff', actor_name: 'Dana Desk' }, { operation: 'documents.arrived', actor_kind: 'system', actor_name: 'Enamel' },
  ])
})

test('and one that nothing happens to is finished in its person’s name', async () => {
  const { status, body } = await upload(await o.browser(o.people.desk), async () => undefined)
  expect(status).toBe(201)
  expect(await o.sql(`select actor_name from audit_event where document_id = $1 and operation = 'documents.arrived'`, [body.document])).toEqual([{ actor_name: 'Dana Desk' }])
})

test('an upload that goes by itself is no act of its person: the idle time runs on', async () => {
  const jar = await o.browser(o.people.desk)
  const acted = async () => Number((await o.sql<{ ago: number }>(`select extract(epoch from now() - last_act_at) as ago from identity.session where id = $1`, [(await o.row(jar))?.id]))[0]?.ago)
  await set(jar, `last_act_at = now() - interval '5 minutes'`)()
  expect((await upload(jar, async () => undefined)).status).toBe(201)
  expect(await acted()).toBeGreaterThan(290)
})

test('a session that is locked begins none, and one that ended finishes none', async () => {
  const locked = await o.browser(o.people.desk, { locked: true })
  expect((await upload(locked, async () => undefined)).status).toBe(401)
  const ended = await o.browser(o.people.desk)
  expect((await upload(ended, set(ended, 'ended_at = now()'))).status).toBe(401)
  expect((await newest())?.state).toBe('receiving')
})

test('nor does a member who was removed meanwhile', async () => {
  const person = await o.put('identity.person', { display_name: 'Lea Leaver' })
  const member = await o.put('membership', { practice_id: o.a.id, person_id: person, display_name: 'Lea Leaver' })
  await o.put('membership_role', { practice_id: o.a.id, membership_id: member, role: 'assistant' })
  const jar = await o.browser(person)
  const owner = await o.browser(o.people.owner)
  expect((await upload(jar, () => o.act(removeMember, { practice: o.a.id }, { member, why: 'left' }, owner))).status).toBe(404)
  expect((await newest())?.state).toBe('receiving')
})

test('what arrives is compared with the digest that was sent along', async () => {
  const jar = await o.browser(o.people.desk)
  const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')
  const nothing = async () => undefined
  expect((await upload(jar, nothing, (bytes) => ({ 'content-digest': `sha-512=:x:, sha-256=:${sha(bytes)}:` }))).status).toBe(201)
  const changed = await upload(jar, nothing, () => ({ 'content-digest': `sha-256=:${sha(Buffer.from('another file'))}:` }))
  expect(changed.status).toBe(422)
  expect((await newest())?.state).toBe('rejected')
  expect((await upload(jar, nothing, () => ({ 'content-digest': 'sha-256=:short:' }))).status).toBe(422)
})

test('an address that names no practice is not there, for a form too', async () => {
  for (const practice of ['x', '\u{1F9B7}', 'a\r\nb']) {
    const form = new FormData()
    form.set('patient', 'x')
    form.set('file', new Blob(['x']), 'a.pdf')
    const answer = await uploadDocument(new Request('http://localhost:3000/v1/u/x', { method: 'POST', body: form, headers: { 'sec-fetch-site': 'same-origin' } }), { params: Promise.resolve({ practice }) })
    expect(answer.status).toBe(404)
  }
})
