import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { unescapeHtml } from './capture'
import { headerOf } from './client'
import type { Answer } from './types'

/*
 * Text is handled as latin1, one character a byte, so that nothing is lost where a body is not text at all; canaries
 * are brought into the same form.
 */

const LIMIT = { maxOutputLength: 16 * 2 ** 20, finishFlush: constants.Z_SYNC_FLUSH }
/** compressed streams looked into per layer */
const STREAMS = 200
/** layers peeled: base64 of a gzip of hexadecimal is three */
const DEPTH = 3
/** bytes of all layers of one answer */
const MOST_BYTES = 96 * 2 ** 20
/** above this only plain occurrences are looked for: what is that long is a file, and no template escaped it */
const MOST_ESCAPED = 2 * 2 ** 20

const attempt = (decode: () => Buffer): Buffer[] => {
  try {
    return [decode()]
  } catch {
    return []
  }
}

const unpack = (body: Buffer, encoding: string): Buffer[] => {
  const { maxOutputLength } = LIMIT
  if (encoding === 'gzip' || encoding === 'x-gzip') return attempt(() => gunzipSync(body, LIMIT))
  if (encoding === 'deflate') return attempt(() => inflateSync(body, LIMIT))
  if (encoding === 'br') return attempt(() => brotliDecompressSync(body, { maxOutputLength }))
  if (encoding === 'zstd') return attempt(() => zstdDecompressSync(body, { maxOutputLength }))
  return []
}

/** What follows the header of a gzip member (RFC 1952 §2.3); gunzip itself would stumble over what comes after it. */
const afterGzipHeader = (bytes: Buffer): Buffer => {
  const flags = bytes[3] ?? 0
  let at = 10
  if ((flags & 4) !== 0) at += 2 + bytes.readUInt16LE(at)
  for (const text of [8, 16]) if ((flags & text) !== 0) at = bytes.indexOf(0, at) + 1
  return bytes.subarray((flags & 2) !== 0 ? at + 2 : at)
}

/** gzip and zlib streams wherever they begin, as inside a PDF, a PNG or a ZIP; cut-off ones as far as they go. */
const streams = (bytes: Buffer): Buffer[] => {
  const found: Buffer[] = []
  let tried = 0
  for (let at = 0; at + 2 < bytes.length && tried < STREAMS; at++) {
    const [first, second = 0] = [bytes[at], bytes[at + 1]]
    const gzip = first === 0x1f && second === 0x8b && bytes[at + 2] === 8
    const zlib = first === 0x78 && (0x7800 + second) % 31 === 0 && (second & 0x20) === 0
    if (!gzip && !zlib) continue
    tried++
    const rest = bytes.subarray(at)
    found.push(...attempt(() => (gzip ? inflateRawSync(afterGzipHeader(rest), LIMIT) : inflateSync(rest, LIMIT))))
  }
  return found
}

const members = (letters: string) => {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(letters)) table[byte] = 1
  return table
}
const DIGITS = '0123456789'
const HEX = members(`${DIGITS}abcdefABCDEF`)
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const BASE64 = members(`${DIGITS}${LETTERS}${LETTERS.toUpperCase()}+/-_\r\n`)

/** Unbroken runs of these bytes. By hand: on runs of megabytes a regular expression runs out of stack. */
const unbroken = (bytes: Buffer, table: Uint8Array, least: number): string[] => {
  const found: string[] = []
  let from = -1
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && table[bytes[at] ?? 0] === 1) {
      if (from < 0) from = at
    } else if (from >= 0) {
      if (at - from >= least) found.push(bytes.toString('latin1', from, at))
      from = -1
    }
  }
  return found
}

/**
 * Everything written in hexadecimal or base64, decoded at every alignment, because a run may begin inside a longer
 * word. One buffer per alignment.
 */
const runs = (bytes: Buffer): Buffer[] => {
  const hex = unbroken(bytes, HEX, 12).flatMap((run) => [run, run.slice(1)])
  const words = unbroken(bytes, BASE64, 11).map((run) => run.replaceAll(/[\r\n]/g, ''))
  const joined = [Buffer.concat(hex.map((run) => Buffer.from(run, 'hex')))]
  for (let skip = 0; skip < 4; skip++)
    joined.push(Buffer.concat(words.map((run) => Buffer.from(run.slice(skip), 'base64'))))
  return joined.filter(({ length }) => length > 0)
}

const character = (code: number) => (code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)).toString('latin1') : '')
const fromHex = (hex: string) => Number.parseInt(hex, 16)

const unescapeJson = (text: string): string =>
  text
    .replace(/\\u\{?([0-9a-f]{4})\}?/gi, (_, hex: string) => character(fromHex(hex)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(fromHex(hex)))
    .replace(/\\(["'\\/()])/g, '$1')

const unescapeUrl = (text: string): string =>
  text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(fromHex(hex)))

/** The spellings a secret may hide in, lower-cased. */
const spellings = (text: string): string[] => {
  const seen = [text]
  if (text.length <= MOST_ESCAPED) {
    if (text.includes('&')) seen.push(unescapeHtml(text, character))
    if (text.includes('\\')) seen.push(unescapeJson(text))
    if (text.includes('%') || text.includes('+')) seen.push(unescapeUrl(text))
  }
  return seen.map((spelling) => spelling.toLowerCase())
}

/** A canary as it looks in UTF-8 and in both kinds of UTF-16. */
const forms = (canary: string): { plain: string[]; wide: string[] } => {
  const cases = [canary, canary.toLowerCase(), canary.toUpperCase()]
  const as = (encode: (text: string) => Buffer) => [
    ...new Set(cases.map((text) => encode(text).toString('latin1').toLowerCase())),
  ]
  const little = (text: string) => Buffer.from(text, 'utf16le')
  return { plain: as((text) => Buffer.from(text)), wide: [...as(little), ...as((text) => little(text).swap16())] }
}

/**
 * Which of the canaries occur in an answer, in its headers or its body: as they are, escaped, in UTF-16, in
 * hexadecimal or base64, inside gzip or zlib streams, or under a content encoding; several of these at once too.
 */
export const canariesIn = (answer: Answer, canaries: Iterable<string>): Set<string> => {
  const wanted = new Map([...new Set(canaries)].map((canary) => [canary, forms(canary)]))
  const found = new Set<string>()
  let left = MOST_BYTES
  const look = (bytes: Buffer, depth: number): void => {
    left -= bytes.length
    if (wanted.size === 0 || bytes.length < 4 || left < 0) return
    const text = bytes.toString('latin1')
    const zeros = bytes.includes(0)
    for (const spelling of spellings(text)) {
      for (const [canary, { plain, wide }] of wanted) {
        if (!(zeros ? [...plain, ...wide] : plain).some((form) => spelling.includes(form))) continue
        found.add(canary)
        wanted.delete(canary)
      }
    }
    if (depth === 0) return
    for (const inner of streams(bytes)) look(inner, depth - 1)
    for (const inner of runs(bytes)) look(inner, depth - 1)
  }
  look(Buffer.from(answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n'), 'latin1'), DEPTH)
  look(answer.body, DEPTH)
  for (const decoded of unpack(answer.body, headerOf(answer, 'content-encoding')?.toLowerCase() ?? ''))
    look(decoded, DEPTH)
  return found
}
