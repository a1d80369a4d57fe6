import 'server-only'
import type { Random } from '@/db/seed/story/random'
import { smooth, type Outline } from '@/db/seed/files/field'

export type ToothKind = 'incisor' | 'canine' | 'premolar' | 'molar'

/** A tooth seen from the side, in millimetres: x across, y from the biting edge (0) to the tip of the root. */
export type ToothShape = {
  kind: ToothKind
  width: number
  /** Height of the crown down to its neck. */
  crown: number
  root: number
  /** Centre lines of the roots: x at the neck and at the tip, and how far the root reaches (1 = root). */
  roots: { from: number; to: number; reach: number; half: number }[]
  points: [number, number][]
}

const sizes: Record<ToothKind, { width: number; crown: number; root: number }> = {
  incisor: { width: 6.8, crown: 9.2, root: 12.5 },
  canine: { width: 7.4, crown: 9.8, root: 15.5 },
  premolar: { width: 7, crown: 7.9, root: 13.2 },
  molar: { width: 10.6, crown: 7.2, root: 12.6 },
}

export type ToothOptions = { upper: boolean; primary?: boolean; scale?: number; lowerFront?: boolean }

export function toothShape(kind: ToothKind, r: Random, options: ToothOptions): ToothShape {
  const size = sizes[kind]
  const k = (options.scale ?? 1) * (options.primary ? 0.78 : 1)
  const width = size.width * k * r.real(0.96, 1.04) * (options.lowerFront ? 0.78 : 1) * (kind === 'incisor' && options.upper ? 1.15 : 1)
  const crown = size.crown * k * r.real(0.97, 1.04)
  const root = size.root * k * r.real(0.93, 1.05) * (options.primary ? 0.85 : 1)
  const lean = r.real(-0.05, 0.05) * width
  return kind === 'molar'
    ? molar(width, crown, root, lean, r, options)
    : single(kind, width, crown, root, lean, r)
}

function molar(w: number, c: number, h: number, lean: number, r: Random, options: ToothOptions): ToothShape {
  const spread = options.primary ? 1.25 : r.real(0.85, 1.08)
  const a = 0.25 * w * spread
  const reach = r.real(0.94, 1)
  const cusp = (x: number, y: number): [number, number] => [x * w, y * c]
  const points: [number, number][] = [
    cusp(-0.43, 0.12), cusp(-0.33, -0.01), cusp(-0.2, 0.0), cusp(-0.04, 0.1), cusp(0.1, 0.01), cusp(0.28, -0.02), cusp(0.41, 0.1),
    cusp(0.495, 0.36), cusp(0.47, 0.66), [0.415 * w, c], [0.405 * w, c + 0.16 * h],
    [a + 0.1 * w + lean, c + 0.6 * h], [a + 0.055 * w + lean, c + 0.92 * h * reach], [a + lean, c + h * reach],
    [a - 0.06 * w + lean, c + 0.9 * h * reach], [a - 0.1 * w + lean * 0.6, c + 0.6 * h], [0.055 * w, c + 0.36 * h],
    [0, c + 0.27 * h], [-0.055 * w, c + 0.36 * h],
    [-a + 0.1 * w + lean * 0.6, c + 0.6 * h], [-a + 0.06 * w + lean, c + 0.92 * h], [-a + lean, c + h],
    [-a - 0.055 * w + lean, c + 0.94 * h], [-a - 0.1 * w + lean, c + 0.6 * h], [-0.405 * w, c + 0.16 * h],
    [-0.415 * w, c], cusp(-0.47, 0.66), cusp(-0.495, 0.36),
  ]
  const roots = [
    { from: 0.22 * w, to: a + lean, reach, half: 0.1 * w },
    { from: -0.22 * w, to: -a + lean, reach: 1, half: 0.1 * w },
  ]
  if (options.upper) roots.push({ from: 0, to: lean * 1.6, reach: 0.86, half: 0.12 * w })
  return { kind: 'molar', width: w, crown: c, root: h, roots, points }
}

function single(kind: ToothKind, w: number, c: number, h: number, lean: number, r: Random): ToothShape {
  const top: [number, number][] =
    kind === 'incisor'
      ? [[-0.44, 0.05], [-0.3, 0], [0, 0.005], [0.32, 0.01], [0.44, 0.07]].map(([x, y]) => [x! * w, y! * c])
      : kind === 'canine'
        ? [[-0.42, 0.2], [-0.2, 0.07], [0, -0.02], [0.22, 0.08], [0.43, 0.22]].map(([x, y]) => [x! * w, y! * c])
        : [[-0.42, 0.16], [-0.24, 0.0], [-0.08, 0.05], [0.06, 0.1], [0.22, 0.03], [0.42, 0.18]].map(([x, y]) => [x! * w, y! * c])
  const neck = kind === 'incisor' ? 0.36 : 0.37
  const bend = lean * 1.6
  const fork = kind === 'premolar' && r.chance(0.3)
  const points: [number, number][] = [
    ...top,
    [0.5 * w, 0.38 * c], [0.45 * w, 0.72 * c], [neck * w, c], [neck * 0.93 * w, c + 0.22 * h],
    [neck * 0.72 * w + lean, c + 0.55 * h], [neck * 0.44 * w + bend, c + 0.84 * h], [neck * 0.17 * w + bend, c + 0.98 * h],
    [-neck * 0.15 * w + bend, c + 0.985 * h], [-neck * 0.46 * w + bend, c + 0.84 * h], [-neck * 0.74 * w + lean, c + 0.55 * h],
    [-neck * 0.93 * w, c + 0.22 * h], [-neck * w, c], [-0.45 * w, 0.72 * c], [-0.5 * w, 0.38 * c],
  ]
  const roots = fork
    ? [{ from: 0.08 * w, to: 0.05 * w + bend, reach: 0.97, half: 0.13 * w }, { from: -0.08 * w, to: -0.04 * w + bend, reach: 0.95, half: 0.13 * w }]
    : [{ from: 0, to: bend, reach: 0.98, half: 0.2 * w }]
  return { kind, width: w, crown: c, root: h, roots, points }
}

/** Where a shape stands on the canvas. `flip` turns it over, for the upper jaw. */
export type Placement = { x: number; y: number; pixelsPerMm: number; angle: number; flip: boolean; mirror: boolean }

export function outlineOf(shape: ToothShape, at: Placement): Outline {
  const cos = Math.cos(at.angle)
  const sin = Math.sin(at.angle)
  return smooth(
    shape.points.map(([px, py]) => {
      const x = (at.mirror ? -px : px) * at.pixelsPerMm
      const y = (at.flip ? -py : py) * at.pixelsPerMm
      return [at.x + x * cos - y * sin, at.y + x * sin + y * cos] as const
    }),
    6,
  )
}
