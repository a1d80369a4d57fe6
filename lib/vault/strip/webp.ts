import 'server-only'
import type { ByteReader } from './byte-reader'
import { exifOf, orientationIn } from './orientation'

const EXIF_BYTES = 1 << 20
const STILL = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'ANIM', 'ANMF'])

/**
 * Writes over what is no picture, chunk by chunk, and cuts what hangs behind. The file's length stands in its first bytes,
 * before anything is known of what follows, so the chunks keep their size and lose their contents.
 */
export async function* stripWebp(from: ByteReader): AsyncGenerator<Uint8Array> {
  const riff = Buffer.from(await from.take(12))
  yield riff
  const end = 8 + riff.readUInt32LE(4)
  for (let at = 12; at < end; ) {
    const head = Buffer.from(await from.take(8))
    const type = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    const padded = length + (length & 1)
    at += 8 + padded
    yield head
    if (STILL.has(type)) yield* from.pass(padded)
    else if (type === 'EXIF' && length <= EXIF_BYTES) yield turnedOnly(Buffer.from(await from.take(padded)))
    else for await (const part of from.pass(padded)) yield Buffer.alloc(part.length)
  }
  await from.drain()
}

/** The same number of bytes, which say no more than which way up the picture is. */
function turnedOnly(exif: Buffer): Buffer {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif
  const orientation = orientationIn(tiff)
  const small = exifOf(orientation)
  const cleared = Buffer.alloc(exif.length)
  if (orientation !== 1 && small.length <= cleared.length) small.copy(cleared)
  return cleared
}
