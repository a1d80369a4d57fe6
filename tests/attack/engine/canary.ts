import { brotliDecompressSync, gunzipSync, inflateSync, constants, zstdDecompressSync } from 'node:zlib'
import { unescapeHtml } from './capture'
import { headerOf } from './client'
import type { Answer } from './types'

const LIMIT = { maxOutputLength: 16 * 2 ** 20, finishFlush: constants.Z_SYNC_FLUSH }
/** compressed streams looked into per view */
const STREAMS = 200
/** layers peeled: base64 of a gzip of JSON is three */
const DEPTH = 3

const attempt = (decode: () => Buffer): Buffer[] => {
  try {
    return [decode()]
  } catch {
    return []
  }
}

const unpack = (body: Buffer, encoding: string): Buffer[] => {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return attempt(() => gunzipSync(body, LIMIT))
    case 'deflate':
      return attempt(() => inflateSync(body, LIMIT))
    case 'br':
      return attempt(() => brotliDecompressSync(body, { maxOutputLength: LIMIT.maxOutputLength }))
    case 'zstd':
      return attempt(() => zstdDecompressSync(body, { maxOutputLength: LIMIT.maxOutputLength }))
    default:
      return []
  }
}

/** gzip and zlib streams wherever they begin, as inside a PDF, a PNG or a ZIP; cut-off ones as far as they go. */
function* streams(bytes: Buffer): Generator<Buffer> {
  let tried = 0
  for (let at = 0; at + 2 < bytes.length && tried < STREAMS; at++) {
    const [first, second = 0] = [bytes[at], bytes[at + 1]]
    const gzip = first === 0x1f && second === 0x8b && bytes[at + 2] === 8
    const zlib = first === 0x78 && (0x7800 + second) % 31 === 0
    if (!gzip && !zlib) continue
    tried++
    const rest = bytes.subarray(at)
    yield* attempt(() => (gzip ? gunzipSync(rest, LIMIT) : inflateSync(rest, LIMIT)))
  }
}

/** Texts written in hexadecimal or base64, at every alignment: the run may begin inside a longer word. */
function* runs(text: string): Generator<Buffer> {
  for (const [run] of text.matchAll(/[0-9a-f]{12,}/gi)) {
    yield Buffer.from(run, 'hex')
    yield Buffer.from(run.slice(1), 'hex')
  }
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-][A-Za-z0-9+/_\r\n-]{10,}/g)) {
    const joined = run.replace(/[\r\n]/g, '')
    for (let skip = 0; skip < 4; skip++) yield Buffer.from(joined.slice(skip), 'base64')
  }
}

const unescapeText = (text: string): string =>
  text
    .replace(/\\u\{?([0-9a-f]{4})\}?/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["\\/])/g, '$1')

const unescapeUrl = (text: string): string =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** Bytes as text in the spellings a secret may hide in, lower-cased. */
const spellings = (bytes: Buffer): string[] => {
  const text = bytes.toString('utf8')
  const seen = [text]
  if (text.includes('&')) seen.push(unescapeHtml(text))
  if (text.includes('\\')) seen.push(unescapeText(text))
  if (text.includes('%')) seen.push(unescapeUrl(bytes.toString('latin1')))
  if (text.includes('+')) seen.push(text.replaceAll('+', ' '), unescapeUrl(bytes.toString('latin1').replaceAll('+', ' ')))
  if (bytes.includes(0)) {
    seen.push(bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le'))
    const latin = bytes.toString('latin1')
    seen.push(Buffer.from(latin.replaceAll('\0', ''), 'latin1').toString('utf8'))
  }
  return seen.map((spelling) => spelling.toLowerCase())
}

function* layers(bytes: Buffer, depth: number): Generator<Buffer> {
  yield bytes
  if (depth === 0 || bytes.length < 8) return
  for (const inner of streams(bytes)) yield* layers(inner, depth - 1)
  for (const inner of runs(bytes.toString('latin1'))) if (inner.length >= 6) yield* shallow(inner, depth - 1)
}

/** Decoded runs are mostly noise: only compressed streams and further plain runs are worth another layer. */
function* shallow(bytes: Buffer, depth: number): Generator<Buffer> {
  yield bytes
  if (depth === 0) return
  for (const inner of streams(bytes)) yield* layers(inner, depth - 1)
  if (/^[\x20-\x7e\r\n]{16,}$/.test(bytes.toString('latin1'))) {
    for (const inner of runs(bytes.toString('latin1'))) yield inner
  }
}

/**
 * Which of the canaries occur in an answer, in its headers or its body: as they are, escaped, in UTF-16, in
 * hexadecimal or base64, inside gzip or zlib streams, or under a content encoding; several of these at once too.
 */
export const canariesIn = (answer: Answer, canaries: Iterable<string>): Set<string> => {
  const wanted = new Map([...canaries].map((canary) => [canary, canary.toLowerCase()]))
  const found = new Set<string>()
  const look = (bytes: Buffer) => {
    for (const layer of layers(bytes, DEPTH)) {
      if (wanted.size === 0) return
      for (const spelling of spellings(layer)) {
        for (const [canary, lower] of wanted) {
          if (!spelling.includes(lower)) continue
          found.add(canary)
          wanted.delete(canary)
        }
      }
    }
  }
  if (wanted.size === 0) return found
  look(Buffer.from(answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n')))
  look(answer.body)
  for (const decoded of unpack(answer.body, headerOf(answer, 'content-encoding')?.toLowerCase() ?? '')) look(decoded)
  return found
}
