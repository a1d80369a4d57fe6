import 'server-only'
import { callerOf } from '@/lib/access/caller'
import { AppError } from '@/lib/access/errors'
import { recordLater } from '@/lib/access/later'
import { performEither } from '@/lib/access/perform'
import type { Caller } from '@/lib/access/principal'
import { redeemAsPatient, redeemAsStaff } from '@/lib/documents/redeem'
import { pagePolicy, refusedPage } from '@/lib/documents/doors/refused-page'
import { reportFault } from '@/lib/platform/faults'
import { faultOf, log } from '@/lib/platform/log'
import { asResponse } from '@/lib/vault/content-length'
import { deliver, type Allowed, type Delivery, type Denied } from '@/lib/vault/deliver'
import { inFlight } from '@/lib/vault/in-flight'
import { parseLink, type SignedLink } from '@/lib/vault/link'
import { perReader } from '@/lib/vault/per-reader'
import { rawAddress } from '@/lib/vault/raw-address'
import { vault } from '@/lib/vault/rings'
import { SEGMENT_BYTES } from '@/lib/vault/vlt1'

/** Plain bytes in flight, of all readers together; a body holds at most one piece. */
const streams = inFlight(256 * 1024 * 1024, SEGMENT_BYTES)
/** Bodies open at one time in one session; HTTP/1.1 browsers open six. */
const places = perReader(32)

/** What differs between whoever may hold a link: a person in her session, or a guest in hers. */
export type Way = {
  subject: 'S' | 'G'
  /** The cookie by which its reader is told from others, for the number of bodies open at one time. */
  reader: (caller: Caller) => string | null | undefined
  redeem: (caller: Caller, link: SignedLink) => Promise<Omit<Allowed, 'outcome'> & { practice: string; nonce: string }>
  /** Where its owner gets a fresh one. */
  again: (link: SignedLink) => string
}

const ownSession: Way = {
  subject: 'S',
  reader: ({ token }) => token,
  redeem: (caller, link) => performEither({ staff: redeemAsStaff, patient: redeemAsPatient }, caller, { hat: link.hat }, { link }),
  again: freshAddress,
}

/**
 * The way of a document's bytes out, whole: strict address → session, hat and conditions → MAC → row-level security,
 * lease and audit in one commit → key → ranges → first segment authenticated → status → body.
 */
export function serveDocument(request: Request, way: Way = ownSession): Promise<Delivery> {
  let leave = (): void => undefined
  let opened: { practice: string; nonce: string; document: string; version: number; variant: string } | undefined
  const redeem = async (): Promise<Allowed | Denied> => {
    // A page elsewhere that embeds or fetches a guessed link is not its reader (class S links are for our own pages).
    if (request.headers.get('sec-fetch-site') === 'cross-site') return denied(404)
    const parsed = parseLink(rawAddress(request))
    if (parsed.outcome === 'malformed' || parsed.subject !== way.subject) return denied(404)
    const { link } = parsed
    const caller = callerOf(request, true)
    const reader = way.reader(caller)
    if (reader && !places.hasRoom(reader)) return denied(429, 2)
    const navigation = (request.headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate'
    // Taken before anything is asked, so that many at once cannot all find the same place free.
    leave = places.enter(reader ?? '')
    try {
      const found = await way.redeem({ ...caller, act: navigation }, link)
      opened = { practice: found.practice, nonce: found.nonce, document: link.document, version: link.version, variant: link.variant }
      return { outcome: 'allowed', ...found }
    } catch (error) {
      leave()
      if (!(error instanceof AppError)) throw error
      // Its owner, a minute late: a fresh link, silently. Anybody else has failed before this.
      if (error.code === 'gone' && navigation)
        return { outcome: 'denied', status: 303, location: way.again(link) }
      return denied(statusOf(error), error.retryAfter)
    }
  }
  return deliver({ method: request.method, headers: request.headers, signal: request.signal }, {
    redeem,
    store: vault().store,
    inFlight: streams,
    onEnd: ({ bytes, complete }) => {
      leave()
      if (!opened) return
      recordLater(opened.practice, {
        operation: 'documents.sent', decision: 'allow', documentId: opened.document,
        detail: { link: opened.nonce, bytes, complete, method: request.method },
      })
    },
    onFault: ({ kind, error }) => {
      if (!opened) return
      log.error({ event: 'vault.fault', code: kind, document: opened.document, practice: opened.practice, ...faultOf(error) })
      // A picture is made anew from its original; only of the original is it worth knowing.
      if (kind !== 'unavailable' && opened.variant === 'orig') void reportFault(opened.practice, opened.document, opened.version)
    },
  }).catch((error: unknown) => {
    leave()
    throw error
  })
}

/** The plain address at which the same bytes are had again. */
function freshAddress({ hat, document, version, action, variant }: SignedLink): string {
  const page = /^page-(\d+)-/.exec(variant)?.[1]
  return `/v1/o/${hat}/${document}?as=${action}&version=${version}${page ? `&page=${page}` : ''}`
}

function denied(status: Denied['status'], retryAfterSeconds?: number): Denied {
  return { outcome: 'denied', status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}

/** 401 says only that there is no live session; every other no is the same 404, but for a closed or unwell house. */
function statusOf(error: AppError): Denied['status'] {
  if (error.status === 401) return 401
  if (error.code === 'gone') return 410
  if (error.code === 'corrupt') return 500
  if (error.code === 'slow_down') return 429
  return error.code === 'closed' || error.code === 'unavailable' ? 503 : 404
}

/** The same as a route handler's answer; to a person who came here by a link, a refusal is a page with a way back. */
export async function documentResponse(request: Request): Promise<Response> {
  const answer = await serveDocument(request)
  const page = typeof answer.body === 'string' ? refusedPage(request.method, request.headers, answer.status) : null
  if (page === null) return asResponse(answer)
  const headers = { ...answer.headers, 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': pagePolicy, 'Content-Length': `${Buffer.byteLength(page)}` }
  return asResponse({ ...answer, headers, body: page })
}
