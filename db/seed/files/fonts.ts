import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'

/** The faces that the files are set in. Latin-1 only: every name of the story stays within it. */
export type Face = 'text' | 'textBold' | 'textItalic' | 'serif' | 'serifBold'

const sources: Record<Face, string> = {
  text: 'hanken-grotesk/files/hanken-grotesk-latin-400-normal',
  textBold: 'hanken-grotesk/files/hanken-grotesk-latin-700-normal',
  textItalic: 'hanken-grotesk/files/hanken-grotesk-latin-400-italic',
  serif: 'newsreader/files/newsreader-latin-400-normal',
  serifBold: 'newsreader/files/newsreader-latin-600-normal',
}

/** What we use of the font object that pdfkit opens (fontkit's TTFFont). */
export type OpenFont = {
  unitsPerEm: number
  layout(text: string): {
    glyphs: { path: { toSVG(): string; commands: unknown[] } }[]
    positions: { xAdvance: number; xOffset: number; yOffset: number }[]
    advanceWidth: number
  }
}

const open = new Map<Face, OpenFont>()

/**
 * A face, opened once and shared by every file. pdfkit subsets it into each PDF; images take outlines from it, since a
 * bare machine has no system fonts for librsvg to find.
 */
export function font(face: Face): OpenFont {
  const known = open.get(face)
  if (known) return known
  const file = createRequire(import.meta.url).resolve(`@fontsource/${sources[face]}.woff`)
  const scratch = new PDFDocument({ autoFirstPage: false }).font(sfnt(readFileSync(file)))
  const opened = (scratch as unknown as { _font: { font: OpenFont } })._font.font
  open.set(face, opened)
  return opened
}

/**
 * Unpacks WOFF 1 (W3C WOFF File Format 1.0, sections 3 to 5) to the TrueType file inside. fontkit reads WOFF too, but
 * inflates its tables in JavaScript again for every subset, which made each PDF five times slower.
 */
export function sfnt(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF file')
  const count = woff.readUInt16BE(12)
  const power = Math.floor(Math.log2(count))
  const header = Buffer.alloc(12 + count * 16)
  header.writeUInt32BE(woff.readUInt32BE(4), 0)
  header.writeUInt16BE(count, 4)
  header.writeUInt16BE(16 * 2 ** power, 6)
  header.writeUInt16BE(power, 8)
  header.writeUInt16BE(16 * (count - 2 ** power), 10)
  const parts: Buffer[] = [header]
  let offset = header.length
  for (let i = 0; i < count; i++) {
    const entry = 44 + i * 20
    const at = woff.readUInt32BE(entry + 4)
    const packed = woff.subarray(at, at + woff.readUInt32BE(entry + 8))
    const length = woff.readUInt32BE(entry + 12)
    const table = packed.length < length ? inflateSync(packed) : packed
    header.set(woff.subarray(entry, entry + 4), 12 + i * 16)
    header.writeUInt32BE(woff.readUInt32BE(entry + 16), 12 + i * 16 + 4)
    header.writeUInt32BE(offset, 12 + i * 16 + 8)
    header.writeUInt32BE(length, 12 + i * 16 + 12)
    parts.push(table, Buffer.alloc((4 - (length % 4)) % 4))
    offset += length + ((4 - (length % 4)) % 4)
  }
  return Buffer.concat(parts)
}
