import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { PictureError, picturesAsPdf, splitAt } from './picture-pdf'
import { sniffer } from './sniff'

const photo = (width: number, height: number, more: { orientation?: number; progressive?: boolean; grey?: boolean } = {}) => {
  const picture = sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } }).composite([
    { input: Buffer.from(`<svg width="${width}" height="${height}"><circle cx="30" cy="30" r="20" fill="blue"/></svg>`) }])
  if (more.grey) return sharp(Buffer.alloc(width * height, 120), { raw: { width, height, channels: 1 } }).toColourspace('b-w').jpeg().toBuffer()
  return picture.withExif({ IFD0: { Copyright: 'a camera’s word', ...(more.orientation ? { Orientation: String(more.orientation) } : {}) } })
    .withMetadata(more.orientation ? { orientation: more.orientation } : {}).jpeg({ progressive: more.progressive ?? false }).toBuffer()
}
async function* pieces(bytes: Uint8Array, size = 700) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function* each(...all: Uint8Array[]) {
  for (const one of all) yield pieces(one)
}
async function gather(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(Buffer.from(part))
  return Buffer.concat(all)
}
const failing = (parts: AsyncIterable<Uint8Array>) => gather(parts).then(() => 'fine', (error: unknown) => (error instanceof PictureError ? error.code : Promise.reject(error)))

describe('two pictures as one document', () => {
  it('has a page for each, in order, the pixels as they came', async () => {
    const [front, back] = [await photo(640, 400), await photo(400, 640, { progressive: true })]
    const pdf = (await gather(picturesAsPdf(each(front, back)))).toString('latin1')
    expect(pdf).toMatch(/\/Kids \[6 0 R 10 0 R\] \/Count 2/)
    expect(pdf).toContain('/Width 640 /Height 400')
    expect(pdf).toContain('/Width 400 /Height 640')
    // The scan's bytes stand in it as they were, from the first start of scan to the end.
    for (const picture of [front, back]) expect(pdf).toContain(picture.subarray(picture.indexOf(Buffer.from([0xff, 0xda]))).toString('latin1').slice(0, 600))
    const sniff = sniffer()
    expect(sniff.push(Buffer.from(pdf, 'latin1'))).toBeNull()
    expect(sniff.finish()).toMatchObject({ ok: true, type: 'application/pdf' })
  })

  it('points at each of its objects, and each stream is as long as it says', async () => {
    const pdf = (await gather(picturesAsPdf(each(await photo(320, 200), await photo(320, 200, { grey: true }))))).toString('latin1')
    const table = Number(/startxref\n(\d+)\n/.exec(pdf)?.[1])
    expect(pdf.slice(table, table + 5)).toBe('xref\n')
    const rows = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at))
    expect(rows).toHaveLength(10)
    rows.forEach((at, index) => expect(pdf.slice(at)).toMatch(new RegExp(`^${index + 1} 0 obj\n`)))
    for (const [, length = '', body = ''] of pdf.matchAll(/\/Length (\d+) 0 R >>\nstream\n([\s\S]*?)\nendstream/g))
      expect(Buffer.from(body, 'latin1').length).toBe(Number(new RegExp(`\n${length} 0 obj\n(\\d+)\n`).exec(pdf)?.[1]))
    expect(pdf).toContain('/DeviceGray')
  })

  it('is shown the way up it was held, and tells nothing else of what the camera wrote', async () => {
    for (const [orientation, rotate] of [[1, 0], [3, 180], [6, 90], [8, 270]] as const) {
      const picture = await photo(200, 100, { orientation })
      expect(picture.includes('Exif')).toBe(true)
      const pdf = (await gather(picturesAsPdf(each(picture)))).toString('latin1')
      expect(pdf).toContain(`/Rotate ${rotate} `)
      expect(pdf).not.toContain('Exif')
    }
  })

  it('leaves what hangs behind a picture', async () => {
    const film = Buffer.concat([await photo(64, 64), Buffer.from('ftypmp42 a film'), Buffer.alloc(50_000, 1)])
    const pdf = await gather(picturesAsPdf(each(film, await photo(64, 64))))
    expect(pdf.includes('a film')).toBe(false)
    expect(pdf.toString('latin1')).toContain('/Count 2')
  })

  it('refuses what is no photograph, ends in the middle, or is absurdly large', async () => {
    const picture = await photo(64, 64)
    expect(await failing(picturesAsPdf(each(Buffer.from('%PDF-1.4 nothing'))))).toBe('card_picture')
    expect(await failing(picturesAsPdf(each(picture.subarray(0, picture.length - 2))))).toBe('incomplete')
    expect(await failing(picturesAsPdf(each(picture.subarray(0, 30))))).toBe('incomplete')
    expect(await failing(picturesAsPdf(each()))).toBe('incomplete')
    const huge = Buffer.from(picture)
    const frame = huge.indexOf(Buffer.from([0xff, 0xc0]))
    huge.writeUInt16BE(60_000, frame + 5)
    expect(await failing(picturesAsPdf(each(huge)))).toBe('too_many_pixels')
    const endless = Buffer.concat([Buffer.from([0xff, 0xd8]), ...Array.from({ length: 80 }, () => Buffer.concat([Buffer.from([0xff, 0xe2, 0xff, 0xff]), Buffer.alloc(65_533)]))])
    expect(await failing(picturesAsPdf(each(endless)))).toBe('card_picture')
  })
})

describe('one run of bytes', () => {
  it.each([1, 699, 700, 701, 2000])('is parted again after %i bytes', async (front) => {
    const bytes = Buffer.from(Array.from({ length: 2500 }, (_, at) => at % 251))
    const found: Buffer[] = []
    for await (const part of splitAt(pieces(bytes), front)) found.push(await gather(part))
    expect(found.map(({ length }) => length)).toEqual([front, 2500 - front])
    expect(Buffer.concat(found).equals(bytes)).toBe(true)
  })
  it('has one part where nothing follows', async () => {
    const found: Buffer[] = []
    for await (const part of splitAt(pieces(Buffer.alloc(100)), 100)) found.push(await gather(part))
    expect(found).toHaveLength(1)
  })
})
