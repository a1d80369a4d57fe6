import 'server-only'
import { random, type Random } from '@/db/seed/story/random'
import { distances, smooth, step } from '@/db/seed/files/field'
import { develop, drawTooth, eachPixel, film, layBone, type Film, type ToothState } from '@/db/seed/files/film'
import type { RadiographOptions } from '@/db/seed/files/radiograph'
import { toothShape, type ToothKind } from '@/db/seed/files/tooth-shape'

type Point = readonly [number, number]

const width = 1180
const height = 590
const pixelsPerMm = 5.5
const middle = width / 2

/** Both jaws in one sweep, ear to ear, 2360 × 1180 pixels. */
export async function panoramic(o: RadiographOptions): Promise<Buffer> {
  const r = random(o.seed)
  const f = film(width, height, pixelsPerMm)
  const wide = r.real(0.97, 1.03)
  const child = o.years < 11
  softTissue(f, r)
  mirrored(f, mandible(wide), (x, y, i, d) => {
    // The ramus is thin, the body thick, and its lower border the hardest bone of the face.
    const body = step(230, 430, y)
    cortical(f, i, d, 0.46 + 0.28 * body, 0.08 + 0.22 * step(400, 500, y) + 0.05 * step(440, 300, Math.abs(x - middle)))
  })
  closed(f, maxilla(wide), (i, d, y) => cortical(f, i, d - 2, 0.5 * step(-60, 130, y), 0.12 * step(205, 235, y)))
  cavities(f, wide)
  layBone(f, r, 2.6, 0.1)
  canal(f, wide)
  const smile = (x: number) => 318 - 46 * ((x - middle) / 300) ** 2
  for (const upper of [true, false]) arch(f, r, o.years, upper, child, smile)
  ghosts(f, r)
  return develop(f, { label: o.label, mark: 'L', png: o.png, quality: 90, noise: r.real(3.4, 4.4), gamma: r.real(0.8, 0.9), r })
}

function cortical(f: Film, i: number, d: number, strength: number, rim: number): void {
  f.bone[i] = Math.max(f.bone[i]!, step(-2, 5, d) * strength)
  f.density[i] = f.density[i]! + rim * step(-0.5, 2, d) * (1 - step(3, 11, d))
}

/** Cheeks, tongue and neck: broad grey, brightest low down in the middle. */
function softTissue(f: Film, r: Random): void {
  const lean = r.real(-20, 20)
  for (let y = 0, i = 0; y < f.height; y++) {
    for (let x = 0; x < f.width; x++, i++) {
      const across = (x - middle - lean) / 520
      const down = (y - 300) / 300
      const head = 1 - step(0.72, 1.06, Math.sqrt(across * across + down * down * 0.38))
      f.density[i] = f.density[i]! + head * (0.13 + 0.03 * down)
    }
  }
}

function closed(f: Film, points: Point[], visit: (i: number, d: number, y: number) => void): void {
  const box = distances(smooth(points, 7), f.width, f.height, 8)
  if (box) eachPixel(f, box, (i, _x, y, d) => visit(i, d, y))
}

/** Draws a left half and its mirror image as one outline. */
function mirrored(f: Film, half: Point[], visit: (x: number, y: number, i: number, d: number) => void): void {
  const whole = [...half, ...half.map(([x, y]) => [2 * middle - x, y] as const).reverse()]
  const box = distances(smooth(whole, 7), f.width, f.height, 8)
  if (box) eachPixel(f, box, (i, x, y, d) => visit(x, y, i, d))
}

/** The lower jaw from the chin over the angle and the ramus to its two upper ends and back along the teeth. */
function mandible(wide: number): Point[] {
  const at = (x: number, y: number): Point => [middle - x * wide, y]
  return [
    at(0, 548), at(70, 546), at(170, 528), at(270, 500), at(350, 462), at(402, 410), at(432, 340), at(450, 250), at(470, 170),
    at(480, 128), at(463, 108), at(438, 116), at(426, 150), at(412, 182), at(388, 190), at(368, 165), at(352, 140), at(338, 150),
    at(334, 200), at(330, 250), at(322, 296), at(284, 318), at(200, 346), at(110, 366), at(0, 374),
  ]
}

function maxilla(wide: number): Point[] {
  const at = (x: number, y: number): Point => [middle + x * wide, y]
  return [
    at(-322, 170), at(-318, 218), at(-270, 240), at(-200, 254), at(-100, 266), at(0, 270), at(100, 266), at(200, 254), at(270, 240),
    at(318, 218), at(322, 170), at(330, 90), at(230, -30), at(0, -60), at(-230, -30), at(-330, 90),
  ]
}

