import 'server-only'
import sharp from 'sharp'
import { lettering, lineWidth, svg } from '@/db/seed/files/lettering'
import { grain, side } from '@/db/seed/files/texture'
import type { Random } from '@/db/seed/story/random'

/**
 * Doubles planes of light (0 … 255) with linear weights and adds noise, in one pass: the same through sharp took ten
 * times as long.
 * @param planes one plane for grey, three for colour, each `width` × `height`
 * @param noise deviation in levels at a given level of light
 * @param shade factor at a place of the finished image, as fractions of its half width and half height from its centre
 */
export function enlarge(
  planes: Float32Array[], width: number, height: number, r: Random, noise: (level: number) => number, shade: (e: number) => number,
): Buffer {
  const channels = planes.length
  const wide = width * 2
  const out = new Uint8ClampedArray(wide * height * 2 * channels)
  const speckle = grain()
  const ox = r.int(0, 511)
  const oy = r.int(0, 511)
  const levels = Float32Array.from({ length: 256 }, (_, level) => noise(level))
  const shades = Float32Array.from({ length: 256 }, (_, e) => shade(e / 127))
  const column = Float32Array.from({ length: wide }, (_, x) => (((x + 0.5) / wide - 0.5) * 2) ** 2 * 127)
  const line = new Float32Array(width)
  for (let y = 0; y < height * 2; y++) {
    const near = y >> 1
    const far = Math.min(height - 1, Math.max(0, near + (y & 1 ? 1 : -1)))
    const down = (((y + 0.5) / (height * 2) - 0.5) * 2) ** 2 * 127
    const speckles = ((y + oy) & (side - 1)) * side
    for (let c = 0; c < channels; c++) {
      const plane = planes[c]!
      const a = near * width
      const b = far * width
      for (let x = 0; x < width; x++) line[x] = 0.75 * plane[a + x]! + 0.25 * plane[b + x]!
      let i = y * wide * channels + c
      let before = line[0]!
      let here = before
      for (let x = 0; x < width; x++) {
        const after = x + 1 < width ? line[x + 1]! : here
        const fall = shades[(column[x * 2]! + down) | 0]!
        const mean = here * 0.75 * fall
        const level = levels[here < 0 ? 0 : here > 255 ? 255 : here | 0]!
        // A clamped array rounds and limits by itself.
        out[i] = mean + before * 0.25 * fall + speckle[speckles | ((x * 2 + ox) & (side - 1))]! * level
        out[i + channels] = mean + after * 0.25 * fall + speckle[speckles | ((x * 2 + 1 + ox) & (side - 1))]! * level
        i += channels * 2
        before = here
        here = after
      }
    }
  }
  return Buffer.from(out.buffer)
}

/** Sets outlines (drawn in a box of their own) onto the pixels, its upper left corner at (left, top). */
export async function stamp(
  pixels: Buffer, width: number, channels: number, box: { left: number; top: number; width: number; height: number; body: string },
): Promise<void> {
  const drawn = await sharp(svg(box.width, box.height, box.body)).raw().toBuffer()
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i += 4) {
      const cover = drawn[i + 3]! / 255
      if (cover === 0) continue
      const at = ((box.top + y) * width + box.left + x) * channels
      for (let c = 0; c < channels; c++) pixels[at + c] = pixels[at + c]! * (1 - cover) + drawn[i + c]! * cover
    }
  }
}

/** A strip of text along the lower edge. */
export function caption(pixels: Buffer, width: number, height: number, channels: number, text: string): Promise<void> {
  const fits = (width * 0.94) / lineWidth(text, 1)
  const size = Math.round(Math.min(height / 44, fits))
  const tall = Math.round(size * 2)
  const body = `<rect width="${width}" height="${tall}" fill="#0a0c0c"/>${lettering(text, size, tall - size * 0.66, size, '#dcdfdf')}`
  return stamp(pixels, width, channels, { left: 0, top: height - tall, width, height: tall, body })
}
