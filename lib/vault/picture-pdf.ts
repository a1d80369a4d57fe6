import 'server-only'
import { PIXEL_LIMITS } from './sniff'

/**
 * Photographs as the pages of one PDF, for what is one thing in two pictures: an insurance card's front and back. The pictures
 * pass through as they stream, without being decoded: nothing is held but the head of a file, no pixel is lost, and what a
 * hostile picture might do to a decoder it cannot do here. What a camera writes beside the picture (place, time, device) stays
 * behind; which way up it was held is kept as the page's rotation.
 */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly code: 'card_picture' | 'incomplete' | 'too_many_pixels'
  constructor(code: PictureError['code']) {
    super(`picture: ${code}`)
    this.code = code
  }
}

/** All that stands before a picture's first scan: tables, frame, sometimes profiles. Cameras stay far below. */
const MOST_HEAD = 4 * 1024 * 1024
/** Of which this much is kept: what a decoder needs, and nothing that a camera tells. */
const MOST_KEPT = 256 * 1024

type Picture = { width: number; height: number; components: number; rotate: number; head: Buffer }

/** One page for each JPEG, in the order in which they come. @throws PictureError, and whatever the pictures throw */
export async function* picturesAsPdf(pictures: AsyncIterable<AsyncIterable<Uint8Array>>): AsyncGenerator<Uint8Array> {
  let at = 0
  const places: number[] = []
  const bytes = (text: string | Uint8Array) => {
    const out = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
    at += out.length
    return out
  }
  const begin = (object: number) => {
    places[object] = at
    return `${object} 0 obj\n`
  }
  yield bytes('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n')
  const pages: number[] = []
  let next = 3
  for await (const picture of pictures) {
    const [image, length, content, page] = [next, next + 1, next + 2, next + 3]
    next += 4
    const reader = scanReader(picture)
    const { width, height, components, rotate, head } = await reader.head()
    const space = components === 1 ? '/DeviceGray' : components === 3 ? '/DeviceRGB' : '/DeviceCMYK'
    // Adobe's CMYK is stored upside down.
    const decode = components === 4 ? ' /Decode [1 0 1 0 1 0 1 0]' : ''
    yield bytes(begin(image) + `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode${decode} /Length ${length} 0 R >>\nstream\n`)
    const from = at
    yield bytes(head)
    for await (const piece of reader.rest()) yield bytes(piece)
    const size = at - from
    yield bytes('\nendstream\nendobj\n')
    yield bytes(begin(length) + `${size}\nendobj\n`)
    // The longer side of a page is that of a letter.
    const scale = 792 / Math.max(width, height)
    const [w, h] = [(width * scale).toFixed(2), (height * scale).toFixed(2)]
    const draw = `q ${w} 0 0 ${h} 0 0 cm /I Do Q`
    yield bytes(begin(content))
    yield bytes(`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream\nendobj\n`)
    yield bytes(begin(page))
    yield bytes(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Rotate ${rotate} /Resources << /XObject << /I ${image} 0 R >> >> /Contents ${content} 0 R >>\nendobj\n`)
    pages.push(page)
  }
  if (pages.length === 0) throw new PictureError('incomplete')
  yield bytes(begin(1))
  yield bytes(`<< /Type /Catalog /Pages 2 0 R >>\nendobj\n`)
  yield bytes(begin(2))
  yield bytes(`<< /Type /Pages /Kids [${pages.map((page) => `${page} 0 R`).join(' ')}] /Count ${pages.length} >>\nendobj\n`)
  const table = at
  const rows = Array.from({ length: next - 1 }, (_, index) => `${String(places[index + 1]).padStart(10, '0')} 00000 n \n`).join('')
  yield bytes(`xref\n0 ${next}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${next} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
}

const frames = new Set([0xc0, 0xc1, 0xc2])
/** What a decoder needs: quantisation, Huffman tables, restarts, and Adobe's word on the colours. */
const kept = new Set([0xdb, 0xc4, 0xdd, 0xee])

/** Walks through a JPEG: its head is read whole and sifted, its scans are passed on up to its end, and what follows is left. */
function scanReader(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]()
  let buffer = Buffer.alloc(0)
  const need = async (length: number): Promise<boolean> => {
    while (buffer.length < length) {
      const { value, done } = await iterator.next()
      if (done) return false
      buffer = Buffer.concat([buffer, value])
    }
    return true
  }
  const take = (length: number) => {
    const taken = buffer.subarray(0, length)
    buffer = buffer.subarray(length)
    return taken
  }

  async function head(): Promise<Picture> {
    if (!(await need(2)) || buffer.readUInt16BE(0) !== 0xffd8) throw new PictureError('card_picture')
    const out: Buffer[] = [take(2)]
    let [read, size, rotate] = [2, 2, 0]
    let frame: Omit<Picture, 'rotate' | 'head'> | undefined
    for (;;) {
      if (!(await need(4))) throw new PictureError('incomplete')
      const marker = buffer[1] ?? 0
      const length = buffer.readUInt16BE(2)
      if (buffer[0] !== 0xff || length < 2 || marker < 0xc0) throw new PictureError('card_picture')
      if (!(await need(2 + length))) throw new PictureError('incomplete')
      const segment = Buffer.from(take(2 + length))
      read += segment.length
      if (marker === 0xe1) rotate = rotationIn(segment.subarray(4)) ?? rotate
      if (frames.has(marker)) frame = frameIn(segment)
      else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4) throw new PictureError('card_picture')
      if (frames.has(marker) || kept.has(marker) || marker === 0xda) {
        out.push(segment)
        size += segment.length
      }
      if (read > MOST_HEAD || size > MOST_KEPT) throw new PictureError('card_picture')
      if (marker !== 0xda) continue
      if (!frame) throw new PictureError('card_picture')
      return { ...frame, rotate, head: Buffer.concat(out) }
    }
  }

  async function* rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (buffer.length < 2 && !(await need(2))) throw new PictureError('incomplete')
      const at = markerIn(buffer)
      if (at < 0) {
        // The last byte may be the first half of a marker.
        yield take(buffer.length - 1)
        continue
      }
      if (at > 0) yield take(at)
      const marker = buffer[1] ?? 0
      if (marker === 0xd9) {
        yield take(2)
        break
      }
      // Between the scans of a progressive picture: tables, another scan's head.
      if (!(await need(4)) || !(await need(2 + buffer.readUInt16BE(2)))) throw new PictureError('incomplete')
      const segment = take(2 + buffer.readUInt16BE(2))
      if (kept.has(marker) || marker === 0xda) yield segment
      else if (marker < 0xe0) throw new PictureError('card_picture')
    }
    // Some telephones hang a film onto the picture. Read past, so that the next picture of the form comes.
    while (!(await iterator.next()).done);
  }
  return { head, rest }
}

