import 'server-only'
import { randomBytes } from 'node:crypto'
import { StorageError } from '@/lib/platform/storage/store'
import type { ObjectReader, ObjectStore } from '@/lib/platform/storage/store'
import { aheadOf, pieces, pullStream } from './body'
import type { End, Piece } from './body'
import { GUARDED, documentHeaders } from './headers'
import type { Described } from './headers'
import type { InFlight } from './in-flight'
import { multipart, select } from './range'
import type { Multipart, Span } from './range'
import { SEGMENT_BYTES, TamperedError, openFile } from './vlt1'
import type { FileContext, StoredFile } from './vlt1'

/** Everything the one who redeemed the link found out. The access is on record when this exists. */
export type Allowed = Described & {
  readonly outcome: 'allowed'
  readonly storageKey: string
  /** The file's plain key; delivery clears it. */
  readonly dek: Uint8Array
  readonly commitment: Uint8Array
  readonly of: FileContext
  readonly size: number
  /** Bytes made for this one answer from what is stored, such as a page with its reader's name across it; in place of the file. */
  readonly made?: Uint8Array
}

/**
 * A refusal. `location` with 303 sends its owner for a fresh link. Which reason stands behind a 404 is not told here,
 * so it cannot be told to anybody.
 */
export type Denied = {
  readonly outcome: 'denied'
  readonly status: 303 | 401 | 404 | 410 | 429 | 500 | 503
  readonly location?: string
  readonly retryAfterSeconds?: number
}

export type DeliveryFault = {
  readonly kind: 'tampered' | 'missing' | 'unavailable'
  readonly storageKey: string
  readonly error: unknown
}

export type DeliveryParts = {
  readonly redeem: () => Promise<Allowed | Denied>
  readonly store: ObjectStore
  readonly inFlight: InFlight
  /** Told once for every redeemed request, HEAD and 304 included: body bytes of the document's answer handed out. */
  readonly onEnd: (end: End) => void
  /** Told of every stored file that cannot be read as it was written. */
  readonly onFault: (fault: DeliveryFault) => void
  /** A body nobody reads from for so long is given up. Milliseconds. */
  readonly idleMs?: number
}

export type DeliveryRequest = {
  readonly method: string
  readonly headers: Headers
  readonly signal: AbortSignal | null
}

export type Delivery = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: ReadableStream<Piece> | string | null
}

const IDLE_MS = 300_000
const SAID: Readonly<Record<number, string>> = {
  303: 'See other.\n',
  401: 'Sign in to open this document.\n',
  404: 'Not found.\n',
  405: 'Method not allowed.\n',
  410: 'This link has expired.\n',
  412: 'The document is not the one you have.\n',
  416: 'Not within the document.\n',
  429: 'Too many requests. Try again shortly.\n',
  500: 'This document cannot be shown as it was stored. Please tell the office.\n',
  503: 'Documents are not available just now. Try again shortly.\n',
}

/**
 * Answers for a document, once for every door: redeem, preconditions, range, open, and the first needed segment
 * authenticated, all before the status is chosen. Only then does a body begin, and it is pulled, never pushed.
 * What `redeem` throws passes through.
 */
export async function deliver(request: DeliveryRequest, parts: DeliveryParts): Promise<Delivery> {
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD') return said(405, method, { Allow: 'GET, HEAD' })
  const found = await parts.redeem()
  if (found.outcome === 'denied') return refusal(found, method)
  try {
    return await answer(method, request, found, parts)
  } finally {
    found.dek.fill(0)
  }
}

