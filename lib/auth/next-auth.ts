import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import NextAuthModule, { type AuthOptions } from 'next-auth'
import type { IdentityHandle } from '@/db/identity'
import { sessionCookie } from '@/lib/auth/cookies'
import { newToken, tokenHash } from '@/lib/auth/token'
import { env } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'
import { keyedHash } from '@/lib/platform/seal'

/** The session that a ticket turned into. */
export type Issued = { token: string; sessionId: string; expiresAt: Date }

type Handler = (request: object, response: object, options: AuthOptions) => Promise<unknown>
// A CommonJS package: bundlers hand out its default, Node its whole module.
const NextAuth = ((NextAuthModule as unknown as { default?: Handler }).default ?? NextAuthModule) as unknown as Handler

/**
 * next-auth, configured to be the one place where sessions are made and given no door of its own: its routes are not
 * mounted (docs/decisions/0003). There is one provider, and it takes one-use tickets. A session is a row found by an
 * opaque token; `encode` makes the row at sign-in and at no other time hands out anything but the token it was given,
 * so that no route of next-auth's could ever mint a second one.
 */
export function authOptions(db: IdentityHandle, { previous, issued }: { previous?: string | null; issued?: (session: Issued) => void } = {}): AuthOptions {
  const { name, options } = sessionCookie()
  return {
    secret: keyedHash('next-auth', 'csrf').toString('base64url'),
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name, options },
      csrfToken: { name: csrfName, options },
      callbackUrl: { name: 'callback', options },
    },
    session: { strategy: 'jwt', maxAge: options.maxAge ?? 0 },
    providers: [{
      id: 'ticket', name: 'ticket', type: 'credentials', credentials: { ticket: {} },
      authorize: async (given) => {
        const ticket = given?.ticket ?? ''
        const { rows } = await sql<{ person: string | null }>`select identity.take_ticket(${tokenHash(ticket)}) as person`.execute(db)
        const person = rows[0]?.person
        return person ? { id: person, ticket } : null
      },
    }],
    callbacks: {
      // `user` is there at sign-in alone; afterwards the token is what `decode` found.
      jwt: ({ token, user }) => (user ? { ticket: (user as unknown as { ticket: string }).ticket } : token),
    },
    jwt: {
      encode: async ({ token }) => {
        if (typeof token?.['existing'] === 'string') return token['existing']
        if (typeof token?.['ticket'] !== 'string') throw new Error('nothing to encode')
        const fresh = newToken()
        const { rows } = await sql<{ sessionId: string | null; expiresAt: Date }>`select * from identity.open_session(
          ${tokenHash(token['ticket'])}, ${fresh.hash}, ${previous ? tokenHash(previous) : null})`.execute(db)
        const session = rows[0]
        if (!session?.sessionId) throw new Error('the ticket opened no session')
        issued?.({ token: fresh.token, sessionId: session.sessionId, expiresAt: session.expiresAt })
        return fresh.token
      },
      decode: async ({ token }) => {
        if (!token) return null
        const { rows } = await sql<{ person: string | null }>`select identity.session_person(${tokenHash(token)}) as person`.execute(db)
        return rows[0]?.person ? { sub: rows[0].person, existing: token } : null
      },
    },
    // Its messages quote what was sent; the codes are enough. A token that finds no session is no error.
    logger: { error: (code) => (code === 'JWT_SESSION_ERROR' ? undefined : log.error({ event: 'next_auth.error', fault: code })), warn: () => undefined, debug: () => undefined },
  }
}

const csrfName = 'csrf'

/** Hands a ticket to next-auth in this process and takes the session from it. @throws when the ticket is not good */
export async function redeem(db: IdentityHandle, ticket: string, previous: string | null): Promise<Issued> {
  const made: Issued[] = []
  const options = authOptions(db, { previous, issued: (session) => made.push(session) })
  const set: string[] = []
  await NextAuth(callback(ticket, options.secret ?? ''), captured(set), options)
  const session = made[0]
  if (!session || !set.some((cookie) => cookie.startsWith(`${sessionCookie().name}=${session.token};`))) throw new Error('no session was issued')
  return session
}

/** The request of next-auth's own sign-in form, with the double-submitted value that it asks of every post. */
function callback(ticket: string, secret: string) {
  const csrfToken = randomBytes(32).toString('hex')
  const proof = createHash('sha256').update(`${csrfToken}${secret}`).digest('hex')
  return {
    method: 'POST',
    query: { nextauth: ['callback', 'ticket'] },
    body: { ticket, csrfToken },
    cookies: { [csrfName]: `${csrfToken}|${proof}` },
    headers: { host: new URL(env().ENAMEL_ORIGIN).host },
  }
}

/** As much of a response as the handler writes to: it keeps what would be cookies. */
function captured(set: string[]) {
  const response = {
    status: () => response,
    getHeader: () => undefined,
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'set-cookie') set.push(...[value].flat())
      return response
    },
    redirect: () => response,
    json: () => response,
    send: () => response,
    end: () => response,
  }
  return response
}
