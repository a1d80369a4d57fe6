import 'server-only'
import { random, type Random } from '@/db/seed/story/random'
import { distances, smooth, step } from '@/db/seed/files/field'
import { eachPixel } from '@/db/seed/files/film'
import { gumColour, ivory } from '@/db/seed/files/photo-front'
import { paint, photograph, scene, tint, type Colour, type Scene } from '@/db/seed/files/scene'
import { clouds, sample, stipple } from '@/db/seed/files/texture'

export type ArchOptions = { seed: number; caption: string; years: number; upper: boolean }

const width = 552
const height = 410

/** Across and deep, from the midline backwards, in millimetres, seen from the biting side. */
const upperTeeth = [[8.4, 6], [6.6, 5.6], [7.6, 7.6], [7, 8.8], [6.8, 8.8], [10.2, 10.8], [9.6, 10.4], [8.6, 9.6]] as const
const lowerTeeth = [[5.3, 5.4], [5.8, 5.8], [6.8, 7.2], [7, 7.6], [7.1, 8], [11, 10.2], [10.4, 9.8], [9.6, 9]] as const

/** A whole jaw in the mirror, from the biting side. */
export async function photoArch(o: ArchOptions): Promise<Buffer> {
  const r = random(o.seed)
  const s = scene(width, height)
  const scale = o.years < 11 ? 6.7 : 6.2
  const count = o.years < 7 ? 5 : o.years < 12 ? 6 : o.years < 17 ? 7 : r.chance(0.6) ? 7 : 8
  ground(s, r, gumColour(r), o.upper)
  const shade = ivory(r, o.years)
  const teeth = o.upper ? upperTeeth : lowerTeeth
  for (const side of [-1, 1]) {
    // Walk along half an ellipse, one tooth after the other.
    const rx = (o.upper ? 30 : 28) * scale * 0.86
    const ry = 47 * scale
    let angle = 0
    for (let n = 0; n < count; n++) {
      const [across, deep] = teeth[n]!
      const speed = (a: number) => Math.hypot(rx * Math.cos(a), ry * Math.sin(a))
      const half = (across * scale) / 2
      angle += half / speed(angle)
      const x = width / 2 + side * rx * Math.sin(angle)
      const y = (o.upper ? 46 : height - 58) + (o.upper ? 1 : -1) * ry * (1 - Math.cos(angle))
      const turn = Math.atan2(ry * Math.sin(angle) * (o.upper ? 1 : -1), side * rx * Math.cos(angle))
      if (y > -60 && y < height + 60) tooth(s, r, { x, y, turn, across: across * scale, deep: deep * scale, n, shade, years: o.years })
      angle += half / speed(angle)
    }
  }
  return photograph(s, o.caption, r)
}

const pale: Colour = [236, 178, 168]
const brown: Colour = [176, 134, 92]
const metal: Colour = [120, 124, 130]
const white: Colour = [244, 238, 226]
const rosy: Colour = [182, 126, 106]

function ground(s: Scene, r: Random, gum: Colour, upper: boolean): void {
  const fine = stipple()
  const broad = clouds()
  const ox = r.int(0, 511)
  const work = new Float64Array(3)
  const inner: Colour = upper ? [224, 150, 138] : [206, 112, 112]
  for (let y = 0, i = 0; y < s.height; y++) {
    for (let x = 0; x < s.width; x++, i++) {
      const across = (x - s.width / 2) / (s.width / 2)
      const down = upper ? y / s.height : 1 - y / s.height
      const cloud = sample(broad, x + ox, y)
      // Palate: a vault with folds behind the front teeth. Tongue: a broad back with a furrow and fine bumps.
      const middle = 1 - step(0.3, 0.62, Math.abs(across))
      const folds = upper ? Math.sin((down * 46 + Math.abs(across) * 9 + cloud * 3)) * 2.1 * middle * step(0.18, 0.26, down) * (1 - step(0.4, 0.56, down)) : 0
      const furrow = upper ? 1.2 * Math.exp(-((across * 26) ** 2)) : -5 * Math.exp(-((across * 16) ** 2))
      const vault = upper ? -30 * middle * step(0.2, 0.8, down) : 26 * middle * step(0.25, 0.6, down)
      s.relief[i] = 10 + vault + folds + furrow * step(0.25, 0.5, down) + cloud * 4 + sample(fine, x * 2 + ox, y * 2) * (upper ? 0.25 : 0.6)
      work.set(inner)
      tint(work, gum, 1 - middle)
      tint(work, pale, cloud * 0.4 + 0.15)
      paint(s, i, work, 1)
      s.gloss[i] = upper ? 0.24 : 0.18
      s.light[i] = 1 - 0.72 * step(0.72, 1.02, Math.abs(across)) - 0.2 * middle * step(0.6, 1, down)
    }
  }
}

