import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sessionCookie } from '@/lib/auth/cookies'
import { openDocument } from '@/lib/documents/doors/open'
import { documentResponse } from '@/lib/documents/doors/serve'
import { makePicturesOf, makeWaitingPictures } from '@/lib/jobs/pictures'
import { tidy } from '@/lib/platform/janitor'
import { vault } from '@/lib/vault/rings'
import { pdfPages } from '../../factories/pdf-pages'
import { world, type World } from '../../factories/world'

let w: World
beforeAll(async () => { w = await world({ 'anna-released': await pdfPages(['Patient: Anna Stone', 'Two', 'Three']) }) })

const released = () => w.documents.annaReleased.id
const rows = (text: string, values: unknown[] = []) => w.database.asSuperuser<Record<string, unknown>>(text, values)
const pictures = (document = released()) => rows('select variant, state, storage_key from document_rendition where document_id = $1 order by variant', [document])
const again = async () => {
  await rows(`delete from document_rendition where document_id = $1`, [released()])
  await rows(`update document_version set rendered = 'waiting' where document_id = $1`, [released()])
}

describe('making them', () => {
  beforeEach(again)

  test('gives each page a sealed picture, once, and tells what the file says of itself', async () => {
    await makePicturesOf(w.a.id, released())
    const made = await pictures()
    expect(made.map(({ variant, state }) => [variant, state])).toEqual([['page-1-1600', 'ready'], ['page-2-1600', 'ready'], ['page-3-1600', 'ready'], ['thumb-256', 'ready']])
    expect(await rows('select rendered, pages, found from document_version where document_id = $1', [released()]))
      .toEqual([{ rendered: 'done', pages: 3, found: { names: ['Anna Stone'], birthDates: [], ids: [] } }])
    const stored = await vault().store.open(made[0]?.storage_key as string)
    const bytes = Buffer.alloc(stored.size)
    await stored.readAt(0, bytes)
    await stored.close()
    expect(bytes.includes('JFIF'), 'nothing plain rests').toBe(false)
    await makePicturesOf(w.a.id, released())
    expect(await pictures()).toEqual(made)
  })

  test('is taken up where it broke off, and leaves no file that nobody knows', async () => {
    await makePicturesOf(w.a.id, released())
    const before = await pictures()
    await rows(`update document_rendition set state = 'making' where document_id = $1 and variant = 'page-2-1600'`, [released()])
    await rows(`update document_version set rendered = 'waiting' where document_id = $1`, [released()])
    await makePicturesOf(w.a.id, released())
    const after = await pictures()
    expect(after.every(({ state }) => state === 'ready')).toBe(true)
    const key = (of: typeof before) => of.find(({ variant }) => variant === 'page-2-1600')?.storage_key as string
    expect(key(after)).not.toBe(key(before))
    expect(await vault().store.stat(key(before))).toBeNull()
    expect(await vault().store.stat(key(after))).not.toBeNull()
  })

  test('twice at the same time leaves each page one picture', async () => {
    await Promise.allSettled([makePicturesOf(w.a.id, released()), makePicturesOf(w.a.id, released())])
    await rows(`update document_version set rendered = 'waiting' where document_id = $1 and rendered <> 'done'`, [released()])
    await makePicturesOf(w.a.id, released())
    const made = await pictures()
    expect(made.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready'])
    for (const { storage_key } of made) expect(await vault().store.stat(storage_key as string)).not.toBeNull()
  })

  test('of a kind that is not drawn are not tried', async () => {
    await rows(`update document_version set content_type = 'text/plain' where document_id = $1`, [released()])
    await makePicturesOf(w.a.id, released())
    expect(await rows('select rendered from document_version where document_id = $1', [released()])).toEqual([{ rendered: 'none' }])
    await rows(`update document_version set content_type = 'application/pdf' where document_id = $1`, [released()])
    expect(await pictures()).toEqual([])
  })

  test('of a file that does not decode says so, and of one whose key is destroyed makes nothing', async () => {
    await rows(`update document_version set content_type = 'image/png' where document_id = $1`, [released()])
    await makePicturesOf(w.a.id, released())
    expect(await rows('select state, rendered from document_version where document_id = $1', [released()])).toEqual([{ state: 'ready', rendered: 'failed' }])
    await rows(`update document_version set content_type = 'application/pdf', rendered = 'waiting' where document_id = $1`, [released()])
    await rows(`update practice_key set state = 'destroyed' where practice_id = $1`, [w.a.id])
    await makePicturesOf(w.a.id, released())
    await rows(`update practice_key set state = 'active' where practice_id = $1`, [w.a.id])
    expect(await pictures()).toEqual([])
  })

  test('the round finds what waits; the janitor takes away what was never finished', async () => {
    await makeWaitingPictures(w.a.id)
    await makeWaitingPictures(w.b.id)
    expect(await pictures()).toHaveLength(4)
    expect(await rows(`select 1 from document_version where rendered = 'waiting' and state = 'ready'`)).toEqual([])
    const [one] = await pictures()
    await rows(`update document_rendition set state = 'making', created_at = now() - interval '2 hours' where document_id = $1 and variant = 'page-1-1600'`, [released()])
    await rows(`update document_rendition set state = 'making' where document_id = $1 and variant = 'page-2-1600'`, [released()])
    await tidy(vault().store)
    expect((await pictures()).map(({ variant }) => variant)).toEqual(['page-2-1600', 'page-3-1600', 'thumb-256'])
    expect(await vault().store.stat(one?.storage_key as string)).toBeNull()
  })
})

describe('opening them', () => {
  beforeAll(async () => {
    await again()
    await makePicturesOf(w.a.id, released())
    await makePicturesOf(w.a.id, w.documents.annaHeld.id)
    await makePicturesOf(w.a.id, w.documents.benReleased.id)
  })
  const anna = async () => ({ cookie: `${sessionCookie().name}=${(await w.session(w.people.anna)).token}` })
  const open = (headers: Record<string, string>, hat: string, document: string, query: string) =>
    openDocument(new Request(`https://enamel.example/v1/o/${hat}/${document}${query}`, { headers }), { params: Promise.resolve({ hat, document }) })
  const fetched = async (headers: Record<string, string>, location: string) => documentResponse(new Request(new URL(location, 'https://enamel.example'), { headers }))
  const openings = async () => (await rows(`select detail ->> 'variant' as variant from audit_event where operation = 'portal.documents.redeem' and decision = 'allow' and document_id = $1 order by at, id`, [released()])).map(({ variant }) => variant)

  test('leafing through is one opening, the file itself another, and another session’s its own', async () => {
    const headers = await anna()
    const before = await openings()
    for (const page of [1, 2, 3, 1]) {
      const location = (await open(headers, w.hats.anna, released(), `?page=${page}`)).headers.get('location') ?? ''
      expect(location).toContain(`/page-${page}-1600?`)
      const response = await fetched(headers, location)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      expect(Buffer.from(await response.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    }
    expect((await openings()).slice(before.length)).toEqual(['page-1-1600'])
    await (await fetched(headers, (await open(headers, w.hats.anna, released(), '')).headers.get('location') ?? '')).arrayBuffer()
    expect((await openings()).slice(before.length)).toEqual(['page-1-1600', 'orig'])
    const other = await anna()
    await (await fetched(other, (await open(other, w.hats.anna, released(), '?page=2')).headers.get('location') ?? '')).arrayBuffer()
    expect((await openings()).slice(before.length)).toEqual(['page-1-1600', 'orig', 'page-2-1600'])
  })

  test('a page that is not there, a held document’s, a stranger’s and a page that is no number are one answer', async () => {
    const headers = await anna()
    const answers = await Promise.all([
      [released(), '?page=4'], [w.documents.annaHeld.id, '?page=1'], [w.documents.benReleased.id, '?page=1'], [released(), '?page=x'], [released(), '?page=0'],
    ].map(async ([document = '', query = '']) => {
      const response = await open(headers, w.hats.anna, document, query)
      return [response.status, await response.text(), [...response.headers]]
    }))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]?.[0]).toBe(404)
    expect((await open(headers, w.hats.anna, released(), '?page=3')).status).toBe(303)
  })

  test('a link to a page opens nothing for another session, and nothing once the release is over', async () => {
    const headers = await anna()
    const location = (await open(headers, w.hats.anna, released(), '?page=2')).headers.get('location') ?? ''
    expect((await fetched(await anna(), location)).status).toBe(404)
    expect((await fetched(headers, location.replace('page-2', 'page-3'))).status).toBe(404)
    await rows(`update release set until_at = now(), ended_why = 'x' where document_id = $1 and until_at is null`, [released()])
    expect((await fetched(headers, location)).status).toBe(404)
    await w.release(w.a, w.patients.anna, released())
    expect((await fetched(headers, location)).status).toBe(200)
  })
})
