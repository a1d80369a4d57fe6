/**
 * The program that decodes: it alone meets the contents of a file with libraries that have had flaws. It runs in a process of
 * its own, without the environment's secrets, with bounded memory and time, and may write no file (see maker.ts). The file comes
 * in by standard input and pictures go out by standard output; whatever goes wrong here ends this process and nothing else.
 */
import sharp, { type Sharp } from 'sharp'
import { frameHead, takeHead, taker, type Asked, type Found, type Frame } from './frames.ts'
import { drawPdf } from './pdf.ts'

const PAGE_SIDE = 1600
const THUMB_SIDE = 256
const MAX_PIXELS = 120_000_000

export type Decoded = { pages: number; found: Found }
/** Takes a page as it was drawn, from 1; the thumbnail is made of the first. */
export type Draw = (page: number, picture: Sharp) => Promise<void>

sharp.cache(false)
sharp.concurrency(1)

const nobody: Found = { names: [], birthDates: [], ids: [] }

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

/** Turned as the camera was held; nothing else that the file says of itself is kept. A scanner's TIFF may have many pages. */
async function drawPicture(bytes: Buffer, maxPages: number): Promise<Decoded> {
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const
  const { pages = 1 } = await sharp(bytes, options).metadata()
  for (let page = 1; page <= Math.min(pages, maxPages); page++)
    await draw(page, sharp(bytes, { ...options, page: page - 1 }).autoOrient())
  return { pages, found: nobody }
}

async function decode({ type, maxPages }: Asked, bytes: Buffer): Promise<Decoded> {
  return type === 'application/pdf' ? drawPdf(bytes, maxPages, PAGE_SIDE, draw) : drawPicture(bytes, maxPages)
}

const take = taker(process.stdin)
const asked = await takeHead(take) as Asked
const bytes = await take(asked.size)
if (!bytes) throw new Error('no file came')
await send({ kind: 'end', ...await decode(asked, bytes), size: 0 })
