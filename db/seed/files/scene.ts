import 'server-only'
import sharp from 'sharp'
import type { Random } from '@/db/seed/story/random'
import { caption, enlarge } from '@/db/seed/files/enlarge'

/** A small relief with colours, lit like a mouth under a ring flash. Drawn at half the size of the photograph. */
export type Scene = {
  width: number
  height: number
  /** Height above the plane, in pixels. */
  relief: Float32Array
  red: Float32Array
  green: Float32Array
  blue: Float32Array
  /** 0 dull, 1 wet. */
  gloss: Float32Array
  /** 1 fully lit; less where the light does not reach. */
  light: Float32Array
}

export type Colour = readonly [number, number, number]

export function scene(width: number, height: number): Scene {
  const plane = () => new Float32Array(width * height)
  return { width, height, relief: plane(), red: plane(), green: plane(), blue: plane(), gloss: plane(), light: plane().fill(1) }
}

export function paint(s: Scene, i: number, colour: Colour | Float64Array, cover: number): void {
  s.red[i]! += (colour[0] - s.red[i]!) * cover
  s.green[i]! += (colour[1] - s.green[i]!) * cover
  s.blue[i]! += (colour[2] - s.blue[i]!) * cover
}

/** Moves a working colour towards another, in place: a new array for each pixel kept the garbage collector busy. */
export function tint(work: Float64Array, colour: Colour, share: number): void {
  for (let c = 0; c < 3; c++) work[c] = work[c]! + (colour[c]! - work[c]!) * share
}

export const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
]

/** Two soft boxes beside the lens: diffuse shade, and two wet highlights where the surface faces them. */
function lit(s: Scene): void {
  const { width, height, relief } = s
  for (let y = 0, i = 0; y < height; y++) {
    const up = y > 0 ? -width : 0
    const down = y < height - 1 ? width : 0
    for (let x = 0; x < width; x++, i++) {
      const gx = (relief[i + (x < width - 1 ? 1 : 0)]! - relief[i - (x > 0 ? 1 : 0)]!) * 0.5
      const gy = (relief[i + down]! - relief[i + up]!) * 0.5
      const n = 1 / Math.sqrt(gx * gx + gy * gy + 1)
      const nx = -gx * n
      const ny = -gy * n
      const diffuse = 0.52 + 0.5 * Math.max(0, n * 0.96 - ny * 0.22)
      const left = shine(nx + 0.2, ny + 0.16)
      const right = shine(nx - 0.2, ny + 0.16)
      const wet = s.gloss[i]! * 150 * (left + right)
      const k = diffuse * s.light[i]!
      const w = wet * s.light[i]!
      s.red[i] = s.red[i]! * k + w
      s.green[i] = s.green[i]! * k + w * 0.98
      s.blue[i] = s.blue[i]! * k + w * 0.96
    }
  }
}

const shine = (x: number, y: number): number => {
  const off = x * x * 70 + y * y * 16
  return off > 5 ? 0 : Math.exp(-off * off)
}

/** Lights the scene, doubles it, adds the camera's noise and a caption strip. */
export async function photograph(s: Scene, words: string, r: Random): Promise<Buffer> {
  const width = s.width * 2
  const height = s.height * 2
  lit(s)
  const pixels = enlarge([s.red, s.green, s.blue], s.width, s.height, r, () => 2.6, (e) => 1 - 0.2 * e)
  await caption(pixels, width, height, 3, words)
  return sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 85 }).toBuffer()
}
