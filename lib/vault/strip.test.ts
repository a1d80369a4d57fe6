import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { heic, jpegSegment, jpegWith, pngChunk, pngWith } from '@/tests/corpus/bytes'
import { sniffer } from './sniff'
import { StripError, stripped } from './strip'

async function* sent(bytes: Uint8Array, chunk: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
}
async function clean(bytes: Uint8Array, chunk = 1000): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stripped(sent(bytes, chunk))) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
const sniffed = (bytes: Uint8Array) => {
  const sniff = sniffer()
  sniff.push(bytes)
  return sniff.finish()
}

const snapshot = (): Sharp => sharp({ create: { width: 300, height: 200, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
  .withMetadata({ orientation: 6 })
  .withIccProfile('p3')
  .withExifMerge({ IFD0: { Make: 'TelephoneMaker' }, IFD3: { GPSLatitude: '35/1 2/1 44/1', GPSLatitudeRef: 'N' } })
  .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Chattanooga</x:xmpmeta>')
const pixels = (bytes: Buffer): Promise<Buffer> => sharp(bytes).raw().toBuffer()

describe('a photograph', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['JPEG', () => snapshot().jpeg().toBuffer()],
    ['PNG', () => snapshot().png().toBuffer()],
    ['WebP', () => snapshot().webp().toBuffer()],
  ])('in %s loses what it says beside the picture, and nothing of the picture', async (_, make) => {
    const bytes = await make()
    const before = await sharp(bytes).metadata()
    // There is something to lose.
    expect(before.exif?.includes('TelephoneMaker') && before.xmp?.includes('Chattanooga')).toBe(true)
    expect(before.orientation).toBe(6)
    for (const chunk of [1, 7, 1000, bytes.length]) {
      const cleaned = await clean(bytes, chunk)
      for (const word of ['TelephoneMaker', 'Chattanooga', 'xmpmeta']) expect(cleaned.includes(word), `${word} by ${chunk}`).toBe(false)
      const after = await sharp(cleaned).metadata()
      expect(after.xmp?.some((byte) => byte !== 0) ?? false).toBe(false)
      expect(after.exif?.subarray(32).some((byte) => byte !== 0) ?? false, 'nothing but which way up').toBe(false)
      expect({ turned: after.orientation, profile: after.icc?.length }).toEqual({ turned: 6, profile: before.icc?.length })
      expect((await pixels(cleaned)).equals(await pixels(bytes))).toBe(true)
      expect(sniffed(cleaned).ok).toBe(true)
    }
  })

  it('in JPEG loses comments, previews, printers’ notes, and what hangs behind', async () => {
    const plain = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } }).jpeg().toBuffer()
    const full = Buffer.concat([jpegWith(plain, jpegSegment(0xfe, 'a comment'), jpegSegment(0xed, 'Photoshop 3.0\0a caption'), jpegSegment(0xe0, 'JFXX\0a preview')), Buffer.from('a film behind')])
    const cleaned = await clean(full, 13)
    for (const word of ['comment', 'caption', 'preview', 'film']) expect(cleaned.includes(word)).toBe(false)
    expect((await pixels(cleaned)).equals(await pixels(plain))).toBe(true)
  })

  it('in PNG loses texts, times and parts that nobody knows', async () => {
    const plain = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } }).png().toBuffer()
    const full = pngWith(plain, pngChunk('tEXt', Buffer.from('Author\0Jane')), pngChunk('iTXt', Buffer.from('Place\0\0\0\0\0home')), pngChunk('tIME', Buffer.alloc(7, 1)), pngChunk('prVt', Buffer.from('private')))
    const cleaned = await clean(Buffer.concat([full, Buffer.from('behind')]), 11)
    for (const word of ['Jane', 'home', 'tIME', 'private', 'behind']) expect(cleaned.includes(word)).toBe(false)
    expect((await pixels(cleaned)).equals(await pixels(plain))).toBe(true)
  })

  it('in HEIC has what speaks of it written over, and stays as long and as whole as it was', async () => {
    const bytes = heic()
    expect(bytes.includes('GPS 35.0456')).toBe(true)
    for (const chunk of [1, 100, bytes.length]) {
      const cleaned = await clean(bytes, chunk)
      expect(cleaned.includes('GPS')).toBe(false)
      expect(cleaned.length).toBe(bytes.length)
      const differs = bytes.findIndex((byte, at) => cleaned[at] !== byte)
      expect(differs, 'the picture is as it was').toBeGreaterThanOrEqual(bytes.indexOf('MM\0*'))
      expect(sniffed(cleaned)).toEqual({ ok: true, type: 'image/heic', width: 4032, height: 3024 })
    }
    await expect(clean(heic({ metaLast: true }))).rejects.toThrow(StripError)
  })

  it('that is not whole or not well built is not waved through', async () => {
    const bytes = await snapshot().jpeg().toBuffer()
    await expect(clean(bytes.subarray(0, 5000))).rejects.toThrow('incomplete')
    await expect(clean(Buffer.concat([bytes.subarray(0, 2), jpegSegment(0xe0, 'JFIF\0'), Buffer.from('nonsense'), bytes.subarray(2)]))).rejects.toThrow('damaged')
  })
})

it('papers and originals pass as they are', async () => {
  for (const bytes of [Buffer.from('%PDF-1.4 and so on, for longer than a head'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICM and so on')]), Buffer.from('II*\0 and so on'), Buffer.alloc(0)]) {
    expect((await clean(bytes, 3)).equals(bytes)).toBe(true)
  }
})
