import 'server-only'

/** A stretch of bytes, `end` excluded. */
export type Span = { readonly start: number; readonly end: number }

export type Selection =
  | { readonly status: 200 }
  | { readonly status: 206; readonly spans: readonly [Span, ...Span[]] }
  | { readonly status: 304 | 412 | 416 }

/** The conditional and range fields of a request, as received (null when absent). */
export type RangeFields = {
  readonly ifMatch: string | null
  readonly ifUnmodifiedSince: string | null
  readonly ifNoneMatch: string | null
  readonly ifModifiedSince: string | null
  readonly ifRange: string | null
  readonly range: string | null
}

/** What there is to send. `etag` is strong, with its quotes; `modified` only if a Last-Modified is sent. */
export type Representation = { readonly size: number; readonly etag: string; readonly modified?: Date }

const MAX_RANGES = 8
/** Longer fields are not read: nothing that a browser or viewer sends comes near. */
const MAX_FIELD = 2048
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/

/**
 * Decides what of a representation is sent, in the order of RFC 9110 §13.2.2, then by §14.
 * A Range that is malformed, has more than 8 parts, or parts that overlap or do not ascend (all three are ways to
 * make a small request cost much) is treated as absent, as §14.2 allows: the whole is sent.
 */
export function select(method: 'GET' | 'HEAD', fields: RangeFields, of: Representation): Selection {
  if (fields.ifMatch !== null) {
    if (!matches(fields.ifMatch, of.etag, 'strong')) return { status: 412 }
  } else if (fields.ifUnmodifiedSince !== null && of.modified) {
    const since = httpDate(fields.ifUnmodifiedSince)
    if (since !== null && wholeSeconds(of.modified) > since) return { status: 412 }
  }
  if (fields.ifNoneMatch !== null) {
    if (matches(fields.ifNoneMatch, of.etag, 'weak')) return { status: 304 }
  } else if (fields.ifModifiedSince !== null && of.modified) {
    const since = httpDate(fields.ifModifiedSince)
    if (since !== null && wholeSeconds(of.modified) <= since) return { status: 304 }
  }
  if (method !== 'GET' || fields.range === null) return { status: 200 }
  // A date is never taken in If-Range: every answer carries a strong tag, and RFC 9110 §13.1.5 lets a client use a
  // date only without one. What is not exactly our tag (weak ones too) means "send me the whole".
  if (fields.ifRange !== null && fields.ifRange.trim() !== of.etag) return { status: 200 }
  return selectRange(fields.range, of.size)
}

function selectRange(field: string, size: number): Selection {
  const asked = parseRange(field)
  if (asked === null || asked.length > MAX_RANGES) return { status: 200 }
  const spans: Span[] = []
  for (const { first, last } of asked) {
    if (first === null) {
      // The last n bytes; of an empty representation that is all of it, which no 206 can express (§14.1.2).
      if (last > 0n && size === 0) return { status: 200 }
      if (last > 0n) spans.push({ start: last >= BigInt(size) ? 0 : size - Number(last), end: size })
    } else if (first < BigInt(size)) {
      spans.push({ start: Number(first), end: last === null || last >= BigInt(size) ? size : Number(last) + 1 })
    }
  }
  const [head, ...rest] = spans
  if (!head) return { status: 416 }
  if (spans.some((span, at) => at > 0 && span.start < spans[at - 1]!.end)) return { status: 200 }
  return { status: 206, spans: [head, ...rest] }
}

type Asked = { first: null; last: bigint } | { first: bigint; last: bigint | null }

/** The byte ranges of a Range field as written, or null when it is not one of bytes (RFC 9110 §14.1.1, §14.2). */
function parseRange(field: string): Asked[] | null {
  const set = field.length <= MAX_FIELD ? /^bytes=(.*)$/i.exec(field.trim())?.[1] : undefined
  if (set === undefined) return null
  const asked: Asked[] = []
  for (const part of set.split(',')) {
    const spec = part.replace(/^[ \t]+|[ \t]+$/g, '')
    // A list may have empty places (§5.6.1.2).
    if (spec === '') continue
    const found = /^([0-9]*)-([0-9]*)$/.exec(spec)
    if (!found || (found[1] === '' && found[2] === '')) return null
    if (found[1] === '') {
      asked.push({ first: null, last: BigInt(found[2]!) })
    } else {
      const first = BigInt(found[1]!)
      const last = found[2] === '' ? null : BigInt(found[2]!)
      if (last !== null && last < first) return null
      asked.push({ first, last })
    }
  }
  return asked.length > 0 ? asked : null
}

/** Whether a list of entity tags (or `*`) names the tag; a malformed list names nothing. */
function matches(list: string, etag: string, compare: 'strong' | 'weak'): boolean {
  if (list.length > MAX_FIELD) return false
  if (list.trim() === '*') return true
  // A comma may stand inside a tag, so the list is cut between tags, not at commas.
  const tags = list.match(/(?:W\/)?"[^"]*"|[^\s,]+/g) ?? []
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) return false
  return tags.some((tag) => (compare === 'weak' ? tag.replace(/^W\//, '') : tag) === etag)
}

function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

/** Seconds since 1970 of an HTTP date in any of the three forms of RFC 9110 §5.6.7, or null. */
function httpDate(field: string): number | null {
  const text = field.trim()
  const imf = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
  const rfc850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
  const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/
  const readable = imf.test(text) || rfc850.test(text) ? text : asctime.test(text) ? `${text} GMT` : null
  const at = readable === null ? Number.NaN : Date.parse(readable)
  return Number.isNaN(at) ? null : Math.floor(at / 1000)
}

/** How several spans travel in one body (RFC 9110 §14.6): what stands before each, what ends them, and the length. */
export type Multipart = {
  readonly type: string
  readonly heads: readonly Buffer[]
  readonly tail: Buffer
  readonly length: number
}

/**
 * Lays out a multipart/byteranges body.
 * @param boundary random, so that no document can hold it on purpose
 */
export function multipart(spans: readonly Span[], size: number, type: string, boundary: string): Multipart {
  const heads = spans.map(({ start, end }, at) =>
    Buffer.from(
      `${at === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${type}\r\n` +
        `Content-Range: bytes ${start}-${end - 1}/${size}\r\n\r\n`,
    ),
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const bytes = spans.reduce((sum, { start, end }) => sum + end - start, 0)
  const length = heads.reduce((sum, head) => sum + head.length, bytes + tail.length)
  return { type: `multipart/byteranges; boundary=${boundary}`, heads, tail, length }
}
