import 'server-only'
import type { LinkAction } from './link'

/** The facts about a document that its answer tells. */
export type Described = {
  /** As detected from the bytes, never as claimed by whoever uploaded them. */
  readonly type: string
  readonly name: string
  readonly action: LinkAction
  /** Strong, with quotes, and no digest of the content: equal documents must not show themselves as equal. */
  readonly etag: string
  /** SHA-256 of the whole document. */
  readonly sha256: Uint8Array
  readonly modified?: Date
}

/**
 * Types a browser may show; everything else is saved, whatever the link's action. Text is saved too: shown by a browser it
 * would be the one kind whose looks its writer chooses freely, on our own origin.
 */
const SHOWN = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp'])

/** What every answer of the document door carries, denials included. */
export const GUARDED: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'none',
  // Documents pass proxy.ts by, which says this everywhere else. Over plain HTTP browsers pay it no heed (RFC 6797 §8.1).
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
}

/** The fields of 200, 206 and 304 answers, without length and range. */
export function documentHeaders(of: Described): Record<string, string> {
  const shown = of.action !== 'attachment' && SHOWN.has(of.type)
  return {
    ...GUARDED,
    'Content-Type': of.type === 'text/plain' ? 'text/plain;charset=utf-8' : of.type,
    'Content-Disposition': contentDisposition(shown ? 'inline' : 'attachment', of.name),
    'Content-Security-Policy': contentPolicy(of.type),
    'Accept-Ranges': 'bytes',
    ETag: of.etag,
    // RFC 9530: of the whole representation, also beside a range.
    'Repr-Digest': `sha-256=:${Buffer.from(of.sha256).toString('base64')}:`,
    ...(of.modified ? { 'Last-Modified': of.modified.toUTCString() } : {}),
  }
}

/**
 * Chrome's PDF viewer works neither in a sandbox nor under `default-src 'none'`; a PDF's own scripts never reach our
 * origin's document, so there only framing is limited. Everything else can do nothing at all.
 */
function contentPolicy(type: string): string {
  return type === 'application/pdf'
    ? "frame-ancestors 'self'"
    : "default-src 'none'; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
}

/**
 * Content-Disposition by RFC 6266, with the name twice: in ASCII for old readers, in UTF-8 by RFC 8187.
 * Removed are controls (they split headers), signs that turn the writing direction (they make `gpj.exe` look like
 * `exe.jpg`), lone surrogates, and separators of folders; a name may not begin with a dot.
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const clean = cleanName(name)
  const ascii = clean
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '_')
    // Decomposing can bring back what was taken out: a full-width solidus becomes a plain one.
    .replace(/["%/\\:*?<>|]/g, '_')
    .replace(/^\./, '_')
  return `${kind}; filename="${ascii || 'document'}"; filename*=UTF-8''${extValue(clean)}`
}

function cleanName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    // Cc controls, Cf invisible signs (bidi marks, zero width), Zl/Zp line separators, Cs/Co/Cn without a meaning.
    .replace(/[\p{C}\u2028\u2029\ufffd]/gu, '')
    .replace(/[/\\:*?<>|"]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  return shorten(clean, 120) || 'document'
}

/** At most `max` code points, keeping the ending that tells the type. */
function shorten(name: string, max: number): string {
  const points = [...name]
  if (points.length <= max) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return points.slice(0, max - ending.length).join('').trimEnd() + ending
}

/** RFC 8187 `ext-value`: everything outside attr-char is percent-encoded. */
function extValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
