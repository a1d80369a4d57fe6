import 'server-only'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from './key-ring'
import { LINK_TTL_SECONDS, linkKey, sessionTag, signCanonical, type LinkBinding } from './link'

/** A link to one strip of previews: of exactly these documents, in this order, for one hat in one session. */
export type SheetLink = {
  readonly hat: string
  readonly documents: readonly string[]
  readonly kid: number
  readonly iat: number
  readonly exp: number
  readonly nonce: string
  readonly sig: string
}

/** Documents on one sheet: a page of a list. */
export const SHEET_LIMIT = 50

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const SET = `${UUID}(?:\\.${UUID}){0,${SHEET_LIMIT - 1}}`
const ADDRESS = new RegExp(
  `^/v1/p/(${UUID})/(${SET})\\?k=([1-9][0-9]{0,5})&i=([1-9][0-9]{9})&e=([1-9][0-9]{9})&n=([A-Za-z0-9_-]{16})&s=([A-Za-z0-9_-]{43})$`,
)
const CLOCK_SKEW_SECONDS = 30

/** The ids of a set as an address spells them, or null for anything else. None stands twice. */
export function parseSet(text: string): string[] | null {
  if (text.length > SHEET_LIMIT * 37 || !new RegExp(`^${SET}$`).test(text)) return null
  const ids = text.split('.')
  return new Set(ids).size === ids.length ? ids : null
}

/** Reads a link from the address as it came over the wire; nothing but the exact spelling of `issueSheetLink` is accepted. */
export function parseSheetLink(pathAndQuery: string): SheetLink | null {
  const found = pathAndQuery.length > 2_400 ? null : ADDRESS.exec(pathAndQuery)
  const documents = found ? parseSet(found[2] ?? '') : null
  if (!found || !documents) return null
  const [, hat = '', , kid, iat, exp, nonce = '', sig = ''] = found
  return { hat, documents, kid: Number(kid), iat: Number(iat), exp: Number(exp), nonce, sig }
}

/** The lines that are signed. Their first keeps them from ever being those of a document's link. */
function canonical(link: Omit<SheetLink, 'sig'>, { practice, host, sessionId }: LinkBinding): string {
  return [
    'vault-sheet-v1', 'GET', host, practice, link.documents.join('.'), `S:${link.hat}:${sessionTag(sessionId)}`,
    link.iat, link.exp, link.nonce, link.kid,
  ].join('\n')
}

/** A fresh address for one session. Like a document's, it never stands in a page: a door answers 303 to it. */
export function issueSheetLink(ring: KeyRing, binding: LinkBinding, hat: string, documents: readonly string[], nowMs: number): string {
  const root = ring.roots.get(ring.active)
  if (!root) throw new Error('sheet link: the active key is absent')
  const iat = Math.floor(nowMs / 1000)
  const link = { hat, documents, kid: ring.active, iat, exp: iat + LINK_TTL_SECONDS, nonce: randomBytes(12).toString('base64url') }
  const sig = signCanonical(linkKey(root, binding.practice, binding.epoch), canonical(link, binding))
  return `/v1/p/${hat}/${documents.join('.')}?k=${link.kid}&i=${iat}&e=${link.exp}&n=${link.nonce}&s=${sig}`
}

/** Whether the link was made for whoever presents it, and for now. The signature comes first. */
export function sheetLinkHolds(link: SheetLink, ring: KeyRing, binding: LinkBinding, nowMs: number): boolean {
  const root = ring.roots.get(link.kid)
  if (!root) return false
  const right = Buffer.from(signCanonical(linkKey(root, binding.practice, binding.epoch), canonical(link, binding)), 'latin1')
  const given = Buffer.from(link.sig, 'latin1')
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false
  const now = nowMs / 1000
  return link.exp - link.iat === LINK_TTL_SECONDS && link.iat <= now + CLOCK_SKEW_SECONDS && now < link.exp
}
