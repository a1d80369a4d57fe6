import type { DataSet } from 'dicom-parser'
import type { Samples } from './dicom-frames.ts'

/** Of one frame: what two bytes each and their grey fit into the program's memory. */
export const MAX_DICOM_PIXELS = 60_000_000

export type Raw = { data: Uint8Array; width: number; height: number; channels: 1 | 3 }

export type Layout = {
  width: number; height: number; channels: 1 | 3; allocated: number; stored: number; signed: boolean; planar: boolean
  frames: number; syntax: string; meaning: string
}

/** How the pixels lie, from the file's own words. @throws when these cannot be */
export function layoutOf(set: DataSet): Layout {
  const width = set.uint16('x00280011') ?? 0
  const height = set.uint16('x00280010') ?? 0
  const samples = set.uint16('x00280002') ?? 1
  if (width < 1 || height < 1 || (samples !== 1 && samples !== 3)) throw new Error('no picture of a kind that is read')
  const allocated = set.uint16('x00280100') ?? 16
  const frames = Math.trunc(Number(set.string('x00280008') ?? 1))
  return {
    width, height, channels: samples, allocated, stored: set.uint16('x00280101') ?? allocated,
    signed: set.uint16('x00280103') === 1, planar: set.uint16('x00280006') === 1,
    frames: frames >= 1 && frames < 100_000 ? frames : 1,
    syntax: set.string('x00020010') ?? '1.2.840.10008.1.2', meaning: set.string('x00280004') ?? 'MONOCHROME2',
  }
}

/** Grey as an eye can tell it apart: the window that the file names, else from its darkest to its brightest. */
export function windowed(set: DataSet, layout: Layout, { values, channels }: Samples): Raw {
  const { width, height, meaning } = layout
  if (channels === 3) return { data: colours(values, meaning, layout), width, height, channels: 3 }
  if (meaning === 'PALETTE COLOR') throw new Error('a palette is not read')
  const slope = set.floatString('x00281053') || 1
  const intercept = set.floatString('x00281052') ?? 0
  const [low, high] = range(set, values, slope, intercept)
  const scale = 255 / Math.max(high - low, Number.EPSILON)
  const data = new Uint8Array(values.length)
  for (let at = 0; at < values.length; at++) {
    const grey = Math.round(Math.min(255, Math.max(0, (values[at]! * slope + intercept - low) * scale)))
    // In the older of the two ways of counting, the lowest number is the brightest.
    data[at] = meaning === 'MONOCHROME1' ? 255 - grey : grey
  }
  return { data, width, height, channels: 1 }
}

function range(set: DataSet, values: Samples['values'], slope: number, intercept: number): [number, number] {
  const centre = set.floatString('x00281050')
  const breadth = set.floatString('x00281051')
  if (centre !== undefined && breadth !== undefined && Number.isFinite(centre) && breadth >= 1) return [centre - breadth / 2, centre + breadth / 2]
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low * slope + intercept, high * slope + intercept]
}

function colours(values: Samples['values'], meaning: string, layout: Layout): Uint8Array {
  const data = Uint8Array.from(values)
  // JPEG's decoders have turned it into RGB already.
  if (!meaning.startsWith('YBR_FULL') || layout.syntax.startsWith('1.2.840.10008.1.2.4')) return data
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [y, b, r] = [data[at]!, data[at + 1]! - 128, data[at + 2]! - 128]
    data.set([y + 1.402 * r, y - 0.344136 * b - 0.714136 * r, y + 1.772 * b].map((value) => Math.min(255, Math.max(0, Math.round(value)))), at)
  }
  return data
}
