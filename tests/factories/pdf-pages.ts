import PDFDocument from 'pdfkit'

/** A real PDF with a page for each text. */
export function pdfPages(texts: readonly string[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  for (const text of texts) document.addPage().fontSize(24).text(text)
  document.end()
  return new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(parts))))
}
