import 'server-only'
import { StripError, type ByteReader } from './byte-reader'
import { exifOf, orientationIn } from './orientation'

const EXIF = Buffer.from('Exif\0\0', 'latin1')
const PROFILE = Buffer.from('ICC_PROFILE\0', 'latin1')
const [SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe]

/**
 * Keeps what is needed to draw: frame, tables, scans, the colour profile and the two markers that say how colours are
 * meant. All other application segments and comments go, and so does everything behind the end (a second picture, a film).
 */
export async function* stripJpeg(from: ByteReader): AsyncGenerator<Uint8Array> {
  yield await from.take(2)
  let turned = false
  for (;;) {
    const marker = await markerIn(from)
    if (marker === EOI) {
      yield Buffer.from([0xff, EOI])
      return from.drain()
    }
    if (marker === SOI || marker === 0x00 || (marker >= 0xd0 && marker <= 0xd7)) throw new StripError('damaged')
    if (marker === 0x01) continue
    const length = await from.take(2)
    if (length.readUInt16BE(0) < 2) throw new StripError('damaged')
    const data = Buffer.from(await from.take(length.readUInt16BE(0) - 2))
    if (marker === APP1 && !turned && data.subarray(0, 6).equals(EXIF)) {
      const orientation = orientationIn(data.subarray(6))
      if (orientation !== 1) {
        turned = true
        yield segment(APP1, Buffer.concat([EXIF, exifOf(orientation)]))
      }
    }
    if (isKept(marker, data)) yield segment(marker, data)
    if (marker === SOS) yield* scan(from)
  }
}

function isKept(marker: number, data: Buffer): boolean {
  if (marker === APP0) return data.subarray(0, 5).equals(Buffer.from('JFIF\0', 'latin1'))
  if (marker === APP2) return data.subarray(0, PROFILE.length).equals(PROFILE)
  return marker === APP14 || !((marker >= APP0 && marker <= APP15) || marker === COM)
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

async function markerIn(from: ByteReader): Promise<number> {
  if ((await from.take(1))[0] !== 0xff) throw new StripError('damaged')
  for (;;) {
    const byte = (await from.take(1))[0]!
    if (byte !== 0xff) return byte
  }
}

/** The pixels, up to the marker that ends them. */
async function* scan(from: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield* from.until(0xff)
    const two = await from.peek(2)
    if (two.length < 2) throw new StripError('incomplete')
    const next = two[1]!
    if (next === 0x00 || (next >= 0xd0 && next <= 0xd7)) yield Buffer.from(await from.take(2))
    else if (next === 0xff) yield Buffer.from(await from.take(1))
    else return
  }
}
