import { inflateRawSync } from 'node:zlib'
import dicomParser from 'dicom-parser'
import sharp from 'sharp'
import type { Decoded, Draw } from './decode.ts'
import { dicomFacts } from './dicom-facts.ts'
import { frameSamples } from './dicom-frames.ts'
import { layoutOf, MAX_DICOM_PIXELS, windowed } from './dicom-window.ts'

/** Frames of a series that are drawn. */
const MAX_FRAMES = 30
const MAX_INFLATED = 256 * 1024 * 1024

/** X-rays as the sensor's program wrote them: unpacked, windowed to what an eye can tell apart, one frame a page. */
export async function drawDicom(bytes: Buffer, maxPages: number, draw: Draw): Promise<Decoded> {
  const set = dicomParser.parseDicom(bytes, {
    // A deflated file may not grow without end.
    inflater: (all: Uint8Array, from: number) =>
      Buffer.concat([all.subarray(0, from), inflateRawSync(all.subarray(from), { maxOutputLength: MAX_INFLATED })]),
  })
  const facts = dicomFacts(set)
  // A report or a plan without a picture in it is no broken one.
  if (!set.elements.x7fe00010) return { ...facts, pages: 0, width: null, height: null }
  const layout = layoutOf(set)
  if (layout.width * layout.height > MAX_DICOM_PIXELS) throw new Error('too many pixels')
  for (let frame = 0; frame < Math.min(layout.frames, maxPages, MAX_FRAMES); frame++) {
    const { data, ...raw } = windowed(set, layout, await frameSamples(set, layout, frame))
    await draw(frame + 1, sharp(data, { raw }))
  }
  return { ...facts, pages: layout.frames, width: layout.width, height: layout.height }
}