async function answer(
  method: 'GET' | 'HEAD',
  request: DeliveryRequest,
  found: Allowed,
  parts: DeliveryParts,
): Promise<Delivery> {
  const field = (name: string): string | null => request.headers.get(name)
  const selection = select(
    method,
    {
      ifMatch: field('if-match'),
      ifUnmodifiedSince: field('if-unmodified-since'),
      ifNoneMatch: field('if-none-match'),
      ifModifiedSince: field('if-modified-since'),
      ifRange: field('if-range'),
      range: field('range'),
    },
    found,
  )
  const headers = documentHeaders(found)
  const { size } = found
  const without = (delivery: Delivery): Delivery => {
    parts.onEnd({ bytes: 0, complete: true })
    return delivery
  }
  if (selection.status === 304) {
    const { 'Content-Type': _type, 'Content-Disposition': _name, ...kept } = headers
    return without({ status: 304, headers: kept, body: null })
  }
  if (selection.status === 412) return without(said(412, method))
  if (selection.status === 416) return without(said(416, method, { 'Content-Range': `bytes */${size}` }))
  // HEAD opens nothing, so there is nothing that it could leave open.
  if (method === 'HEAD') return without({ status: 200, headers: { ...headers, 'Content-Length': `${size}` }, body: null })

  const spans = selection.status === 206 ? selection.spans : ([{ start: 0, end: size }] as const)
  const many = spans.length > 1 ? multipart(spans, size, found.type, randomBytes(18).toString('hex')) : null
  const length = many?.length ?? spans[0].end - spans[0].start
  const opened = await begin(found, spans, many, parts)
  if ('status' in opened) {
    parts.onEnd({ bytes: 0, complete: false })
    return opened
  }
  if (many) headers['Content-Type'] = many.type
  else if (selection.status === 206) headers['Content-Range'] = `bytes ${spans[0].start}-${spans[0].end - 1}/${size}`
  const { first, ...held } = opened
  const body = pullStream(
    first, length, { ...held, onEnd: parts.onEnd }, request.signal, parts.idleMs ?? IDLE_MS,
    (error) => parts.onFault({ kind: faultKind(error), storageKey: found.storageKey, error }),
  )
  return { status: selection.status, headers: { ...headers, 'Content-Length': `${length}` }, body }
}

/** Opens the file and authenticates the first needed segment; leaves nothing open where that fails. */
async function begin(found: Allowed, spans: readonly [Span, ...Span[]], many: Multipart | null, parts: DeliveryParts) {
  if (!parts.inFlight.hasRoom()) return said(503, 'GET', { 'Retry-After': '2' })
  const lease = parts.inFlight.lease()
  let reader: ObjectReader | undefined
  try {
    reader = found.made ? madeReader(found.made) : await parts.store.open(found.storageKey)
    const file = found.made ? madeFile(found.made)
      : await openFile(reader, found.dek, found.of, found.size, found.commitment, aheadOf(spans[0]))
    const body = pieces(file, spans, lease, many)
    const { value } = await body.next()
    return { first: value ?? new Uint8Array(0), pieces: body, reader, lease }
  } catch (error) {
    lease.end()
    await reader?.close().catch(() => undefined)
    const kind = faultKind(error)
    parts.onFault({ kind, storageKey: found.storageKey, error })
    return kind === 'unavailable' ? said(503, 'GET', { 'Retry-After': '10' }) : said(500, 'GET')
  }
}

/** Made bytes, given out in pieces like a stored file's. */
function madeFile(made: Uint8Array): StoredFile {
  return {
    size: made.length,
    async *read(start, end, segments) {
      for (let at = start; at < end; ) {
        const piece = new Uint8Array(made.subarray(at, Math.min(end, at + segments() * SEGMENT_BYTES)))
        at += piece.length
        yield piece
      }
    },
  }
}

/** Nothing is open behind made bytes. */
const madeReader = (made: Uint8Array): ObjectReader => ({
  size: made.length, readAt: () => Promise.reject(new TamperedError()), close: () => Promise.resolve(),
})

function faultKind(error: unknown): DeliveryFault['kind'] {
  if (error instanceof TamperedError) return 'tampered'
  if (!(error instanceof StorageError) || error.code === 'unavailable' || error.code === 'full') return 'unavailable'
  return error.code === 'missing' ? 'missing' : 'tampered'
}

/** The answer to a refusal: the same bytes for everything that is "not there" and "not yours". */
export function refusal(denied: Denied, method: 'GET' | 'HEAD'): Delivery {
  return said(denied.status, method, {
    ...(denied.location === undefined ? {} : { Location: denied.location }),
    ...(denied.retryAfterSeconds === undefined ? {} : { 'Retry-After': `${denied.retryAfterSeconds}` }),
  })
}

function said(status: number, method: string, more: Record<string, string> = {}): Delivery {
  const text = SAID[status] ?? ''
  return {
    status,
    headers: {
      ...GUARDED,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'self'",
      'Content-Length': `${Buffer.byteLength(text)}`,
      ...more,
    },
    body: method === 'HEAD' ? null : text,
  }
}
