import { headerOf } from '../engine/client'
import type { Answer, Cell, CellTable, Labels, Principal, Relation, Target, Volatile } from '../engine/types'
import type { Hat, Installation, Scene } from './scene'

/** A principal that carries this session and nothing else. */
export const carrying = (scene: Scene, name: string, kind: string, hat: Pick<Hat, 'cookie'>, labels: Labels, own?: Record<string, string>): Principal => ({
  name, kind, labels, cookies: { [scene.cookieName]: hat.cookie }, ...(own ? { own } : {}),
})

/** A session that answers nothing by design proves itself by how it is turned away. */
export const turnedAway = (principal: Principal, path: string, expect: number[], shows?: string): Principal =>
  ({ ...principal, alive: { path, expect, ...(shows ? { shows } : {}) } })

export const anonymous: Principal = { name: 'anonymous', kind: 'anonymous', labels: { state: 'anonymous' }, nobody: true }

/** Who stands outside, whatever the address says: the first that fits counts, so these come before all others. */
export const outside: Relation[] = [
  { name: 'anonymous', principal: { state: 'anonymous' }, required: true },
  { name: 'a session that has ended', principal: { state: 'ended' }, required: true },
  { name: 'a locked session', principal: { state: 'locked' }, required: true },
  { name: 'a former member', principal: { state: 'former member' }, required: true },
  { name: 'a former patient account', principal: { state: 'former patient' }, required: true },
]

const atTheDoor: Record<string, Cell> = {
  anonymous: 'deny-unauthenticated', 'a session that has ended': 'deny-unauthenticated', 'a locked session': 'deny-unauthenticated',
}

/** One row per kind of principal: the relations named here, and for every other relation the same refusal. */
export function table(relations: Relation[], kinds: string[], cells: (kind: string, relation: string) => Cell): CellTable {
  return Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(relations.map(({ name }) => [name, atTheDoor[name] ?? cells(kind, name)]))]))
}

/** Parts of every page that change by themselves. */
export const volatile: Volatile[] = [
  { header: 'x-request-id' },
  { header: 'content-security-policy', pattern: `'nonce-[^']+'` },
  { header: 'link', pattern: `nonce="[^"]+"` },
  { pattern: `nonce=(?:\\\\*)"[^"\\\\]+(?:\\\\*)"` },
  { pattern: `(?:\\\\*)"nonce(?:\\\\*)":(?:\\\\*)"[^"\\\\]+(?:\\\\*)"` },
  // How long until the session locks, counted down by the second.
  { pattern: `"secondsLeft":\\d+` },
  // The minute of an opening that the page before it caused.
  { pattern: `\\d{1,2}:\\d\\d[^<"\\\\]{1,6}[AP]M` },
  // Keys of the framework's own, made for each answer.
  { pattern: `(?:\\\\*)"[\\w-]{21}[a-z](?:\\\\*)"` },
]

const piece = /<script[^>]*>self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)<\/script>/g

/** Lines refer to each other by number, given as they are reached. */
const unnumbered = (line: string) => line.replace(/^[0-9a-f]+:/, ':').replace(/"\$([A-Za-z@]?)[0-9a-f]+(?=[":])/g, '"$$$1')

/**
 * What React sends for the browser's use comes as lines, in the order in which a layout and its page were done, cut into
 * pieces as they were ready: chance. Compared are the page without them, and the lines in the order of the alphabet.
 */
export function canonical(sent: Answer): Answer {
  // The fields too come in the order in which a layout and its page were done. All of them are compared, their order is not.
  const answer = { ...sent, headers: sent.headers.toSorted(([a], [b]) => a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0) }
  const type = headerOf(answer, 'content-type') ?? ''
  const text = answer.body.toString('latin1')
  const sorted = (lines: string) => lines.split('\n').map(unnumbered).toSorted().join('\n')
  if (type.startsWith('text/x-component')) return { ...answer, body: Buffer.from(sorted(text), 'latin1') }
  if (!type.startsWith('text/html')) return answer
  const lines: string[] = []
  const page = text.replace(piece, (_, quoted: string) => {
    lines.push(JSON.parse(quoted) as string)
    return ''
  })
  return { ...answer, body: Buffer.from(`${page.replace(/\$ACTION_(REF_)?\d+/g, '$ACTION_$1')}\n${sorted(lines.join(''))}`, 'latin1') }
}

/** What all parts of the matrix share. */
export function ground(at: Installation, name: string): Pick<Target, 'name' | 'base' | 'volatile' | 'canonical' | 'seed' | 'concurrency' | 'timeoutSeconds' | 'headers'> & { ca?: string } {
  return { name, base: at.origin, ...(at.ca ? { ca: at.ca } : {}), volatile, canonical, seed: 'enamel', concurrency: 4, timeoutSeconds: 30, headers: { accept: '*/*' } }
}
