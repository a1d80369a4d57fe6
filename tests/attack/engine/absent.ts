import { createHash } from 'node:crypto'
import { TargetError } from './errors'

/** An endless stream of numbers below a bound, the same for the same seed whatever runs beside it. */
export const dice = (seed: string): ((below: number) => number) => {
  let block = Buffer.alloc(0)
  let at = 0
  let count = 0
  return (below) => {
    if (at + 4 > block.length) {
      block = createHash('sha256').update(`${seed}\0${count++}`).digest()
      at = 0
    }
    at += 4
    return block.readUInt32BE(at - 4) % below
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Equal for ids that no parser would treat differently. */
export const shapeOf = (id: string): string => {
  if (UUID.test(id)) return `uuid ${id[14]}${id[19]}`
  if (/^[0-9a-f-]{12,}$/i.test(id)) return `hex ${id.length}`
  return id.replace(/\d/g, '0').replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A')
}

const pick = (roll: (below: number) => number, from: string) => from.charAt(roll(from.length))

/**
 * An id of the same shape: same length, digits for digits, hexadecimal for hexadecimal, letters of the same case,
 * the rest untouched. A UUID keeps its version and variant, or a parser could tell the two apart.
 */
export const likeness = (id: string, seed: string): string => {
  const roll = dice(seed)
  const uuid = UUID.test(id)
  const hex = uuid || (/^[0-9a-f-]{12,}$/i.test(id) && /[a-f]/i.test(id) && /\d/.test(id))
  const upper = /[A-F]/.test(id)
  return [...id]
    .map((letter, at) => {
      if (uuid && (at === 14 || at === 19)) return letter
      if (hex && /[0-9a-f]/i.test(letter)) return pick(roll, upper ? '0123456789ABCDEF' : '0123456789abcdef')
      if (/\d/.test(letter)) return pick(roll, at === 0 ? '123456789' : '0123456789')
      if (/[a-z]/.test(letter)) return pick(roll, 'abcdefghijklmnopqrstuvwxyz')
      if (/[A-Z]/.test(letter)) return pick(roll, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      return letter
    })
    .join('')
}

/**
 * The nth id that never existed, made from a real one. `taken` are the ids known to exist.
 * Throws where no such id can be made, so that nothing is ever compared with itself.
 */
export const absentId = (
  id: string,
  how: 'like' | string[] | { parts: string },
  seed: string,
  nth: number,
  taken: ReadonlySet<string>,
): string => {
  if (Array.isArray(how)) {
    const found = how[nth]
    if (found === undefined || taken.has(found)) throw new TargetError(`absent ids: a free one is missing at ${nth}`)
    return found
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    const candidate =
      how === 'like' ? likeness(id, `${seed}/${nth}/${attempt}`) : reshape(id, how.parts, `${seed}/${nth}/${attempt}`)
    if (candidate !== id && !taken.has(candidate)) return candidate
  }
  throw new TargetError(`no absent id like ${id} can be made; list some under absentIds`)
}

const reshape = (id: string, pattern: string, seed: string): string => {
  const match = new RegExp(pattern, 'd').exec(id)
  const spans = (match?.indices ?? []).slice(1).filter((span) => span !== undefined)
  if (spans.length === 0) throw new TargetError(`absent ids: ${pattern} has no group that matches ${id}`)
  let made = id
  for (const [from, to] of spans)
    made = made.slice(0, from) + likeness(made.slice(from, to), `${seed}/${from}`) + made.slice(to)
  return made
}
