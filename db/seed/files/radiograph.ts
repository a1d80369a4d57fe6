import 'server-only'
import { random, type Random } from '@/db/seed/story/random'
import { step } from '@/db/seed/files/field'
import { develop, drawTooth, film, layBone, type Film, type ToothState } from '@/db/seed/files/film'
import { toothShape, type ToothKind, type ToothShape } from '@/db/seed/files/tooth-shape'

export type RadiographOptions = { seed: number; label: string; years: number; png: boolean }

type Row = { shapes: ToothShape[]; x: number[]; angles: number[]; kinds: ToothKind[] }

/** One jaw's teeth side by side, beginning at `start` (millimetres from the left edge). */
function row(kinds: ToothKind[], start: number, r: Random, upper: boolean, primary: boolean): Row {
  const shapes = kinds.map((kind) => toothShape(kind, r, { upper, primary: primary && kind !== 'incisor' }))
  let pen = start
  const x = shapes.map((shape) => {
    const centre = pen + shape.width / 2
    pen += shape.width * 0.985
    return centre
  })
  return { shapes, x, kinds, angles: shapes.map(() => r.real(-0.05, 0.05)) }
}

/**
 * Marks bone behind a crest that rises between the teeth, and the gum above it.
 * @param line the biting edge's height in millimetres at x
 */
function jaw(f: Film, teeth: Row, line: (x: number) => number, upper: boolean, loss: number): void {
  const k = f.pixelsPerMm
  const neck = new Float32Array(f.width)
  const crest = new Float32Array(f.width)
  const cortex = new Float32Array(f.width)
  for (let px = 0; px < f.width; px++) {
    const x = px / k
    let nearest = 0
    teeth.x.forEach((at, i) => {
      if (Math.abs(at - x) < Math.abs(teeth.x[nearest]! - x)) nearest = i
    })
    const shape = teeth.shapes[nearest]!
    const from = Math.min(1, Math.abs(teeth.x[nearest]! - x) / (shape.width / 2))
    neck[px] = shape.crown
    crest[px] = shape.crown + 1.9 + loss - 0.75 * from * from
    cortex[px] = 0.16 * step(0.72, 0.98, from)
  }
  const gums = evened(neck, Math.round(k))
  const crests = evened(crest, Math.round(k * 0.5))
  for (let py = 0; py < f.height; py++) {
    for (let px = 0; px < f.width; px++) {
      const edge = line(px / k)
      const depth = upper ? edge - py / k : py / k - edge
      if (depth < 2) continue
      const i = py * f.width + px
      const deep = depth - crests[px]!
      if (deep > 3.2) {
        f.bone[i] = 1
        f.density[i]! += 0.07
        continue
      }
      const bone = 0.45 * step(-0.4, 0.3, deep) + 0.55 * step(-0.2, 3.2, deep)
      f.bone[i] = Math.max(f.bone[i]!, bone)
      f.density[i]! +=
        0.07 * step(gums[px]! - 1.2, gums[px]! + 0.6, depth) +
        cortex[px]! * step(-0.2, 0.15, deep) * (1 - step(0.2, 0.9, deep))
    }
  }
}

/** A running mean: crests do not jump where a wide tooth meets a narrow one. */
function evened(values: Float32Array, reach: number): Float32Array {
  return values.map((_, i) => {
    let sum = 0
    for (let j = i - reach; j <= i + reach; j++) sum += values[Math.min(values.length - 1, Math.max(0, j))]!
    return sum / (2 * reach + 1)
  })
}

function state(r: Random, years: number, kind: ToothKind): ToothState {
  const worn = Math.min(1, Math.max(0, (years - 12) / 45))
  const out: ToothState = {}
  if (years < 18) out.young = true
  if (kind === 'molar' || kind === 'premolar') {
    if (r.chance(0.12 + worn * 0.36)) out.filling = r.pick(['top', 'side', 'top', 'side'])
    if (r.chance(worn * 0.1)) out.filling = 'crown'
  }
  if (r.chance(worn * 0.06) && out.filling) out.rootFilled = true
  if (!out.filling && r.chance(0.1)) out.decay = true
  return out
}

/** Two rows of back teeth biting on the wing. On the right side of the mouth the molars lie to the left. */
export async function bitewing(o: RadiographOptions & { right: boolean }): Promise<Buffer> {
  const r = random(o.seed)
  const primary = o.years < 10
  const f = film(460, 350, 11.3)
  const middle = 15.5 + r.real(-0.6, 0.6)
  const tilt = r.real(-0.03, 0.03)
  const line = (sign: number) => (x: number) => middle + sign * 0.28 + (x - 20) * tilt + ((x - 20) / 20) ** 2 * -0.5
  const back: ToothKind[] = primary ? ['molar', 'molar', 'molar', 'molar', 'canine', 'canine'] : ['molar', 'molar', 'molar', 'premolar', 'premolar', 'canine']
  const kinds = o.right ? back : [...back].reverse()
  const loss = Math.max(0, (o.years - 35) / 40) * r.real(0.3, 2)
  for (const upper of [true, false]) {
    const start = r.real(-7.5, -4) + (upper ? 0 : o.right ? -2.4 : 2.4) + (o.right ? 0 : -2)
    const teeth = row(kinds, start, r, upper, primary)
    const edge = line(upper ? -1 : 1)
    jaw(f, teeth, edge, upper, loss)
    layBoneOnce(f, r, upper, middle)
    teeth.shapes.forEach((shape, i) => {
      const x = teeth.x[i]!
      drawTooth(f, shape, place(f, x, edge(x), teeth.angles[i]!, upper, r.chance(0.5)), state(r, o.years, teeth.kinds[i]!), r)
    })
  }
  return develop(f, { label: o.label, mark: o.right ? 'R' : 'L', png: o.png, quality: 84, noise: r.real(4, 6), gamma: r.real(0.85, 1), r })
}

