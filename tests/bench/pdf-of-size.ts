import { randomBytes } from 'node:crypto'
import { smallPdf } from '../factories/small-pdf'

/** A valid PDF of exactly so many bytes, filled with an incompressible stream that no page shows. */
export function pdfOfSize(size: number): Buffer {
  const small = smallPdf('bench')
  const head = Buffer.from('%PDF-1.4\n')
  const rest = small.subarray(head.length)
  // Comment lines before the first object: readers skip them; offsets below stay right because the table is rebuilt.
  const room = size - small.length
  if (room < 2) throw new Error('too small for a PDF')
  const filler = Buffer.from(`%${randomBytes(Math.ceil(room / 2)).toString('hex').slice(0, room - 2)}\n`)
  const moved = rest.toString('latin1').replace(/^(\d{10}) 00000 n/gm, (line, offset: string) => line.replace(offset, String(Number(offset) + filler.length).padStart(10, '0')))
    .replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + filler.length}`)
  const whole = Buffer.concat([head, filler, Buffer.from(moved, 'latin1')])
  // The table's own position may have gained digits.
  return whole.length === size ? whole : pdfPadded(whole, size)
}

function pdfPadded(whole: Buffer, size: number): Buffer {
  const over = whole.length - size
  const text = whole.indexOf('\n', 10)
  return Buffer.concat([whole.subarray(0, text - over), whole.subarray(text)])
}
