import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import NextAuthModule, { type AuthOptions } from 'next-auth'
import { identity } from '@/db/identity'
import { findPrincipal } from '@/lib/access/principal'
import { deviceCookie, sessionCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { authOptions, redeem } from '@/lib/auth/next-auth'
import { startSession } from '@/lib/auth/session'
import { newToken } from '@/lib/auth/token'
import { world, type World } from '../../factories/world'

let w: World
beforeAll(async () => {
  w = await world()
})

const start = (person: string, jar = new Map<string, string>(), more: object = {}) =>
  withJar(jar, () => identity((db) => startSession(db, { personId: person, assurance: 2, method: 'password_totp', ...more })))
const find = (token: string) => findPrincipal({ token, requestId: randomUUID(), act: false }, 'person')

describe('a session', () => {
  test('is found by the opaque token in the cookie, which the database does not hold', async () => {
    const jar = new Map([['header:user-agent', 'Mozilla/5.0 (Windows NT 10.0)']])
    const { token, sessionId, expiresAt } = await start(w.people.owner, jar)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(jar.get(sessionCookie().name)).toBe(token)
    const { person } = await find(token)
    expect(person).toMatchObject({ personId: w.people.owner, session: { id: sessionId, assurance: 2, method: 'password_totp', state: 'live' } })
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(12 * 3_600_000)
    const [row] = await w.database.asSuperuser(`select device, row_to_json(s)::text as whole from identity.session s where id = $1`, [sessionId])
    expect(row?.device).toBe('Windows computer')
    expect(row?.whole).not.toContain(token)
  })

  test('ends the one this browser had before, whoever’s it was', async () => {
    const jar = new Map<string, string>()
    const first = await start(w.people.desk, jar)
    const second = await start(w.people.owner, jar)
    expect((await find(first.token)).person?.session.state).toBe('ended')
    expect((await find(second.token)).person?.session.state).toBe('live')
    expect(jar.get(deviceCookie().name)).toMatch(/^[\w-]{43}$/)
  })

  test('of her own phone lasts as long as the phone; of a phone that ended or is somebody else’s there is none', async () => {
    const phone = (person: string, more = {}) => w.put('identity.phone', { person_id: person, token_hash: newToken().hash, expires_at: new Date(Date.now() + 80 * 86_400_000), ...more })
    const { expiresAt } = await start(w.people.anna, new Map(), { assurance: 1, method: 'phone_pin', phoneId: await phone(w.people.anna) })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 79 * 86_400_000)
    await expect(start(w.people.anna, new Map(), { phoneId: await phone(w.people.anna, { ended_at: new Date() }) })).rejects.toThrow('no session')
    await expect(start(w.people.anna, new Map(), { phoneId: await phone(w.people.ben) })).rejects.toThrow('no session')
  })
})

describe('a ticket', () => {
  const issue = (db: Parameters<Parameters<typeof identity>[0]>[0], hash: Buffer) =>
    sql`select identity.issue_ticket(${hash}, ${w.people.owner}, 2, 'passkey', '', null, null, null)`.execute(db)

  test('opens one session', async () => {
    const { token, hash } = newToken()
    await identity((db) => issue(db, hash))
    expect((await identity((db) => redeem(db, token, null))).token).toMatch(/^[\w-]{43}$/)
    await expect(identity((db) => redeem(db, token, null))).rejects.toThrow('no session')
  })

  test('opens one session when it is shown twice at once', async () => {
    const { token, hash } = newToken()
    await identity((db) => issue(db, hash))
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => identity((db) => redeem(db, token, null))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is worth nothing after a minute, made up, or of another purpose', async () => {
    const { token, hash } = newToken()
    await identity((db) => issue(db, hash))
    await w.database.asSuperuser(`update identity.challenge set expires_at = now() - interval '1 second' where token_hash = $1`, [hash])
    await expect(identity((db) => redeem(db, token, null))).rejects.toThrow('no session')
    await expect(identity((db) => redeem(db, newToken().token, null))).rejects.toThrow('no session')
    const pending = newToken()
    await identity((db) => sql`select identity.start_pending(${pending.hash}, ${w.people.owner})`.execute(db))
    await expect(identity((db) => redeem(db, pending.token, null))).rejects.toThrow('no session')
  })

  test('cannot be turned into a session without next-auth’s own check of who posted it', async () => {
    const { token, hash } = newToken()
    await identity((db) => issue(db, hash))
    const posted = await ask(authOptionsOf(), { method: 'POST', action: ['callback', 'ticket'], body: { ticket: token, csrfToken: 'x' } })
    expect(posted.cookies.join()).not.toContain(sessionCookie().name)
    expect((await identity((db) => redeem(db, token, null))).token).toBeTruthy()
  })
})

