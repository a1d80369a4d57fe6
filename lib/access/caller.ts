import 'server-only'
import { cookies, headers } from 'next/headers'
import { AppError } from '@/lib/access/errors'
import type { Caller } from '@/lib/access/principal'
import { guestCookie, sessionCookie } from '@/lib/auth/cookies'
import { newId, requestIdOf } from '@/lib/platform/ids'

/** The caller of the current request. A prefetch is not a person's act; neither is a poll, which says so itself. */
export async function currentCaller({ poll = false } = {}): Promise<Caller> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const prefetch = head.has('next-router-prefetch') || head.get('sec-purpose')?.includes('prefetch') === true
  return {
    token: jar.get(sessionCookie().name)?.value ?? null,
    guest: jar.get(guestCookie().name)?.value ?? null,
    requestId: requestIdOf(head.get('x-request-id')),
    act: !poll && !prefetch,
  }
}

/** The caller of a route handler's request, read from the request alone. */
export function callerOf(request: Request, act: boolean): Caller {
  return {
    token: cookieOf(request, sessionCookie().name),
    guest: cookieOf(request, guestCookie().name),
    folder: /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null,
    // Such routes lie beside proxy.ts, so an id in the request would be the sender's own invention.
    requestId: newId(),
    act,
  }
}

/** One cookie's value. Two of one name (a neighbour's trick, RFC 6265 section 8.6) count as none. */
function cookieOf(request: Request, name: string): string | null {
  const values = (request.headers.get('cookie') ?? '').split(/; */)
    .filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? (values[0] ?? null) : null
}

const elsewhere = 'This did not come from one of our own pages. Reload the page and try again.'

/**
 * A write must come from our own pages. Browsers say so in Sec-Fetch-Site; where that is absent (plain HTTP to a name
 * other than localhost, as in a classroom) Origin decides, and a write with neither is refused. SameSite cookies stand
 * behind this; it does not cover a script running on our own origin, which the CSP is for.
 */
export async function requireSameOrigin(given?: Headers): Promise<void> {
  const head = given ?? (await headers())
  const site = head.get('sec-fetch-site')
  if (site) {
    if (site !== 'same-origin' && site !== 'none') throw new AppError('forbidden', `write from ${site}`, { says: elsewhere })
    return
  }
  const origin = head.get('origin')
  const host = head.get('x-forwarded-host') ?? head.get('host')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host) throw new AppError('forbidden', 'write without an origin of ours', { says: elsewhere })
}
