import libheif from 'libheif-js/wasm-bundle.js'
import sharp from 'sharp'
import type { Decoded, Draw } from './decode.ts'
import { nobody } from './frames.ts'

/** Four bytes each, whole in memory. */
const MAX_HEIC_PIXELS = 60_000_000

/** A telephone's HEIC, by libheif as WebAssembly; turned as the file says. */
export async function drawHeic(bytes: Buffer, draw: Draw): Promise<Decoded> {
  const [picture] = new libheif.HeifDecoder().decode(bytes)
  if (!picture) throw new Error('no picture in it')
  const width = picture.get_width()
  const height = picture.get_height()
  if (width * height > MAX_HEIC_PIXELS) throw new Error('too many pixels')
  const data = new Uint8ClampedArray(width * height * 4)
  await new Promise<void>((resolve, reject) => {
    picture.display({ data, width, height }, (shown) => (shown ? resolve() : reject(new Error('cannot be decoded'))))
  })
  await draw(1, sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 4 } }))
  return { pages: 1, width, height, details: {}, found: nobody }
}
