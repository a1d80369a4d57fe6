import 'server-only'
import sharp from 'sharp'
import type { Random } from '@/db/seed/story/random'
import { caption, enlarge, stamp } from '@/db/seed/files/enlarge'
import { distances, step, type DistanceBox } from '@/db/seed/files/field'
import { lettering } from '@/db/seed/files/lettering'
import { blend, clouds, trabeculae } from '@/db/seed/files/texture'
import { outlineOf, type Placement, type ToothShape } from '@/db/seed/files/tooth-shape'

/** What an X-ray met on its way: 0 air, about 1 metal. Drawn at half the size of the finished image. */
export type Film = {
  width: number
  height: number
  pixelsPerMm: number
  density: Float32Array
  /** 0 no bone, 1 full bone. */
  bone: Float32Array
}

export function film(width: number, height: number, pixelsPerMm: number): Film {
  return {
    width,
    height,
    pixelsPerMm,
    density: new Float32Array(width * height).fill(0.02),
    bone: new Float32Array(width * height),
  }
}

/** What was done to a tooth, or happened to it. */
export type ToothState = {
  filling?: 'top' | 'side' | 'crown'
  rootFilled?: boolean
  /** A dark place under the contact. */
  decay?: boolean
  /** A dark halo around the tip of the root. */
  lesion?: boolean
  young?: boolean
}

/** Lays marrow and struts into everything that `bone` marks. */
export function layBone(f: Film, r: Random, grainSize: number, strength: number): void {
  const mesh = trabeculae()
  const broad = clouds()
  const ox = r.int(0, 511)
  const oy = r.int(0, 511)
  for (let y = 0, i = 0; y < f.height; y++) {
    for (let x = 0; x < f.width; x++, i++) {
      const b = f.bone[i]!
      if (b <= 0.002) continue
      const strut = blend(mesh, x * grainSize + ox, y * grainSize * 0.82 + oy)
      f.density[i]! += b * (0.3 + strut * strength + blend(broad, x * 0.5 + oy, y * 0.5 + ox) * 0.055)
    }
  }
}

export function drawTooth(f: Film, shape: ToothShape, at: Placement, state: ToothState, r: Random): void {
  const k = at.pixelsPerMm
  const box = distances(outlineOf(shape, at), f.width, f.height, Math.ceil(k * (state.lesion ? 2.6 : 0.9)))
  if (!box) return
  const cos = Math.cos(at.angle) / k
  const sin = Math.sin(at.angle) / k
  const wobble = r.real(0, 9)
  eachPixel(f, box, (i, px, py, d) => {
    const dx = px - at.x
    const dy = py - at.y
    const x = (dx * cos + dy * sin) * (at.mirror ? -1 : 1)
    const y = (dy * cos - dx * sin) * (at.flip ? -1 : 1)
    if (d < -0.5) f.density[i] = f.density[i]! + socket(shape, state, x, y, -d / k) * f.bone[i]!
    else {
      const cover = step(-0.5, 0.9, d)
      const inside = tissue(shape, state, x, y, Math.max(0, d) / k, wobble) + f.density[i]! * 0.5
      f.density[i] = f.density[i]! * (1 - cover) + inside * cover
    }
  })
}

/** The dark ligament around a root and the bright wall behind it. */
function socket(shape: ToothShape, state: ToothState, x: number, y: number, away: number): number {
  const root = step(shape.crown + 0.7, shape.crown + 2, y)
  let change = (-0.17 * (1 - step(0.16, 0.3, away)) + 0.13 * step(0.2, 0.34, away) * (1 - step(0.36, 0.72, away))) * root
  if (state.lesion) {
    const tip = shape.roots[0]!
    const from = Math.hypot(x - tip.to, y - shape.crown - shape.root * tip.reach)
    change -= 0.24 * (1 - step(1.2, 2.6, from))
  }
  return change
}

function tissue(shape: ToothShape, state: ToothState, x: number, y: number, d: number, wobble: number): number {
  const { width: w, crown: c, root: h } = shape
  const inRoot = step(c * 0.75, c * 1.25, y)
  const deep = w * (0.4 - inRoot * (shape.kind === 'molar' ? 0.2 : 0.12))
  const across = 1 - Math.min(1, d / deep)
  let out = 0.17 + 0.29 * Math.sqrt(1 - across * across) - 0.05 * step(c + h * 0.4, c + h, y)
  const thick = 1.5 * (w / 9) * (1 - step(0, c * 1.02, y)) + 0.05
  const crownPart = 1 - step(c * 0.84, c * 1.02, y)
  out += 0.27 * (1 - step(thick * 0.72, thick * 1.15, d)) * crownPart + 0.07 * (1 - step(c * 0.3, c * 0.95, y))
  out -= pulp(shape, state, x, y)
  return repaired(shape, state, x, y, d, wobble, out)
}

