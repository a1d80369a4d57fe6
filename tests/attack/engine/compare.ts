import type { Answer, Target, Volatile } from './types'

export interface Difference {
  what: 'status' | 'header' | 'length' | 'body'
  detail: string
}

export interface Masked {
  status: number
  headers: [string, string][]
  body: string
  /** share of the body that masks took away, 0 to 1 */
  hidden: number
}

const MASK = '\u0001'

/** What the asker sent and gets echoed tells it nothing: every spelling of its own id becomes one sign. */
const echoes = (sent: string[]): string[] => {
  const all = sent.flatMap((id) => [
    id,
    encodeURIComponent(id),
    encodeURIComponent(encodeURIComponent(id)),
    id.replaceAll('&', '&amp;'),
  ])
  return [...new Set(all)].filter((id) => id.length > 0).toSorted((a, b) => b.length - a.length)
}

/**
 * An answer without its declared volatile parts (and the date) and without the ids of its own request.
 * Ids are masked as whole words only, and never in a length: a short number would hide more than itself.
 */
export const mask = (answer: Answer, volatile: Volatile[], sent: string[]): Masked => {
  const own = echoes(sent).map((id) => {
    const literal = id.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    return new RegExp(/^\w+$/.test(id) ? `(?<!\\w)${literal}(?!\\w)` : literal, 'g')
  })
  const unecho = (text: string) => own.reduce((rest, pattern) => rest.replace(pattern, '\u0002'), text)
  const patterns = volatile.filter(({ header, pattern }) => header === undefined && pattern !== undefined)
  const headers = answer.headers.map(([name, value]): [string, string] => {
    const lower = name.toLowerCase()
    if (lower === 'date') return [name, MASK]
    let rest = value
    for (const { header, pattern } of volatile) {
      if (header !== undefined && header.toLowerCase() !== lower) continue
      if (pattern === undefined) return [name, MASK]
      rest = rest.replace(new RegExp(pattern, 'g'), MASK)
    }
    return [name, lower === 'content-length' || lower === 'content-range' ? rest : unecho(rest)]
  })
  let hidden = 0
  let body = answer.body.toString('latin1')
  for (const { pattern = '' } of patterns) {
    body = body.replace(new RegExp(pattern, 'g'), (match: string) => {
      hidden += match.length
      return MASK
    })
  }
  return { status: answer.status, headers, body: unecho(body), hidden: hidden / Math.max(1, answer.body.length) }
}

/** An answer in the one form that the target gives it. */
export const settled = ({ canonical }: Pick<Target, 'canonical'>, answer: Answer): Answer => canonical?.(answer) ?? answer

const around = (text: string, at: number) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 40))

const compareBodies = (mine: string, other: string): Difference[] => {
  if (mine === other) return []
  let at = 0
  while (mine[at] === other[at]) at++
  const differences: Difference[] = [
    { what: 'body', detail: `at byte ${at}: ${around(mine, at)} / ${around(other, at)}` },
  ]
  if (mine.length !== other.length) differences.unshift({ what: 'length', detail: `${mine.length} / ${other.length}` })
  return differences
}

const compareHeaders = (mine: [string, string][], other: [string, string][]): Difference[] => {
  const values = (headers: [string, string][], name: string) =>
    headers
      .filter(([header]) => header === name)
      .map(([, value]) => value)
      .join(', ')
  const names = [...new Set([...mine, ...other].map(([name]) => name))]
  const differences: Difference[] = []
  for (const name of names) {
    const [has, had] = [mine, other].map((headers) => headers.some(([header]) => header === name))
    if (has !== had) differences.push({ what: 'header', detail: `${name}: only for the ${has ? 'first' : 'second'}` })
    else if (values(mine, name) !== values(other, name)) {
      const what = name.toLowerCase() === 'content-length' ? 'length' : 'header'
      differences.push({ what, detail: `${name}: ${values(mine, name)} / ${values(other, name)}` })
    }
  }
  if (differences.length === 0 && mine.map(([name]) => name).join() !== other.map(([name]) => name).join()) {
    differences.push({ what: 'header', detail: 'the same headers in another order' })
  }
  return differences
}

/** Everything by which the first answer can be told from the second. */
export const compare = (mine: Masked, other: Masked): Difference[] => [
  ...(mine.status === other.status ? [] : [{ what: 'status' as const, detail: `${mine.status} / ${other.status}` }]),
  ...compareHeaders(mine.headers, other.headers),
  ...compareBodies(mine.body, other.body),
]