describe('next-auth', () => {
  test('hands out the token it was given, except at sign-in', async () => {
    const { token } = await start(w.people.owner)
    const before = await w.database.asSuperuser('select count(*)::int as n from identity.session')
    const { cookies, body } = await ask(authOptionsOf(), { method: 'GET', action: ['session'], cookies: { [sessionCookie().name]: token } })
    expect(body).toMatchObject({ user: {} })
    expect(cookies.filter((cookie) => cookie.startsWith(sessionCookie().name)).join()).toContain(`=${token};`)
    expect(await w.database.asSuperuser('select count(*)::int as n from identity.session')).toEqual(before)
  })

  test('renews nothing when it looks', async () => {
    const { token, sessionId } = await start(w.people.owner)
    await w.database.asSuperuser(`update identity.session set last_act_at = now() - interval '5 minutes' where id = $1`, [sessionId])
    const seen = () => w.database.asSuperuser('select last_act_at, expires_at from identity.session where id = $1', [sessionId])
    const before = await seen()
    await ask(authOptionsOf(), { method: 'GET', action: ['session'], cookies: { [sessionCookie().name]: token } })
    expect(await seen()).toEqual(before)
  })

  test('knows nobody by a token that is made up, ended or locked', async () => {
    const ended = await start(w.people.owner)
    await w.database.asSuperuser(`update identity.session set ended_at = now() where id = $1`, [ended.sessionId])
    const locked = await w.session(w.people.owner, { locked: true })
    for (const token of [newToken().token, 'x', ended.token, locked.token]) {
      const { body } = await ask(authOptionsOf(), { method: 'GET', action: ['session'], cookies: { [sessionCookie().name]: token } })
      expect(body).toEqual({})
    }
  })

  test('makes nothing of a token that holds neither', async () => {
    await identity(async (db) => {
      const { jwt } = authOptions(db)
      await expect(jwt?.encode?.({ token: { sub: w.people.owner }, secret: '', maxAge: 1 })).rejects.toThrow('nothing to encode')
    })
  })
})

/** Options whose database calls each run in a transaction of their own. */
function authOptionsOf(): AuthOptions {
  const through = { jwt: { encode: (given: never) => identity(async (db) => authOptions(db).jwt!.encode!(given)), decode: (given: never) => identity(async (db) => authOptions(db).jwt!.decode!(given)) } }
  return { ...authOptions(undefined as never), ...(through as unknown as Partial<AuthOptions>) }
}

async function ask(options: AuthOptions, { method, action, body = {}, cookies = {} }: { method: string; action: string[]; body?: object; cookies?: Record<string, string> }) {
  const handler = ((NextAuthModule as unknown as { default?: unknown }).default ?? NextAuthModule) as (req: object, res: object, options: AuthOptions) => Promise<void>
  const set: string[] = []
  let answer: unknown
  const response: Record<string, (...given: never[]) => unknown> = {}
  for (const name of ['status', 'redirect', 'end', 'getHeader']) response[name] = () => (name === 'getHeader' ? undefined : response)
  for (const name of ['json', 'send']) response[name] = (value: unknown) => { answer = value; return response }
  response['setHeader'] = (name: string, value: string[]) => { if (name === 'Set-Cookie') set.push(...value); return response }
  await handler({ method, query: { nextauth: action }, body, cookies, headers: { host: 'localhost:3000' } }, response, options)
  return { cookies: set, body: answer }
}