/** Chamber and canals: dark, or bright and a little ragged where a root was filled. */
function pulp(shape: ToothShape, state: ToothState, x: number, y: number): number {
  const { width: w, crown: c, root: h } = shape
  const wide = state.young ? 1.5 : 1
  const molar = shape.kind === 'molar'
  const cx = x / (w * (molar ? 0.23 : 0.11) * wide)
  const cy = (y - c * (molar ? 0.86 : 0.88)) / (c * (molar ? 0.2 : 0.36) * wide)
  let out = Math.abs(cx) > 1.6 || Math.abs(cy) > 1.6 ? 0 : 0.13 * Math.exp(-(cx * cx * cx * cx) - cy * cy * cy * cy)
  for (const root of shape.roots) {
    const t = (y - c * 0.9) / (h * root.reach + c * 0.1)
    if (t < 0 || t > 0.97) continue
    const centre = root.from + (root.to - root.from) * Math.min(1, t * 1.15)
    const canal = root.half * (0.42 - 0.3 * t) * wide
    const e = (x - centre) / canal
    if (e > 2.2 || e < -2.2) continue
    out += state.rootFilled && t < 0.95 ? -0.5 * Math.exp(-(e * e * e * e * 1.46)) * step(0, 0.04, t) : 0.1 * Math.exp(-e * e) * step(0, 0.08, t)
  }
  return out
}

function repaired(shape: ToothShape, state: ToothState, x: number, y: number, d: number, wobble: number, plain: number): number {
  const { width: w, crown: c } = shape
  if (y > c * 1.05 || (!state.filling && !state.decay)) return plain
  const ragged = 0.06 * Math.sin(x * 3.1 + wobble) + 0.04 * Math.sin(y * 5.3 + wobble * 2)
  const soft = 0.06
  let metal = 0
  if (state.filling === 'crown') metal = 1 - step(c * 0.93, c * 0.99, y + ragged * 2)
  const front = shape.kind === 'incisor' || shape.kind === 'canine'
  if (state.filling === 'top' || (state.filling === 'side' && !front)) {
    const floor = ((x + ragged * w * 0.4) / (w * 0.27)) ** 2 + ((y - c * 0.08) / (c * 0.34)) ** 2 + ragged
    metal = 1 - step(1 - soft, 1 + soft, floor)
  }
  if (state.filling === 'side') {
    const box = ((x + w * 0.42) / (w * 0.2)) ** 4 + ((y - c * 0.3) / (c * 0.36)) ** 4 + ragged
    metal = Math.max(metal, 1 - step(1 - soft, 1 + soft * 2, box))
  }
  let out = plain
  if (state.decay) out -= 0.2 * Math.exp(-(((x - w * 0.44) / (w * 0.1)) ** 2) - ((y - c * 0.52) / (c * 0.15)) ** 2)
  return out + (1.02 - Math.exp(-d * 2.4) * 0.12 - out) * metal
}

export function eachPixel(
  f: { width: number; height: number },
  box: DistanceBox,
  visit: (i: number, x: number, y: number, distance: number) => void,
): void {
  const x0 = Math.max(0, box.x)
  const x1 = Math.min(f.width, box.x + box.width)
  const y0 = Math.max(0, box.y)
  const y1 = Math.min(f.height, box.y + box.height)
  for (let y = y0; y < y1; y++) {
    let b = (y - box.y) * box.width + x0 - box.x
    for (let x = x0; x < x1; x++, b++) visit(y * f.width + x, x, y, box.distance[b]!)
  }
}

export type Develop = { label: string; mark: 'R' | 'L' | null; png: boolean; quality: number; noise: number; gamma: number; r: Random }

/** Doubles the film, adds noise in proportion to the light, writes the label that a sensor's software would burn in. */
export async function develop(f: Film, options: Develop): Promise<Buffer> {
  const { r, gamma, noise } = options
  const tone = Float32Array.from({ length: 1025 }, (_, i) => 8 + 240 * (i / 1024) ** gamma)
  const light = softened(f.density, f.width, f.height).map((d) => tone[d <= 0 ? 0 : d >= 1.003 ? 1024 : Math.min(1024, (d * 1.02 * 1024) | 0)]!)
  const width = f.width * 2
  const height = f.height * 2
  const pixels = enlarge([light], f.width, f.height, r, (level) => noise * (0.55 + level / 255), (e) => 1 - 0.1 * e)
  const size = Math.round(height / 26)
  if (options.mark) {
    const body = lettering(options.mark, size * 0.4, size * 1.2, size, '#e8e8e8', 'textBold')
    await stamp(pixels, width, 1, { left: width - size * 2, top: size, width: size * 2, height: size * 2, body })
  }
  await caption(pixels, width, height, 1, options.label)
  const image = sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
  return options.png ? image.png({ compressionLevel: 6 }).toBuffer() : image.jpeg({ quality: options.quality }).toBuffer()
}

/** A sensor is never quite sharp: weights 1-2-1 both ways, which also hides the steps of the drawn edges. */
function softened(values: Float32Array, width: number, height: number): Float32Array {
  const across = new Float32Array(values.length)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      across[i] = 0.5 * values[i]! + 0.25 * (values[x > 0 ? i - 1 : i]! + values[x + 1 < width ? i + 1 : i]!)
    }
  }
  return values.map((_, i) => 0.5 * across[i]! + 0.25 * (across[i < width ? i : i - width]! + across[i + width < values.length ? i + width : i]!))
}
