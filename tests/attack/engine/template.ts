import { randomBytes } from 'node:crypto'
import { StepError } from './errors'
import type { Body, FileField, Vars } from './types'

/** Looks a name up; `undefined` means nobody knows it. */
export type Scope = (name: string) => string | Record<string, string> | undefined

const PLACE = /\{(\+?)([A-Za-z][\w.-]*)\}/g

/** Fills a template in. A name nobody knows is an error: a half-filled request would be denied for the wrong reason. */
export const fill = (template: string, scope: Scope, encode: (text: string) => string = (text) => text): string =>
  template.replace(PLACE, (_, verbatim: string, name: string) => {
    const value = scope(name)
    if (typeof value !== 'string') throw new StepError(`nothing is known under {${name}} in ${template}`)
    return verbatim === '+' ? value : encode(value)
  })

export const fillPath = (template: string, scope: Scope): string => fill(template, scope, encodeURIComponent)

export const fillHeaders = (headers: Record<string, string> | undefined, scope: Scope): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), fill(value, scope)]))

/** `a.b` from nested values. */
export const lookUp = (vars: Vars, name: string): string | Record<string, string> | undefined => {
  if (Object.hasOwn(vars, name)) return vars[name]
  const [first = '', ...rest] = name.split('.')
  const group = Object.hasOwn(vars, first) ? vars[first] : undefined
  return typeof group === 'object' ? group[rest.join('.')] : undefined
}

const deep = (value: unknown, scope: Scope): unknown => {
  if (typeof value === 'string') return fill(value, scope)
  if (Array.isArray(value)) return value.map((item) => deep(item, scope))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [fill(key, scope), deep(item, scope)]))
}

const isFile = (value: unknown): value is FileField =>
  typeof value === 'object' && value !== null && 'filename' in value && 'content' in value

const multipart = (fields: [string, unknown][], boundary: string): Buffer => {
  const parts = fields.map(([name, value]) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`
    if (!isFile(value)) return `${head}\r\n\r\n${String(value)}\r\n`
    return `${head}; filename="${value.filename}"\r\ncontent-type: ${value.type}\r\n\r\n${value.content}\r\n`
  })
  return Buffer.from(`${parts.join('')}--${boundary}--\r\n`)
}

/** Bytes and content type of a body. */
export const makeBody = (body: Body, scope: Scope): { bytes: Buffer; type: string } => {
  const value = deep(body.value ?? {}, scope)
  if (body.type === 'json') {
    return { bytes: Buffer.from(JSON.stringify(value)), type: body.contentType ?? 'application/json' }
  }
  if (body.type === 'text') {
    return { bytes: Buffer.from(String(value)), type: body.contentType ?? 'text/plain;charset=UTF-8' }
  }
  const captured = body.spread === undefined ? {} : scope(body.spread)
  if (typeof captured !== 'object') throw new StepError(`no form is known under ${body.spread}`)
  const fields = Object.entries({ ...captured, ...(value as Record<string, unknown>) })
  if (body.type === 'multipart') {
    const boundary = `part${randomBytes(12).toString('hex')}`
    return { bytes: multipart(fields, boundary), type: `multipart/form-data; boundary=${boundary}` }
  }
  const pairs = fields.map(([name, text]): [string, string] => [name, String(text)])
  return { bytes: Buffer.from(new URLSearchParams(pairs).toString()), type: 'application/x-www-form-urlencoded' }
}
