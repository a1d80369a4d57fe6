import PDFDocument from 'pdfkit'
import sharp from 'sharp'

/** A real PDF as a scanner makes it: each page a picture of a written sheet at 150 dpi, with the grain of paper. */
export async function scannedPdf(pages: number): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const whole = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(parts))))
  for (let page = 1; page <= pages; page++) {
    // Words as bars: what matters is how much ink there is, and that no two sheets are alike.
    const ink = Array.from({ length: 46 }, (_, line) => Array.from({ length: 11 }, (_, word) =>
      `<rect x="${110 + word * 92 + ((page * 7 + line * word) % 17)}" y="${120 + line * 33}" width="${40 + ((page + line * 13 + word * 29) % 46)}" height="13"/>`).join('')).join('')
    const sheet = await sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#eee', noise: { type: 'gaussian', mean: 236, sigma: 7 } } })
      .composite([{ input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754" fill="#223">${ink}</svg>`) }]).jpeg({ quality: 80 }).toBuffer()
    document.addPage({ size: 'A4', margin: 0 }).image(sheet, 0, 0, { width: 595.28 })
  }
  document.end()
  return whole
}

/** A real PDF with a page for each text. */
export function pdfPages(texts: readonly string[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  for (const text of texts) document.addPage().fontSize(24).text(text)
  document.end()
  return new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(parts))))
}
