import 'server-only'
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from './key-ring'

/** What the holder may do with the bytes: look, keep, or print. */
export type LinkAction = 'inline' | 'attachment' | 'print'

/** Which bytes. `variant` is `orig`, `thumb-256` or `page-N-1600`. */
export type LinkTarget = {
  readonly hat: string
  readonly document: string
  readonly version: number
  readonly variant: string
  readonly action: LinkAction
}

/** All that a link says, apart from its signature. Times are whole seconds since 1970. */
export type LinkFields = LinkTarget & {
  readonly kid: number
  readonly iat: number
  readonly exp: number
  /** 96 random bits in base64url: the link's id in the access history and in the lease. */
  readonly nonce: string
}

export type SignedLink = LinkFields & { readonly sig: string }

/** What the link is bound to and does not say: it must be known from the caller's own session. */
export type LinkBinding = {
  readonly practice: string
  /** The practice's link epoch: raising it ends every link of the practice at once. */
  readonly epoch: number
  /** The audience from configuration, never from a `Host` header. */
  readonly host: string
  readonly sessionId: string
  /** `S`: a person's own session, where nothing is said. `G`: a guest's, who has no account. Neither passes for the other. */
  readonly subject?: 'S' | 'G'
}

export type ParsedLink =
  | { readonly outcome: 'parsed'; readonly subject: 'S' | 'G'; readonly link: SignedLink }
  | { readonly outcome: 'malformed' }

/**
 * `expired` is told only to one whose session and hat the link was made for, because the signature is checked first;
 * such a caller may hold a lease. Every other reason is answered as if the document did not exist.
 */
export type LinkVerdict =
  | { readonly outcome: 'ok' | 'expired'; readonly link: SignedLink }
  | { readonly outcome: 'malformed' | 'unknown_key' | 'bad_mac' | 'not_yet' }

export const LINK_TTL_SECONDS = 60
const CLOCK_SKEW_SECONDS = 30

const LETTER_OF = { inline: 'i', attachment: 'a', print: 'p' } as const
const ACTION_OF: Readonly<Record<string, LinkAction>> = { i: 'inline', a: 'attachment', p: 'print' }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const COUNT = '[1-9][0-9]{0,5}'
const SECONDS = '[1-9][0-9]{9}'
const VARIANT = 'orig|thumb-256|page-[1-9][0-9]{0,3}-1600'
// One anchored expression over the raw characters: what is encoded, repeated, reordered, unknown or missing has no
// place to stand, so no two addresses ever mean the same link.
const ADDRESS = new RegExp(
  `^/v1/([dg])/(${UUID})/(${UUID})/(${COUNT})/(${VARIANT})` +
    `\\?k=(${COUNT})&i=(${SECONDS})&e=(${SECONDS})&a=([iap])&n=([A-Za-z0-9_-]{16})&s=([A-Za-z0-9_-]{43})$`,
)
const ONLY = {
  uuid: new RegExp(`^${UUID}$`),
  count: new RegExp(`^${COUNT}$`),
  seconds: new RegExp(`^${SECONDS}$`),
  variant: new RegExp(`^(?:${VARIANT})$`),
  nonce: /^[A-Za-z0-9_-]{16}$/,
  host: /^[a-z0-9.[\]:-]{1,255}$/,
  tag: /^[A-Za-z0-9_-]{22}$/,
}

/**
 * Reads a link from the address as it came over the wire: path and query, undecoded, without scheme and host.
 * Nothing but the exact spelling that `issueLink` writes is accepted.
 */
export function parseLink(pathAndQuery: string): ParsedLink {
  const found = pathAndQuery.length > 400 ? null : ADDRESS.exec(pathAndQuery)
  if (!found) return { outcome: 'malformed' }
  const [, door, hat = '', document = '', version, variant = '', kid, iat, exp, letter = '', nonce = '', sig = ''] = found
  const action = ACTION_OF[letter] ?? 'inline'
  return {
    outcome: 'parsed',
    subject: door === 'g' ? 'G' : 'S',
    link: {
      hat, document, version: Number(version), variant, action,
      kid: Number(kid), iat: Number(iat), exp: Number(exp), nonce, sig,
    },
  }
}

/** Writes the address of a signed link; the inverse of `parseLink`. */
export function linkAddress(link: SignedLink, subject: 'S' | 'G' = 'S'): string {
  return (
    `/v1/${subject === 'G' ? 'g' : 'd'}/${link.hat}/${link.document}/${link.version}/${link.variant}` +
    `?k=${link.kid}&i=${link.iat}&e=${link.exp}&a=${LETTER_OF[link.action]}&n=${link.nonce}&s=${link.sig}`
  )
}

