import 'server-only'
import { random, type Random } from '@/db/seed/story/random'
import { distances, smooth, step } from '@/db/seed/files/field'
import { eachPixel } from '@/db/seed/files/film'
import { mix, paint, photograph, scene, tint, type Colour, type Scene } from '@/db/seed/files/scene'
import { clouds, sample, stipple } from '@/db/seed/files/texture'

export type PhotoOptions = { seed: number; caption: string; years: number; view: 'front' | 'left' | 'right' }

const width = 568
const height = 380

/** Apparent widths and heights from the midline outwards, in millimetres; seen from the front, back teeth turn away. */
const views = {
  front: { upper: [8.6, 6.7, 6.9, 5.2, 4.2, 3.6, 2.8], lower: [5.3, 5.8, 6.3, 5.2, 4.3, 3.8, 3], scale: 7.6 },
  side: { upper: [4.2, 5.6, 7.4, 7, 6.8, 10.2, 9.2], lower: [3.4, 4.6, 6.8, 7, 7.1, 10.9, 10], scale: 9.2 },
}
const heights = { upper: [10.6, 9.1, 10.2, 8.6, 7.8, 7.2, 6.6], lower: [8.8, 9, 10, 8.6, 7.9, 7.2, 6.8] }

/** Teeth held together, lips drawn back: from the front, or one side with the cheek away. */
export async function photoFront(o: PhotoOptions): Promise<Buffer> {
  const r = random(o.seed)
  const s = scene(width, height)
  const front = o.view === 'front'
  const sizes = front ? views.front : views.side
  const middle = front ? width / 2 + r.int(-8, 8) : o.view === 'right' ? width * 0.9 : width * 0.1
  const bite = height * 0.5 + r.int(-10, 10)
  const bend = front ? r.real(20, 27) : r.real(6, 11)
  const line = (x: number) => bite - bend * ((x - width / 2) / (width / 2)) ** 2 * (front ? 1 : 0.6)
  const shade = ivory(r, o.years)
  const gum = gumColour(r)
  gums(s, r, gum, line, sizes.scale, middle)
  for (const upper of [false, true]) {
    for (const side of [-1, 1]) {
      let pen = middle
      const widths = upper ? sizes.upper : sizes.lower
      widths.forEach((wide, n) => {
        const w = wide * sizes.scale * r.real(0.97, 1.03)
        const x = pen + (side * w) / 2
        pen += side * w * 0.985
        if (x < -60 || x > width + 60) return
        const tall = (upper ? heights.upper : heights.lower)[n]! * sizes.scale * (front ? 0.86 : 0.9) * r.real(0.97, 1.03)
        const turned = front ? step(1.5, 6.5, n) : 0.7 * step(2, -0.5, n)
        tooth(s, r, { x, edge: line(x) + (upper ? 8 : -4), w, tall, upper, n, side, turned, shade, stained: o.years > 50 })
      })
    }
  }
  frame(s, r, front)
  return photograph(s, o.caption, r)
}

export function ivory(r: Random, years: number): Colour {
  return mix([250, 243, 226], [238, 219, 180], Math.min(1, years / 85) * r.real(0.6, 1.1))
}

export const gumColour = (r: Random): Colour => mix([222, 128, 124], [190, 98, 100], r.real(0, 1))

const pale: Colour = [236, 160, 152]
const red: Colour = [168, 54, 58]
const dark: Colour = [34, 12, 12]
const glassy: Colour = [196, 200, 206]
const amber: Colour = [214, 182, 128]
const grey: Colour = [150, 150, 156]
const rosy: Colour = [176, 116, 100]
const lips: Colour = [196, 104, 100]

/** Gums rise and fall over each root, stippled like orange peel, darker and redder far from the teeth. */
function gums(s: Scene, r: Random, colour: Colour, line: (x: number) => number, scale: number, middle: number): void {
  const fine = stipple()
  const broad = clouds()
  const ox = r.int(0, 511)
  const work = new Float64Array(3)
  const edges = Float32Array.from({ length: s.width }, (_, x) => line(x))
  const roots = Float32Array.from({ length: s.width }, (_, x) => Math.cos(((x - middle) / scale / 7.4) * Math.PI * 2) * 3.4)
  for (let y = 0, i = 0; y < s.height; y++) {
    for (let x = 0; x < s.width; x++, i++) {
      const away = Math.abs(y - edges[x]!) / scale
      const deep = step(11, 19, away)
      const cloud = sample(broad, x + ox, y)
      s.relief[i] = 7 + roots[x]! * step(7, 12, away) + sample(fine, x * 2 + ox, y * 2) * 0.34 * (1 - deep) + cloud * 5 - deep * 9 * away * 0.2
      work.set(colour)
      tint(work, pale, cloud * 0.5 + 0.2)
      tint(work, red, deep * 0.75)
      paint(s, i, work, 1)
      s.gloss[i] = 0.26
      const gap = (1 - step(0.1, 1.3, away)) * (1 - step(26, 30, Math.abs(x - middle) / scale))
      if (gap > 0) {
        paint(s, i, dark, gap)
        s.gloss[i] = 0
      }
    }
  }
}

