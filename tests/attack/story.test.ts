import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:https'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { target } from '../setup/target'

// What the person in the story did, against the running production installation: change the number, forward the link,
// keep the old session. Nothing of the product is imported here; a browser could do all of it.

const at = target()
const sql = new pg.Client({ connectionString: at.superuserUrl })
type Reader = { person: string; hat: string; document: string; cookie: string }
let readers: Reader[]

beforeAll(async () => {
  await sql.connect()
  // Two patients of one practice and one of the other, each with a document released to her.
  const { rows } = await sql.query<{ person: string; hat: string; document: string }>(`
    select distinct on (a.practice_id, a.patient_id) a.person_id as person, a.id as hat, r.document_id as document
      from portal_access a join release r on r.practice_id = a.practice_id and r.patient_id = a.patient_id
       and r.until_at is null and (r.expires_at is null or r.expires_at > now() + interval '1 hour')
     where a.until_at is null and a.relation = 'self' order by a.practice_id, a.patient_id`)
  if (rows.length <= 10) throw new Error('the story has too few readers')
  readers = await Promise.all([rows[0], rows[1], rows.at(-1)].map(async (row) => {
    if (!row) throw new Error('the story has too few readers')
    return { ...row, cookie: await session(row.person) }
  }))
})
afterAll(() => sql.end())

async function session(person: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql.query(`insert into identity.session (token_hash, person_id, person_epoch, assurance, method, expires_at)
    select $1, id, epoch, 1, 'test', now() + interval '1 hour' from identity.person where id = $2`, [createHash('sha256').update(token).digest(), person])
  return `__Host-enamel-session=${token}`
}

function get(path: string, cookie = '', headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request(at.origin + path, { ca: at.ca, method, headers: { cookie, ...headers } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { date: _date, ...rest } = response.headers
        resolve({ status: response.statusCode ?? 0, headers: rest, body: Buffer.concat(chunks) })
      })
    }).on('error', reject).end()
  })
}

async function link({ hat, document, cookie }: Reader): Promise<string> {
  const { status, headers } = await get(`/v1/o/${hat}/${document}`, cookie)
  expect(status).toBe(303)
  return String(headers.location)
}

describe('the next number', () => {
  test('a patient opens her own document, and nobody else’s id answers otherwise than one that never was', async () => {
    const [mine, beside, other] = readers as [Reader, Reader, Reader]
    expect((await get(await link(mine), mine.cookie)).status).toBe(200)
    for (const path of ['/v1/o/HAT/DOC', '/portal/HAT/documents/DOC']) {
      const ask = (hat: string, document: string) => get(path.replace('HAT', hat).replace('DOC', document), mine.cookie)
      const never = await ask(mine.hat, randomUUID())
      expect(never.status).toBe(404)
      expect((await ask(mine.hat, mine.document)).status).toBeLessThan(400)
      for (const [hat, document] of [[mine.hat, beside.document], [mine.hat, other.document], [beside.hat, beside.document], [other.hat, other.document], [randomUUID(), mine.document]] as const)
        expect((await ask(hat, document)).status, path).toBe(404)
    }
  })
})

describe('the forwarded link', () => {
  test.for(['GET', 'HEAD'])('opens for nobody else, by %s, with a range and without', async (method) => {
    const [mine, beside, other] = readers as [Reader, Reader, Reader]
    const address = await link(mine)
    for (const headers of [{}, { range: 'bytes=0-99' }] as Record<string, string>[]) {
      const never = await get(address.replace(mine.document, randomUUID()), mine.cookie, headers, method)
      for (const reader of [beside, other]) {
        const answer = await get(address, reader.cookie, headers, method)
        expect(answer).toEqual(never)
        expect(answer.status).toBe(404)
      }
      expect((await get(address, '', headers, method)).status).toBe(401)
      // The control: it opens for her, now.
      expect((await get(address, mine.cookie, headers, method)).status).toBe(headers.range && method === 'GET' ? 206 : 200)
    }
  })

  test('opens for her in no other session of hers, and in none that is over or locked', async () => {
    const [mine] = readers as [Reader]
    const address = await link(mine)
    expect((await get(address, await session(mine.person))).status).toBe(404)
    const over = { ...mine, cookie: await session(mine.person) }
    const second = await link(over)
    expect((await get(second, over.cookie)).status).toBe(200)
    const hash = createHash('sha256').update(over.cookie.split('=')[1] ?? '').digest()
    await sql.query('update identity.session set locked_at = now() where token_hash = $1', [hash])
    expect((await get(second, over.cookie)).status).toBe(401)
    await sql.query('update identity.session set locked_at = null, ended_at = now() where token_hash = $1', [hash])
    expect((await get(second, over.cookie)).status).toBe(401)
  })

  test('is refused in every other spelling', async () => {
    const [mine] = readers as [Reader]
    const address = await link(mine)
    const [path = '', query = ''] = address.split('?')
    for (const wrong of [`${path}?${query}&x=1`, `${path}?${query.split('&').reverse().join('&')}`, `${path}?${query.replace('a=i', 'a=%69')}`,
      `${path}?${query.replace('a=i', 'a=a')}`, `${path.toUpperCase()}?${query}`, `${path}?${query}&nxtPlink=x`, address.slice(0, -1), `${address}A`])
      expect((await get(wrong, mine.cookie)).status, wrong.slice(-40)).toBe(404)
    // A slash at the end is taken off by the framework before anybody is asked who they are, for every reader alike.
    for (const reader of readers) expect(await get(`${path}/?${query}`, reader.cookie)).toMatchObject({ status: 308, headers: { location: address } })
    expect((await get(address, mine.cookie)).status).toBe(200)
  })
})
