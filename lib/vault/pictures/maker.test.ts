import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { pdfPages } from '@/tests/factories/pdf-pages'
import { makePictures, UndecodableError, type Picture } from './maker'

async function picturesOf(type: string, bytes: Buffer) {
  const pictures: Picture[] = []
  const made = await makePictures({ type, size: bytes.length, plain: async function* () { yield bytes } }, async (picture) => void pictures.push(picture))
  return { ...made, pictures, variants: pictures.map(({ variant }) => variant) }
}

const ink = async ({ bytes }: Picture) => (await sharp(bytes).stats()).channels.some(({ min }) => min < 100)

describe('a PDF', () => {
  test('becomes a picture of each page, the first first, and a thumbnail', async () => {
    const { pages, variants, pictures, found } = await picturesOf('application/pdf', await pdfPages(['Patient: Rosa Delgado', 'Two', 'Three']))
    expect(pages).toBe(3)
    expect(variants).toEqual(['page-1-1600', 'thumb-256', 'page-2-1600', 'page-3-1600'])
    for (const picture of pictures) {
      const { width, height, format } = await sharp(picture.bytes).metadata()
      expect({ width, height, format: `image/${format}` }).toEqual({ width: picture.width, height: picture.height, format: picture.type })
      expect(Math.max(width, height)).toBe(picture.variant === 'thumb-256' ? 256 : 1600)
      expect(await ink(picture)).toBe(true)
    }
    expect(found).toEqual({ names: ['Rosa Delgado'], birthDates: [], ids: [] })
  })

  test('that is none ends in a refusal, and so does one that breaks off', async () => {
    const whole = await pdfPages(['One'])
    await expect(picturesOf('application/pdf', Buffer.from('%PDF-1.4\nnothing'))).rejects.toBeInstanceOf(UndecodableError)
    await expect(picturesOf('application/pdf', whole.subarray(0, 300))).rejects.toBeInstanceOf(UndecodableError)
  })
})

describe('a picture', () => {
  const photo = (orientation: number) => sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } }).withMetadata({ orientation }).jpeg().toBuffer()

  test('is turned as it was held, made small, and says nothing of where it was taken', async () => {
    const { pages, pictures } = await picturesOf('image/jpeg', await photo(6))
    expect(pages).toBe(1)
    expect(pictures.map(({ variant, width, height }) => [variant, width, height])).toEqual([['page-1-1600', 1067, 1600], ['thumb-256', 170, 256]])
    for (const { bytes } of pictures) expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    expect((await sharp(await photo(6)).metadata()).exif, 'the control: it was there').toBeDefined()
  })

  test('of several pages, as a scanner’s TIFF, is drawn page by page', async () => {
    const page = (background: string) => sharp({ create: { width: 300, height: 200, channels: 3, background } }).png().toBuffer()
    const tiff = await sharp([await page('#f00'), await page('#0f0'), await page('#00f')], { join: { animated: true } }).tiff().toBuffer()
    const { pages, pictures } = await picturesOf('image/tiff', tiff)
    expect(pages).toBe(3)
    expect(pictures.map(({ variant, width, height }) => [variant, width, height]))
      .toEqual([['page-1-1600', 300, 200], ['thumb-256', 256, 171], ['page-2-1600', 300, 200], ['page-3-1600', 300, 200]])
  })

  test('with a lying header, one cut short and one of more pixels than are taken end in a refusal', async () => {
    const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } }).png().toBuffer()
    const vast = Buffer.from(png)
    vast.writeUInt32BE(60_000, 16)
    vast.writeUInt32BE(60_000, 20)
    await expect(picturesOf('image/png', vast)).rejects.toBeInstanceOf(UndecodableError)
    await expect(picturesOf('image/jpeg', (await photo(1)).subarray(0, 2_000))).rejects.toBeInstanceOf(UndecodableError)
    expect((await picturesOf('image/png', png)).variants).toEqual(['page-1-1600', 'thumb-256'])
  })
})

test('a fault of the source passes through', async () => {
  const source = async function* (): AsyncGenerator<Uint8Array> { yield Buffer.from('%PDF-1.4\n'); throw new Error('the store went away') }
  await expect(makePictures({ type: 'application/pdf', size: 5_000, plain: source }, async () => undefined)).rejects.toThrow('the store went away')
})
