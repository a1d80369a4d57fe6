import 'server-only'
import { random } from '@/db/seed/story/random'

/** Tileable textures, made once: their side is a power of two, so that an offset is a mask away. */
export const side = 512
const last = side - 1

/** Reads a texture at whole coordinates, repeating it. */
export const sample = (texture: Float32Array, x: number, y: number): number => texture[((y & last) * side) | (x & last)]!

/** Reads a texture between its points, repeating it. */
export function blend(texture: Float32Array, x: number, y: number): number {
  const fx = Math.floor(x)
  const fy = Math.floor(y)
  const u = x - fx
  const v = y - fy
  const top = sample(texture, fx, fy) * (1 - u) + sample(texture, fx + 1, fy) * u
  const bottom = sample(texture, fx, fy + 1) * (1 - u) + sample(texture, fx + 1, fy + 1) * u
  return top * (1 - v) + bottom * v
}

function memo(make: () => Float32Array): () => Float32Array {
  let made: Float32Array | undefined
  return () => (made ??= make())
}

/** Smooth noise that repeats, of about −1 … 1; `cells` lattice points to a side. */
function lattice(cells: number, seed: string): Float32Array {
  const r = random(seed)
  const points = Float32Array.from({ length: cells * cells }, () => r.real(-1, 1))
  const out = new Float32Array(side * side)
  const scale = cells / side
  for (let y = 0; y < side; y++) {
    const gy = y * scale
    const iy = Math.floor(gy)
    const v = fade(gy - iy)
    for (let x = 0; x < side; x++) {
      const gx = x * scale
      const ix = Math.floor(gx)
      const u = fade(gx - ix)
      const a = points[(iy % cells) * cells + (ix % cells)]!
      const b = points[(iy % cells) * cells + ((ix + 1) % cells)]!
      const c = points[((iy + 1) % cells) * cells + (ix % cells)]!
      const d = points[((iy + 1) % cells) * cells + ((ix + 1) % cells)]!
      out[y * side + x] = (a + (b - a) * u) * (1 - v) + (c + (d - c) * u) * v
    }
  }
  return out
}

const fade = (t: number): number => t * t * (3 - 2 * t)

/** Film grain and sensor noise: nearly white, mean 0, deviation about 1. */
export const grain = memo(() => {
  const r = random('grain')
  const white = Float32Array.from({ length: side * side }, () => r.normal())
  const out = new Float32Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      out[y * side + x] =
        0.8 * sample(white, x, y) +
        0.3 * (sample(white, x + 1, y) + sample(white, x - 1, y) + sample(white, x, y + 1) + sample(white, x, y - 1)) * 0.9
    }
  }
  return out
})

/** Cancellous bone: a mesh of thin bright struts around dark marrow, −1 … 1. */
export const trabeculae = memo(() => {
  const layers = [lattice(40, 'bone a'), lattice(72, 'bone b'), lattice(128, 'bone c')] as const
  const warp = lattice(24, 'bone warp')
  const out = new Float32Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const w = sample(warp, x, y) * 5
      out[y * side + x] =
        strut(layers[0], x + w, y - w) * 0.75 + strut(layers[1], x + w, y - w) * 0.7 + strut(layers[2], x + w, y - w) * 0.35 - 0.62
    }
  }
  return out
})

const strut = (layer: Float32Array, x: number, y: number): number => 1 - Math.min(1, Math.abs(blend(layer, x, y)) * 3.2)

/** Broad unevenness, −1 … 1. */
export const clouds = memo(() => {
  const a = lattice(5, 'cloud a')
  const b = lattice(11, 'cloud b')
  const c = lattice(27, 'cloud c')
  return a.map((v, i) => v * 0.55 + b[i]! * 0.3 + c[i]! * 0.15)
})

/** The orange-peel stippling of healthy gums and the fine ripples of a wet surface, −1 … 1. */
export const stipple = memo(() => {
  const a = lattice(64, 'stipple a')
  const b = lattice(128, 'stipple b')
  return a.map((v, i) => v * 0.6 + b[i]! * 0.4)
})
