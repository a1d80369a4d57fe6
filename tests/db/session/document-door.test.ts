import { beforeAll, expect, test } from 'vitest'
import { GET } from '@/app/v1/o/[hat]/[document]/route'
import { sessionCookie } from '@/lib/auth/cookies'
import { ownPath } from '@/lib/sign-in/rules'
import { office, type Jar, type Office } from './office'

let o: Office
beforeAll(async () => {
  o = await office()
})

/** Follows a plain link to a document of Anna's, as staff or as herself. */
function open(jar: Jar, hat: string, headers: Record<string, string> = {}) {
  const document = o.documents.annaReleased.id
  const request = new Request(`http://localhost:3000/v1/o/${hat}/${document}`, { headers: { ...headers, cookie: `${sessionCookie().name}=${jar.get(sessionCookie().name)}` } })
  return GET(request, { params: Promise.resolve({ hat, document }) })
}

test('whoever finds the session locked before a document is led back to that document', async () => {
  for (const [person, hat] of [[o.people.anna, o.hats.anna], [o.people.desk, o.members.desk]] as const) {
    const stopped = await open(await o.browser(person, { locked: true }), hat)
    const next = new URL(stopped.headers.get('location') ?? '', 'http://localhost:3000').searchParams.get('next')
    expect(next).toBe(`/v1/o/${hat}/${o.documents.annaReleased.id}?as=inline`)
    expect(ownPath(next)).toBe(next)
    const opened = await open(await o.browser(person), hat)
    expect([opened.status, opened.headers.get('location')?.startsWith('/v1/d/')]).toEqual([303, true])
  }
})

test('what the framework fetches by itself after an action that leads here opens nothing', async () => {
  const events = async () => (await o.sql<{ n: number }>('select count(*)::int as n from audit_event'))[0]?.n ?? 0
  const jar = await o.browser(o.people.anna)
  const before = await events()
  const fetched = await open(jar, o.hats.anna, { rsc: '1' })
  expect([fetched.status, fetched.headers.get('location'), await events()]).toEqual([204, null, before])
})
