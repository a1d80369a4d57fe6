import { randomBytes, randomUUID } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'

const dev = process.env.NODE_ENV === 'development'

/**
 * What a page may load and do. A script runs only with this answer's nonce; nothing is fetched from elsewhere, nothing
 * frames us. Style attributes are allowed because components set positions with them; style elements need the nonce.
 * Development adds what its hot reload needs.
 */
function policy(nonce: string, secure: boolean): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    // The framework's error overlay brings style elements without a nonce.
    dev ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

const quiet = ['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'microphone', 'midi', 'payment', 'usb']

const always: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  // Not `no-referrer`: under it browsers send `Origin: null` with our own forms, and the origin decides writes.
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Permitted-Cross-Domain-Policies', 'none'],
  ['Permissions-Policy', quiet.map((name) => `${name}=()`).join(', ')],
]

/**
 * A write that says itself that it comes from elsewhere. This is hygiene and no permission: the framework answers a server
 * action from a foreign origin with 500 before any code of ours runs. What decides is `requireSameOrigin` of lib/access,
 * which also refuses what says nothing of its origin, and stands where this is passed by (/v1/).
 */
function isForeignWrite({ method, headers }: NextRequest): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  const origin = headers.get('origin')
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host)
}

/**
 * A body that the framework cannot take apart is a 500 of its own, too: a form whose parts cannot be told, a call of a
 * server function whose arguments are no list. Bodies that come this way are 1 MB at most.
 */
async function isBroken(request: NextRequest): Promise<boolean> {
  if (request.method !== 'POST') return false
  const called = request.headers.has('next-action')
  const isForm = request.headers.get('content-type')?.trimStart().toLowerCase().startsWith('multipart/form-data') ?? false
  if (!called && !isForm) return false
  try {
    const list = isForm ? (await request.clone().formData()).get('0') : await request.clone().text()
    // A form sent by itself, without a script, carries no list of arguments.
    return called && (typeof list !== 'string' || !Array.isArray(JSON.parse(list)))
  } catch {
    return true
  }
}

const refusal = (status: number, says: string) =>
  new NextResponse(`${says}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })

/**
 * Gives each request its nonce, its headers and an id. It decides nothing about who may see what: a check that stands in
 * front of the pages instead of in them is one skipped request away from no check at all.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(18).toString('base64url')
  const id = randomUUID()
  const secure = (process.env['ENAMEL_ORIGIN'] ?? '').startsWith('https:')
  const csp = policy(nonce, secure)

  // Set, never appended: a sender's own x-nonce or x-request-id must not reach a page or a log.
  const inward = new Headers(request.headers)
  inward.set('x-nonce', nonce)
  inward.set('x-request-id', id)
  inward.set('x-enamel-path', request.nextUrl.pathname + request.nextUrl.search)
  inward.set('Content-Security-Policy', csp)

  const response = isForeignWrite(request) ? refusal(403, 'This came from another site.')
    : (await isBroken(request)) ? refusal(400, 'This form cannot be read.')
    : NextResponse.next({ request: { headers: inward } })
  response.headers.set('Content-Security-Policy', csp)
  response.headers.set('X-Request-Id', id)
  for (const [name, value] of always) response.headers.set(name, value)
  if (secure) response.headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains')
  // The browser forgets our pages. Not its cookies: those of this computer (an enrolled workstation, a phone, the
  // throttle's own) outlive a session.
  if (request.nextUrl.pathname === '/signed-out') response.headers.set('Clear-Site-Data', '"cache", "storage"')
  return response
}

// Uploads and downloads go past: a matched body is cut at 10 MB, and documents bring stricter headers of their own.
export const config = {
  matcher: ['/((?!v1/|_next/static/|fonts/|favicon.svg|icons/).*)'],
}
