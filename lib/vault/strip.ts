import 'server-only'
import { ByteReader, StripError } from './strip/byte-reader'
import { stripHeic } from './strip/heic'
import { stripJpeg } from './strip/jpeg'
import { stripPng } from './strip/png'
import { stripWebp } from './strip/webp'

export { StripError }

/**
 * Takes out of a photograph, as it streams past, what it says beside the picture: where and when and with what it was
 * taken, texts, thumbnails, and whatever hangs behind its end. Which way up it is stays. The picture itself is not decoded
 * and loses nothing. JPEG and PNG get shorter; in WebP and HEIC the places are written over with zeros, since others are
 * counted from them. PDF, TIFF, DICOM and text pass as they are: they are papers and originals, not snapshots.
 *
 * @throws StripError for what is not built as its kind must be
 */
export async function* stripped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const from = new ByteReader(bytes)
  try {
    const head = await from.peek(16)
    if (head.length >= 3 && head.readUIntBE(0, 3) === 0xffd8ff) yield* stripJpeg(from)
    else if (head.subarray(0, 8).equals(PNG)) yield* stripPng(from)
    else if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') yield* stripWebp(from)
    else if (head.toString('latin1', 4, 8) === 'ftyp') yield* stripHeic(from)
    else yield* from.rest()
  } finally {
    await from.end()
  }
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