/** Air: the two sinuses and the nose, each above a thin bright floor; and the hard palate's line. */
function cavities(f: Film, wide: number): void {
  const hollow = (points: Point[], depth: number) =>
    closed(f, points, (i, d, y) => {
      const floor = step(60, 190, y)
      f.bone[i] = f.bone[i]! * (1 - depth * step(-2, 9, d))
      f.density[i] = f.density[i]! + (0.03 + 0.1 * floor) * step(-3, -0.5, d) * (1 - step(0.5, 3.5, d)) - 0.05 * step(1, 12, d)
    })
  for (const side of [-1, 1]) {
    const at = (x: number, y: number): Point => [middle + side * x * wide, y]
    hollow([at(92, 196), at(132, 222), at(180, 214), at(222, 226), at(262, 196), at(282, 130), at(262, 50), at(190, 20), at(110, 50), at(84, 130)], 0.6)
    hollow([at(6, 20), at(5, 120), at(9, 184), at(44, 194), at(66, 150), at(66, 80), at(40, 10)], 0.72)
  }
  for (let x = 0; x < f.width; x++) {
    const line = 204 - 18 * ((x - middle) / 300) ** 2
    const fade = 1 - step(200, 310, Math.abs(x - middle))
    for (let y = Math.floor(line) - 9; y < line + 10; y++) {
      f.density[y * f.width + x]! += 0.1 * fade * Math.exp(-(((y - line) / 3.6) ** 2))
    }
  }
}

/** The nerve's canal in the lower jaw: a dark road between two faint bright kerbs. */
function canal(f: Film, wide: number): void {
  for (const side of [-1, 1]) {
    for (let t = 0; t <= 1; t += 0.002) {
      const x = middle + side * wide * (375 - 235 * t)
      const y = 268 + 215 * Math.sin(t * 1.75) ** 0.9
      for (let dy = -7; dy <= 7; dy++) {
        const i = Math.round(y + dy) * f.width + Math.round(x)
        const away = Math.abs(dy)
        f.density[i]! += (away < 4 ? -0.016 : away < 6 ? 0.014 : 0)
      }
    }
  }
}

function arch(f: Film, r: Random, years: number, upper: boolean, child: boolean, smile: (x: number) => number): void {
  const half: ToothKind[] = child
    ? ['incisor', 'incisor', 'canine', 'molar', 'molar', 'molar']
    : ['incisor', 'incisor', 'canine', 'premolar', 'premolar', 'molar', 'molar', 'molar']
  const missing = years > 30 ? r.int(0, 3) : 0
  const gone = new Set(Array.from({ length: missing }, () => r.int(8, 15) * (r.chance(0.5) ? 1 : -1)))
  if (years > 24 && r.chance(0.6)) gone.add(8).add(-8)
  const worn = Math.min(1, Math.max(0, (years - 14) / 45))
  for (const side of [-1, 1]) {
    let pen = middle
    half.forEach((kind, n) => {
      const primary = child && n > 1 && n < 5
      const shape = toothShape(kind, r, { upper, primary, lowerFront: !upper && kind === 'incisor', scale: child && n < 2 ? 0.92 : 1 })
      const x = pen + (side * shape.width * pixelsPerMm) / 2
      pen += side * shape.width * pixelsPerMm * (upper ? 0.97 : 1.0)
      const number = (n + 1) * side
      if (gone.has(number)) return
      const fan = ((x - middle) / 300) * (upper ? 0.16 : -0.2)
      const state: ToothState = { young: years < 18 }
      if (kind === 'molar' || kind === 'premolar') {
        if (r.chance(0.1 + worn * 0.35)) state.filling = r.pick(['top', 'side', 'top'])
        if (r.chance(worn * 0.13)) Object.assign(state, { filling: 'crown', rootFilled: r.chance(0.5) })
      }
      const at = { x, y: smile(x) + (upper ? -3 : 3), pixelsPerMm, angle: fan + r.real(-0.03, 0.03), flip: upper, mirror: side > 0 }
      if (n === 7 && years > 15 && years < 26) Object.assign(at, { x: at.x - side * (upper ? 40 : 10), y: at.y + (upper ? -46 : 30), angle: at.angle + side * (upper ? 0.25 : -0.75) })
      drawTooth(f, shape, at, state, r)
      // Under each milk tooth waits the crown of its successor.
      if (primary) {
        const next = toothShape(n === 2 ? 'canine' : 'premolar', r, { upper, scale: 0.86 })
        next.points = next.points.map(([px, py]) => [px, Math.min(py, next.crown * 1.15)])
        drawTooth(f, { ...next, root: 0.5, roots: [] }, { ...at, y: at.y + (upper ? -1 : 1) * pixelsPerMm * 15 }, { young: true }, r)
      }
    })
  }
}

/** What the machine itself adds: the spine's pale band in the middle and the other side's jaw, far out of focus. */
function ghosts(f: Film, r: Random): void {
  const strength = r.real(0.05, 0.1)
  const hill = (centre: number, wide: number) => Float32Array.from({ length: f.width }, (_, x) => Math.exp(-(((Math.abs(x - middle) - centre) / wide) ** 2)))
  const spine = hill(0, 95)
  const other = hill(395, 60)
  const neck = hill(585, 62)
  for (let y = 0, i = 0; y < f.height; y++) {
    const down = strength * (0.5 + y / f.height)
    const level = Math.exp(-(((y - 300) / 120) ** 2)) * 0.05
    const ridge = 0.2 + 0.05 * Math.sin(y / 21)
    const airy = step(120, 200, y) * (1 - step(330, 460, y)) * 0.07
    for (let x = 0; x < f.width; x++, i++) {
      let d = f.density[i]! * 1.04 + spine[x]! * down + other[x]! * level + neck[x]! * ridge
      const off = (Math.abs(x - middle) - 300 + (y - 200) * 0.35) / 34
      if (airy > 0 && off < 2.5 && off > -2.5) d -= Math.exp(-off * off) * airy
      f.density[i] = d
    }
  }
}
