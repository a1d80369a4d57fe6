import 'server-only'
import { crc32 } from 'node:zlib'
import { StripError, type ByteReader } from './byte-reader'
import { exifOf, orientationIn } from './orientation'

/** What is needed to draw the picture in its colours. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'bKGD', 'hIST', 'pHYs'])
const EXIF_BYTES = 1 << 16

/** Keeps the chunks that draw; texts, times, EXIF but for which way up, unknown chunks and what hangs behind go. */
export async function* stripPng(from: ByteReader): AsyncGenerator<Uint8Array> {
  yield Buffer.from(await from.take(8))
  for (;;) {
    const head = Buffer.from(await from.take(8))
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (!/^[A-Za-z]{4}$/.test(type)) throw new StripError('damaged')
    if (type === 'eXIf' && length <= EXIF_BYTES) {
      const orientation = orientationIn(Buffer.from(await from.take(length)))
      await from.skip(4)
      if (orientation !== 1) yield chunk('eXIf', exifOf(orientation))
    } else if (KEPT.has(type)) {
      yield head
      yield* from.pass(length + 4)
    } else if (/^[A-Z]/.test(type)) throw new StripError('damaged')
    else await from.skip(length + 4)
    if (type === 'IEND') return from.drain()
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const made = Buffer.alloc(body.length + 8)
  made.writeUInt32BE(data.length, 0)
  body.copy(made, 4)
  made.writeUInt32BE(crc32(body), body.length + 4)
  return made
}
