import sharp from 'sharp'
import { expect, it } from 'vitest'
import { blurBelow, blurSide, sharpness } from './client'

const lines = Array.from({ length: 12 }, (_, at) => `<text x="60" y="${90 + at * 45}" font-size="34" font-family="sans-serif">MEMBER ${at}27-558-1${at} GROUP A-${at}42 Lopez, Maria</text>`).join('')
const card = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="640"><rect width="1000" height="640" fill="#dfe7ee"/>${lines}</svg>`)

async function judged(blur: number): Promise<number> {
  const picture = sharp(card).resize(blurSide).greyscale()
  const { data, info } = await (blur > 0 ? picture.blur(blur) : picture).raw().toBuffer({ resolveWithObject: true })
  const grey = new Uint8Array(info.width * info.height)
  for (let at = 0; at < grey.length; at++) grey[at] = data[at * info.channels] ?? 0
  return sharpness(grey, info.width, info.height)
}

it('tells a card that can be read from one out of focus', async () => {
  expect(await judged(0)).toBeGreaterThan(blurBelow * 3)
  for (const blur of [2.5, 4, 8]) expect(await judged(blur), `blurred by ${blur}`).toBeLessThan(blurBelow)
})

it('calls a surface without an edge blurred, and a picture of nothing too', () => {
  expect(sharpness(new Uint8Array(10_000).fill(120), 100, 100)).toBe(0)
  expect(sharpness(new Uint8Array(), 0, 0)).toBe(0)
})