type Tooth = {
  x: number; edge: number; w: number; tall: number; upper: boolean; n: number; side: number; turned: number; shade: Colour; stained: boolean
}

function tooth(s: Scene, r: Random, t: Tooth): void {
  const up = t.upper ? -1 : 1
  const lean = r.real(-0.03, 0.03) * t.w
  const pointed = t.n === 2 ? 0.1 : t.n > 2 ? 0.06 : 0
  const round = t.upper ? (t.n === 1 ? 0.07 : 0.04) : 0.03
  const at = (u: number, v: number) => [t.x + u * t.w + lean * v, t.edge + up * v * t.tall] as const
  const outline = smooth(
    [
      at(-0.44, round + pointed), at(-0.2, -0.005 + pointed * 0.4), at(0, -pointed * 0.6), at(0.22, pointed * 0.4), at(0.44, round + pointed),
      at(0.5, 0.26), at(0.47, 0.6), at(0.4, 0.84), at(0.24, 0.965), at(0.0, 1.0), at(-0.24, 0.965), at(-0.4, 0.84), at(-0.47, 0.6), at(-0.5, 0.26),
    ],
    6,
  )
  const box = distances(outline, s.width, s.height, 7)
  if (!box) return
  const full = t.w * 0.42
  const dim = 1 - 0.34 * t.turned
  const chipped = r.chance(0.05)
  const work = new Float64Array(3)
  eachPixel(s, box, (i, x, y, d) => {
    if (d < -0.6) {
      // The gum's rim stands a little proud around the neck, and the light does not reach into the gaps.
      const v = ((y - t.edge) * up) / t.tall
      if (v > 0.6) s.relief[i]! += 2.2 * step(-7, -1, d) * (1 - step(-1.5, 0, d))
      else if (v > -0.05) s.light[i]! *= 1 - 0.14 * step(-4, -1, d)
      return
    }
    const cover = step(-0.6, 0.8, d)
    const v = ((y - t.edge) * up) / t.tall
    const u = (x - t.x) / t.w
    const k = 1 - Math.min(1, Math.max(0, d) / full)
    const dome = (1 - k * k * k * k) * t.w * 0.16 + (0.5 - (v - 0.45) ** 2) * t.tall * 0.14 + Math.cos(u * 13) * 0.3 * (1 - v)
    s.relief[i] = s.relief[i]! * (1 - cover) + (9 + dome - t.side * t.turned * u * t.w * 0.5) * cover
    const incisal = (t.n < 3 ? 0.75 : 0.3) * (1 - step(0.02, 0.24, v))
    const neck = step(0.58, 1, v)
    work.set(t.shade)
    tint(work, glassy, incisal * 0.55)
    tint(work, amber, neck * (t.stained ? 0.75 : 0.45))
    if (t.n > 3 && !t.upper && chipped) tint(work, grey, 1 - step(0.12, 0.2, v))
    tint(work, rosy, (1 - step(0, t.w * 0.06, d)) * 0.4)
    paint(s, i, work, cover)
    s.gloss[i] = s.gloss[i]! * (1 - cover) + 0.62 * cover
    s.light[i] = s.light[i]! * (1 - cover) + dim * cover
  })
}

/** Retracted lips at the rim, out of the light; and the clear plastic that holds them. */
function frame(s: Scene, r: Random, front: boolean): void {
  const rx = s.width * (front ? 0.5 : 0.55)
  const ry = s.height * r.real(0.47, 0.52)
  const cx = s.width / 2
  const cy = s.height / 2
  const across = Float32Array.from({ length: s.width }, (_, x) => Math.abs((x - cx) / rx) ** 2.6)
  for (let y = 0, i = 0; y < s.height; y++) {
    const down = Math.abs((y - cy) / ry) ** 2.3
    for (let x = 0; x < s.width; x++, i++) {
      const e = across[x]! + down
      if (e < 0.72) continue
      const shadow = step(0.72, 0.96, e)
      const lip = step(0.96, 1.06, e)
      s.light[i]! *= 1 - 0.62 * shadow * (1 - lip * 0.85)
      if (lip > 0) {
        paint(s, i, lips, lip)
        s.relief[i] = s.relief[i]! * (1 - lip) + (20 - 9 * (e - 1.3) ** 2) * lip
        s.gloss[i] = s.gloss[i]! * (1 - lip) + 0.3 * lip
        s.light[i]! *= 1 - 0.5 * step(1.2, 1.9, e)
      }
    }
  }
}