type Tooth = { x: number; y: number; turn: number; across: number; deep: number; n: number; shade: Colour; years: number }

function tooth(s: Scene, r: Random, t: Tooth): void {
  const cos = Math.cos(t.turn)
  const sin = Math.sin(t.turn)
  const points: [number, number][] = []
  const square = t.n > 4 ? 3.2 : t.n > 2 ? 2.5 : 2.3
  for (let k = 0; k < 16; k++) {
    const a = (k / 16) * Math.PI * 2
    const size = (Math.abs(Math.cos(a)) ** square + Math.abs(Math.sin(a)) ** square) ** (-1 / square) * r.real(0.98, 1.02)
    const u = Math.cos(a) * size * t.across * 0.495
    const v = Math.sin(a) * size * t.deep * 0.5
    points.push([t.x + u * cos - v * sin, t.y + u * sin + v * cos])
  }
  const box = distances(smooth(points, 5), s.width, s.height, 8)
  if (!box) return
  const filled = t.n > 3 && r.chance(Math.min(0.55, t.years / 90))
  const silver = filled && t.years > 38 && r.chance(0.5)
  const phase = r.real(0, 6)
  const full = Math.min(t.across, t.deep) * 0.5
  const work = new Float64Array(3)
  eachPixel(s, box, (i, x, y, d) => {
    if (d < -0.6) {
      s.relief[i]! += 2.4 * step(-8, -1, d) * (1 - step(-2, 0, d))
      s.light[i]! *= 1 - 0.14 * step(-3, -0.5, d)
      return
    }
    const u = ((x - t.x) * cos + (y - t.y) * sin) / t.across
    const v = ((y - t.y) * cos - (x - t.x) * sin) / t.deep
    const cover = step(-0.6, 0.8, d)
    const k = Math.min(1, Math.max(0, d) / full)
    const groove = t.n > 2 ? fissure(t.n, u, v, phase) : 0
    const edge = t.n < 3 ? Math.exp(-((v * 4.6) ** 2)) * t.deep * 0.22 : 0
    const rim = t.n < 3 ? Math.sqrt(k) * t.deep * 0.22 : (step(0, 0.42, k) - 0.34 * step(0.42, 1, k)) * t.across * 0.2
    const inFilling = filled ? 1 - step(0.9, 1.12, (u / 0.24) ** 2 + (v / 0.2) ** 2 + 0.25 * Math.sin(Math.atan2(v, u) * 4 + phase)) : 0
    s.relief[i] = s.relief[i]! * (1 - cover) + (16 + rim + edge - groove * 4.2 * (1 - inFilling)) * cover
    work.set(t.shade)
    tint(work, brown, groove * 0.5)
    tint(work, silver ? metal : white, inFilling * 0.92)
    tint(work, rosy, (1 - step(0, 3.4, d)) * 0.35)
    paint(s, i, work, cover)
    s.gloss[i] = s.gloss[i]! * (1 - cover) + (silver && inFilling > 0.5 ? 0.9 : 0.55) * cover
    s.light[i] = s.light[i]! * (1 - cover) + (1 - 0.1 * t.n * 0.5) * cover
  })
}

/** Grooves of a chewing surface: one along, one or two across. */
function fissure(n: number, u: number, v: number, phase: number): number {
  const along = Math.exp(-(((v - 0.04 * Math.sin(u * 9 + phase)) * 17) ** 2)) * (1 - step(0.26, 0.4, Math.abs(u)))
  const first = Math.exp(-(((u - 0.05 - 0.05 * Math.sin(v * 8 + phase)) * 20) ** 2)) * (1 - step(0.22, 0.42, Math.abs(v)))
  const second = n > 4 ? Math.exp(-(((u + 0.2 + v * 0.3) * 22) ** 2)) * (1 - step(0.1, 0.36, v)) * step(-0.1, 0.02, v) : 0
  return Math.min(1, along + (n > 4 ? first : first * 0.4) + second)
}