/** The part of the subject that stands for a session: half of SHA-256 of its id, so that no link reveals the id. */
export function sessionTag(sessionId: string): string {
  return createHash('sha256').update(sessionId, 'utf8').digest().subarray(0, 16).toString('base64url')
}

/**
 * The thirteen lines that are signed. Every field is checked for its form, so that no value can hold a line break
 * and shift another into its place.
 * @throws Error when a field is not of its form; links are made from our own values, so this is a programming error.
 */
export function canonicalLink(fields: LinkFields, practice: string, host: string, tag: string, subject: 'S' | 'G' = 'S'): string {
  const form = (name: keyof typeof ONLY, value: string | number): string => {
    if (!ONLY[name].test(String(value))) throw new Error(`signed link: a field is not a ${name}`)
    return String(value)
  }
  return [
    'vault-url-v1',
    'GET',
    form('host', host),
    form('uuid', practice),
    form('uuid', fields.document),
    form('count', fields.version),
    form('variant', fields.variant),
    LETTER_OF[fields.action],
    `${subject}:${form('uuid', fields.hat)}:${form('tag', tag)}`,
    form('seconds', fields.iat),
    form('seconds', fields.exp),
    form('nonce', fields.nonce),
    form('count', fields.kid),
  ].join('\n')
}

/** The signing key of one practice in one epoch (HKDF-SHA256, RFC 5869; the salt is the practice's 16 bytes). */
export function linkKey(root: Uint8Array, practice: string, epoch: number): Buffer {
  const salt = Buffer.from(practice.replaceAll('-', ''), 'hex')
  return Buffer.from(hkdfSync('sha256', root, salt, `vault-url-v1|epoch=${epoch}`, 32))
}

/** HMAC-SHA256 over the canonical lines, 43 characters of base64url. */
export function signCanonical(key: Uint8Array, canonical: string): string {
  return createHmac('sha256', key).update(canonical, 'utf8').digest('base64url')
}

/**
 * Makes a fresh link for one session. Never put the address into a page, a list or a payload: a door answers 303 to it.
 * @param nowMs milliseconds since 1970
 */
export function issueLink(
  ring: KeyRing,
  binding: LinkBinding,
  target: LinkTarget,
  nowMs: number,
  ttlSeconds: number = LINK_TTL_SECONDS,
): SignedLink & { readonly address: string } {
  const root = ring.roots.get(ring.active)
  if (!root) throw new Error('signed link: the active key is absent')
  const iat = Math.floor(nowMs / 1000)
  const fields: LinkFields = {
    ...pick(target), kid: ring.active, iat, exp: iat + ttlSeconds, nonce: randomBytes(12).toString('base64url'),
  }
  const sig = signCanonical(
    linkKey(root, binding.practice, binding.epoch),
    canonicalLink(fields, binding.practice, binding.host, sessionTag(binding.sessionId), binding.subject),
  )
  const link = { ...fields, sig }
  return { ...link, address: linkAddress(link, binding.subject) }
}

/**
 * Judges a parsed link against the session that presents it. The signature comes first: nobody learns about times
 * from a link that was not made for them. There is no grace after `exp`.
 * @param nowMs milliseconds since 1970
 */
export function verifyLink(
  link: SignedLink,
  ring: KeyRing,
  binding: LinkBinding,
  nowMs: number,
  maxTtlSeconds: number = LINK_TTL_SECONDS,
): LinkVerdict {
  const root = ring.roots.get(link.kid)
  if (!root) return { outcome: 'unknown_key' }
  const wanted = signCanonical(
    linkKey(root, binding.practice, binding.epoch),
    canonicalLink(link, binding.practice, binding.host, sessionTag(binding.sessionId), binding.subject),
  )
  // The texts are compared, not the decoded bytes: the last character of base64url has two idle bits, and a link
  // that differs in them must be another link.
  const given = Buffer.from(link.sig, 'latin1')
  const right = Buffer.from(wanted, 'latin1')
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { outcome: 'bad_mac' }
  const ttl = link.exp - link.iat
  if (ttl <= 0 || ttl > maxTtlSeconds) return { outcome: 'malformed' }
  const now = nowMs / 1000
  if (link.iat > now + CLOCK_SKEW_SECONDS) return { outcome: 'not_yet' }
  return { outcome: now < link.exp ? 'ok' : 'expired', link }
}

function pick({ hat, document, version, variant, action }: LinkTarget): LinkTarget {
  return { hat, document, version, variant, action }
}
