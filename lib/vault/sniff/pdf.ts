import 'server-only'
import { inflateSync } from 'node:zlib'
import { startsWith } from './probe'
import type { Kind, Probe, SniffReason } from './probe'

/**
 * PDF: header at the first byte, `startxref` and `%%EOF` at the end with nothing behind, and no name that stands for a password, a
 * program, an outside action or an attached file.
 *
 * Names are looked for in all raw bytes, inside streams too, with their #xx escapes undone, so it does not help to
 * hide one where a lexer would not look; and in object streams, which are inflated, because that is where ordinary
 * programs put them. Not seen: what stands in an object stream that does not name itself so, and JavaScript inside
 * a form description (XFA) that is compressed. A viewer's own sandbox stands behind this, and the answer's headers.
 * A text that merely mentions such a name uncompressed is refused too.
 */
export const pdf: Kind = {
  type: 'application/pdf',
  begins: (head) => startsWith(head, [0x25, 0x50, 0x44, 0x46, 0x2d]),
  probe: () => pdfProbe(),
}

const HEADER = /^%PDF-(?:1\.[0-7]|2\.0)[\s%]/
const END_BYTES = 2048
const OBJECT_STREAM_BYTES = 4 << 20
const INFLATED_BYTES = 8 << 20
const INFLATED_BYTES_IN_ALL = 64 << 20

// All are long enough never to come about by chance in compressed bytes, as `/JS` would every few files.
const REFUSED: ReadonlyMap<string, SniffReason> = new Map<string, SniffReason>([
  ['Encrypt', 'pdf_password'],
  ['JavaScript', 'pdf_active'],
  ['Launch', 'pdf_active'],
  ['ImportData', 'pdf_active'],
  ['SubmitForm', 'pdf_active'],
  ['RichMedia', 'pdf_active'],
  ['EmbeddedFile', 'pdf_attachment'],
  ['EmbeddedFiles', 'pdf_attachment'],
])

const LONGEST = 64
// A name of 6 to 64 signs as written (PDF 32000-1 §7.3.5), or a word that bounds a stream.
const TOKEN = /\/([^\0\t\n\f\r ()<>[\]{}/%]{6,64})|endstream|stream\r?\n?/g

function nameOf(written: string): string {
  return written.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function refusedName(text: string): SniffReason | null {
  for (const [, name] of text.matchAll(TOKEN)) {
    const reason = name === undefined ? undefined : REFUSED.get(nameOf(name))
    if (reason) return reason
  }
  return null
}

function pdfProbe(): Probe {
  let begun = false
  let carried = ''
  let end = ''
  // What was said since the last stream ended, and the object stream being gathered.
  let isObjects = false
  let isFiltered = false
  let isObscure = false
  let gathered: string[] | null = null
  let gatheredBytes = 0
  let inflatedBytes = 0

  const gather = (text: string): SniffReason | null => {
    gathered?.push(text)
    gatheredBytes += gathered ? text.length : 0
    return gatheredBytes > OBJECT_STREAM_BYTES ? 'pdf_unreadable' : null
  }
  const inflateObjects = (): SniffReason | null => {
    if (isObscure) return 'pdf_unreadable'
    // One that is not compressed was looked through as it passed.
    if (!isFiltered) return null
    try {
      const stored = Buffer.from((gathered ?? []).join(''), 'latin1')
      const plain = inflateSync(stored, { maxOutputLength: INFLATED_BYTES })
      inflatedBytes += plain.length
      return inflatedBytes > INFLATED_BYTES_IN_ALL ? 'pdf_unreadable' : refusedName(`${plain.toString('latin1')} `)
    } catch {
      return 'pdf_unreadable'
    }
  }
  const nameSeen = (name: string): SniffReason | null => {
    if (name === 'ObjStm') isObjects = true
    else if (name === 'Filter' || name === 'FlateDecode') isFiltered = true
    else if (name === 'Predictor' || name.endsWith('Decode')) isObscure = true
    return REFUSED.get(name) ?? null
  }
  const streamEnds = (): SniffReason | null => {
    const reason = gathered ? inflateObjects() : null
    isObjects = isFiltered = isObscure = false
    gathered = null
    gatheredBytes = 0
    return reason
  }
  /** Takes the tokens that begin before `limit`; what follows is carried to the next bytes. */
  const scan = (text: string, limit: number): SniffReason | null => {
    let done = limit
    let data = 0
    for (const found of text.matchAll(TOKEN)) {
      const [token, written] = found
      if (found.index >= limit) break
      let reason: SniffReason | null = null
      done = Math.max(limit, found.index + token.length)
      if (written !== undefined) reason = nameSeen(nameOf(written))
      else if (token === 'endstream') reason = gather(text.slice(data, found.index)) ?? streamEnds()
      else if (isObjects && !gathered) {
        gathered = []
        data = found.index + token.length
      }
      if (reason) return reason
    }
    carried = text.slice(done)
    return gather(text.slice(data, done))
  }

  return {
    push(chunk) {
      const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')
      end = (end + text.slice(-END_BYTES)).slice(-END_BYTES)
      carried += text
      if (!begun && carried.length < 16) return null
      if (!begun && !HEADER.test(carried)) return 'damaged'
      begun = true
      // A token near the end may go on in the next bytes.
      return scan(carried, Math.max(0, carried.length - LONGEST - 2))
    },
    finish() {
      if (!begun) return { ok: false, reason: 'incomplete' }
      const reason = scan(`${carried} `, carried.length + 1)
      if (reason) return { ok: false, reason }
      const tail = /startxref\s+\d+\s+%%EOF(?![\s\S]*%%EOF)([\s\S]*)$/.exec(end)
      if (gathered || !tail) return { ok: false, reason: 'incomplete' }
      return /^[\s\0]*$/.test(tail[1]!) ? { ok: true } : { ok: false, reason: 'extra_data' }
    },
  }
}