/** Where in a scan's bytes a marker begins that is neither a stuffed byte nor a restart; -1 where none does. */
function markerIn(buffer: Buffer): number {
  for (let at = buffer.indexOf(0xff); at >= 0 && at < buffer.length - 1; at = buffer.indexOf(0xff, at + 1)) {
    const next = buffer[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return -1
}

function frameIn(segment: Buffer) {
  if (segment.length < 10 || segment[4] !== 8) throw new PictureError('card_picture')
  const [height, width, components] = [segment.readUInt16BE(5), segment.readUInt16BE(7), segment[9] ?? 0]
  if (height === 0 || width === 0 || ![1, 3, 4].includes(components)) throw new PictureError('card_picture')
  if (Math.max(width, height) > PIXEL_LIMITS.maxSide || width * height > PIXEL_LIMITS.maxPixels) throw new PictureError('too_many_pixels')
  return { width, height, components }
}

/** The page's rotation (degrees clockwise) for how a camera says that it was held; null where it says nothing that is understood. */
function rotationIn(exif: Buffer): number | null {
  if (exif.length < 14 || exif.toString('latin1', 0, 6) !== 'Exif\0\0') return null
  const tiff = exif.subarray(6)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const [u16, u32] = [(at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)), (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))]
  try {
    const directory = u32(4)
    for (let entry = 0; entry < u16(directory); entry++) {
      const at = directory + 2 + entry * 12
      if (u16(at) === 0x0112) return { 3: 180, 6: 90, 8: 270 }[u16(at + 8)] ?? 0
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return null
}

/** Two pictures that came as one run of bytes, apart again. */
export async function* splitAt(bytes: AsyncIterable<Uint8Array>, front: number): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  async function* upTo(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (held.length === 0) {
        const { value, done } = await iterator.next()
        if (done) return
        held = value
      }
      const piece = held.subarray(0, Math.min(left, held.length))
      held = held.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
  yield upTo(front)
  const back = upTo(Number.POSITIVE_INFINITY)
  const first = await back.next()
  if (first.done) return
  yield (async function* () {
    yield first.value
    yield* back
  })()
}
