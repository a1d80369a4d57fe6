import { headerOf } from './client'
import { StepError } from './errors'
import type { Answer, Capture, Vars } from './types'

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** Character references as HTML writes them; unknown ones stay. */
export const unescapeHtml = (text: string, character: (code: number) => string = String.fromCodePoint): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16)
    if (name === undefined) return code <= 0x10ffff ? character(code) : whole
    const named = NAMED[String(name).toLowerCase()]
    return named === undefined ? whole : character(named.charCodeAt(0))
  })

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(tag)
  return found === null ? undefined : unescapeHtml(found[1] ?? found[2] ?? found[3] ?? '')
}

/** Hidden fields of the first form whose source matches. */
export const hiddenFields = (html: string, pattern = ''): Record<string, string> | undefined => {
  const wanted = new RegExp(pattern, 's')
  const form = (html.match(/<form\b[\s\S]*?<\/form>/gi) ?? []).find((source) => wanted.test(source))
  if (form === undefined) return undefined
  const fields: Record<string, string> = {}
  for (const tag of form.match(/<input\b[^>]*>/gi) ?? []) {
    const name = attribute(tag, 'name')
    if (name !== undefined && attribute(tag, 'type')?.toLowerCase() === 'hidden') {
      fields[name] = attribute(tag, 'value') ?? ''
    }
  }
  return fields
}

/** RFC 6901. Answers `undefined` where the path leads nowhere. */
export const pointTo = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
      value,
    )

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const source = (capture: Capture, answer: Answer): string | undefined => {
  const { from, key = '' } = capture
  if (from === 'header') return headerOf(answer, key)
  if (from === 'cookie') {
    const lines = answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, line]) => line)
    return lines
      .find((line) => line.startsWith(`${key}=`))
      ?.split(';', 1)[0]
      ?.slice(key.length + 1)
  }
  const text = answer.body.toString('utf8')
  if (from === 'body') return text
  const found = pointTo(json(text), capture.pointer ?? '')
  return typeof found === 'string' ? found : found === undefined ? undefined : JSON.stringify(found)
}

/** Reads the captures of a step from its answer. What cannot be found is an error, never an empty value. */
export const captureFrom = (captures: Capture[], answer: Answer): Vars => {
  const vars: Vars = {}
  for (const capture of captures) {
    const missing = () => new StepError(`"${capture.name}" cannot be captured from the answer (${answer.status})`)
    if (capture.from === 'form') {
      const fields = hiddenFields(answer.body.toString('utf8'), capture.pattern)
      if (fields === undefined) throw missing()
      vars[capture.name] = fields
      continue
    }
    const text = source(capture, answer)
    const match = text === undefined ? null : new RegExp(capture.pattern ?? '[^]*').exec(text)
    if (match === null) throw missing()
    const value = match[1] ?? match[0]
    vars[capture.name] = capture.from === 'body' ? unescapeHtml(value) : value
  }
  return vars
}