const place = (f: Film, x: number, y: number, angle: number, flip: boolean, mirror: boolean) => ({
  x: x * f.pixelsPerMm, y: y * f.pixelsPerMm, pixelsPerMm: f.pixelsPerMm, angle, flip, mirror,
})

/** Each half of a bitewing gets its bone before its own teeth, and only once. */
function layBoneOnce(f: Film, r: Random, upper: boolean, middle: number): void {
  const rows = Math.round(middle * f.pixelsPerMm)
  const from = upper ? 0 : rows * f.width
  const to = upper ? rows * f.width : f.density.length
  const height = (to - from) / f.width
  layBone({ ...f, height, density: f.density.subarray(from, to), bone: f.bone.subarray(from, to) }, r, 1.45, 0.11)
}

const single: Record<string, { upper: boolean; kind: ToothKind }> = {}
for (let n = 1; n <= 32; n++) {
  const upper = n <= 16
  const fromMidline = upper ? (n <= 8 ? 9 - n : n - 8) : n <= 24 ? 25 - n : n - 24
  single[String(n)] = { upper, kind: fromMidline < 3 ? 'incisor' : fromMidline < 4 ? 'canine' : fromMidline < 6 ? 'premolar' : 'molar' }
}
for (const [i, letter] of [...'ABCDEFGHIJKLMNOPQRST'].entries()) {
  const fromMidline = i < 10 ? (i < 5 ? 5 - i : i - 4) : i < 15 ? 15 - i : i - 14
  single[letter] = { upper: i < 10, kind: fromMidline < 3 ? 'incisor' : fromMidline < 4 ? 'canine' : 'molar' }
}

/** Neighbours of a tooth from back to front, and where among them it stands itself. */
const rows: Record<ToothKind, { kinds: ToothKind[]; at: number }> = {
  molar: { kinds: ['molar', 'molar', 'molar', 'premolar', 'premolar', 'canine'], at: 2 },
  premolar: { kinds: ['molar', 'molar', 'premolar', 'premolar', 'canine', 'incisor'], at: 2 },
  canine: { kinds: ['molar', 'premolar', 'premolar', 'canine', 'incisor', 'incisor', 'incisor'], at: 3 },
  incisor: { kinds: ['premolar', 'canine', 'incisor', 'incisor', 'incisor', 'incisor', 'canine'], at: 3 },
}

/** One tooth to the tip of its root, with its neighbours. Front teeth stand upright on the film. */
export async function periapical(o: RadiographOptions & { tooth: string; treated: boolean }): Promise<Buffer> {
  const r = random(o.seed)
  const about = single[o.tooth] ?? { upper: false, kind: 'molar' as const }
  const front = about.kind === 'incisor' || about.kind === 'canine'
  const primary = /[A-T]/.test(o.tooth)
  const f = front ? film(336, 438, 10.95) : film(452, 346, 10.95)
  const wide = f.width / f.pixelsPerMm
  const high = f.height / f.pixelsPerMm
  const edgeAt = about.upper ? high - r.real(3, 4.5) - 1.5 : r.real(3.5, 5.5)
  const tilt = r.real(-0.04, 0.04)
  const line = (x: number) => edgeAt + (x - wide / 2) * tilt
  const molarsLeft = /^([1-8]|2[5-9]|3[0-2]|[A-E]|[P-T])$/.test(o.tooth)
  const around = rows[about.kind]
  const kinds = molarsLeft ? around.kinds : [...around.kinds].reverse()
  const centre = molarsLeft ? around.at : kinds.length - 1 - around.at
  const teeth = row(kinds, 0, r, about.upper, primary)
  const shift = wide / 2 - teeth.x[centre]! + r.real(-1.2, 1.2)
  teeth.x = teeth.x.map((x) => x + shift)
  jaw(f, teeth, line, about.upper, Math.max(0, (o.years - 35) / 40) * r.real(0.2, 2))
  if (about.upper && !front) sinus(f, r, line, high)
  layBone(f, r, 1.5, about.upper ? 0.09 : 0.12)
  teeth.shapes.forEach((shape, i) => {
    const x = teeth.x[i]!
    const on = i === centre
    const found: ToothState = !on
      ? state(r, o.years, teeth.kinds[i]!)
      : o.treated
        ? { rootFilled: true, filling: front ? 'side' : 'crown' }
        : { decay: true, lesion: r.chance(0.5), filling: front || r.chance(0.5) ? 'side' : 'top' }
    if (o.years < 18) found.young = true
    drawTooth(f, shape, place(f, x, line(x), teeth.angles[i]! * (front ? 1.4 : 1), about.upper, r.chance(0.5)), found, r)
  })
  return develop(f, { label: o.label, mark: null, png: o.png, quality: 84, noise: r.real(4, 6), gamma: r.real(0.82, 0.98), r })
}

/** The air-filled cave above the upper back teeth, under a thin bright floor. */
function sinus(f: Film, r: Random, line: (x: number) => number, high: number): void {
  const k = f.pixelsPerMm
  const depth = r.real(15, 18)
  const phase = r.real(0, 6)
  for (let px = 0; px < f.width; px++) {
    const x = px / k
    const floor = line(x) - depth + Math.sin(x * 0.22 + phase) * 2.4
    for (let py = 0; py < Math.min(f.height, high * k); py++) {
      const above = floor - py / k
      if (above < -0.8) break
      const i = py * f.width + px
      f.density[i] = f.density[i]! + 0.16 * step(-0.7, -0.2, above) * (1 - step(0, 0.5, above))
      f.bone[i] = f.bone[i]! * (1 - 0.62 * step(-0.1, 0.5, above))
    }
  }
}
