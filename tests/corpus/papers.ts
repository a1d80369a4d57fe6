import PDFDocument from 'pdfkit'
import { ascii, join } from './bytes'

/** PDF as pdfkit writes it. */
export async function pdf(options: PDFKit.PDFDocumentOptions = {}, more?: (document: PDFKit.PDFDocument) => void, pages = 1): Promise<Buffer> {
  const document = new PDFDocument({ ...options, autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise((resolve) => document.on('end', resolve))
  for (let page = 1; page <= pages; page++) document.addPage().text(`Treatment plan, page ${page}`)
  more?.(document)
  document.end()
  await done
  return Buffer.concat(parts)
}

/** The skeleton of a PDF with one dictionary of somebody's choice. */
export const pdfSaying = (dictionary: string, body = ''): Buffer =>
  join(`%PDF-1.5\n%\xe2\xe3\n1 0 obj\n<< ${dictionary} >>\n${body}endobj\nstartxref\n9\n%%EOF\n`)

/** An object stream, in which ordinary programs keep their dictionaries. */
export function pdfObjects(stored: Uint8Array, filter = '/Filter /FlateDecode'): Buffer {
  return join(`%PDF-1.5\n%\xe2\xe3\n5 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${filter} /Length ${stored.length} >>\nstream\r\n`, stored, ascii('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'))
}
