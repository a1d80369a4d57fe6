import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import type { Decoded, Draw } from './decode.ts'
import { identitiesIn } from './identity.ts'

/** Pages whose words are looked through for whose paper this is. */
const READ_PAGES = 3

/** Draws the pages of a PDF with PDFium (as WebAssembly, so that a flaw in it stays inside). @throws Error on what is none */
export async function drawPdf(bytes: Buffer, maxPages: number, side: number, draw: Draw): Promise<Decoded> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = document.getPageCount()
  let text = ''
  const first = document.getPage(0).getOriginalSize()
  for (let at = 0; at < Math.min(pages, maxPages); at++) {
    const page = document.getPage(at)
    // Before it is drawn: drawing lets the page go.
    if (at < READ_PAGES) text += `${page.getText()}\n`
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const longest = Math.max(originalWidth, originalHeight)
    if (!(longest > 0) || Math.min(originalWidth, originalHeight) * (side / longest) < 1) throw new Error('a page of no size')
    const { data, width, height } = await page.render({ scale: side / longest, render: 'bitmap' })
    await draw(at + 1, sharp(data, { raw: { width, height, channels: 4 } }))
  }
  return { pages, width: Math.round(first.originalWidth), height: Math.round(first.originalHeight), details: {}, found: identitiesIn(text) }
}
