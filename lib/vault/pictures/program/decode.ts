/**
 * The program that decodes: it alone meets the contents of a file with libraries that have had flaws. It runs in a process of
 * its own, without the environment's secrets, with bounded memory and time, and may write no file (see maker.ts). The file comes
 * in by standard input and pictures go out by standard output; whatever goes wrong here ends this process and nothing else.
 */
import sharp, { type Sharp } from 'sharp'
import { frameHead, nobody, takeHead, taker, type Asked, type Found, type Frame } from './frames.ts'

const PAGE_SIDE = 1600
const THUMB_SIDE = 256
const MAX_PIXELS = 120_000_000

export type Decoded = { pages: number; width: number | null; height: number | null; details: Record<string, string>; found: Found }
/** Takes a page as it was drawn, from 1; the thumbnail is made of the first. */
export type Draw = (page: number, picture: Sharp) => Promise<void>

sharp.cache(false)
sharp.concurrency(1)

function send(frame: Frame, bytes?: Buffer): Promise<void> {
  const whole = bytes ? Buffer.concat([frameHead(frame), bytes]) : frameHead(frame)
  return new Promise((resolve, reject) => process.stdout.write(whole, (error) => (error ? reject(error) : resolve())))
}

const draw: Draw = async (page, picture) => {
  const inside = { width: PAGE_SIDE, height: PAGE_SIDE, fit: 'inside', withoutEnlargement: true } as const
  const { data, info } = await picture.resize(inside).flatten({ background: '#ffffff' }).toColourspace('srgb')
    .jpeg({ quality: 72, mozjpeg: true }).toBuffer({ resolveWithObject: true })
  await send({ kind: 'picture', variant: `page-${page}-1600`, type: 'image/jpeg', width: info.width, height: info.height, size: data.length }, data)
  if (page > 1) return
  const thumb = await sharp(data).resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 70 }).toBuffer({ resolveWithObject: true })
  await send({ kind: 'picture', variant: 'thumb-256', type: 'image/webp', width: thumb.info.width, height: thumb.info.height, size: thumb.data.length }, thumb.data)
}

/** JPEG, PNG, WebP, and TIFF with all its pages: turned as the camera was held; nothing else that the file says of itself is kept. */
async function drawPicture(bytes: Buffer, type: string, maxPages: number): Promise<Decoded> {
  const open = (page: number) => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', page, pages: 1 })
  const { pages = 1, width, height, orientation = 1 } = await open(0).metadata()
  // A moving picture is shown by its first.
  const count = type === 'image/tiff' ? pages : 1
  for (let page = 0; page < Math.min(count, maxPages); page++) await draw(page + 1, open(page).autoOrient())
  const [wide, high] = orientation >= 5 ? [height, width] : [width, height]
  return { pages: count, width: wide, height: high, details: {}, found: nobody }
}

// Each library is loaded by the one kind of file that needs it.
async function decode(type: string, maxPages: number, bytes: Buffer): Promise<Decoded> {
  switch (type) {
    case 'application/pdf': return (await import('./pdf.ts')).drawPdf(bytes, maxPages, PAGE_SIDE, draw)
    case 'application/dicom': return (await import('./dicom.ts')).drawDicom(bytes, maxPages, draw)
    case 'image/heic': return (await import('./heic.ts')).drawHeic(bytes, draw)
    default: return drawPicture(bytes, type, maxPages)
  }
}

async function answer(asked: Asked, bytes: Buffer): Promise<Decoded> {
  if ('type' in asked) return decode(asked.type, asked.maxPages, bytes)
  const made = 'mark' in asked ? await (await import('./mark.ts')).drawMark(bytes, asked.mark) : await (await import('./sheet.ts')).drawSheet(bytes, asked.cells)
  const { data, width, height } = made
  await send({ kind: 'picture', ...('mark' in asked ? { variant: 'marked', type: 'image/jpeg' } : { variant: 'sheet', type: 'image/webp' }), width, height, size: data.length }, data)
  return { pages: 1, width, height, details: {}, found: nobody }
}

// Decoders talk; the way out is for pictures, and what they say may quote the file.
for (const say of ['log', 'info', 'warn', 'error', 'debug'] as const) console[say] = () => undefined

const take = taker(process.stdin)
const asked = await takeHead(take) as Asked
const bytes = await take(asked.size)
if (!bytes) throw new Error('no file came')
await send({ kind: 'end', ...await answer(asked, bytes), size: 0 })
