import 'server-only'
import { crc32, inflateSync } from 'node:zlib'
import { pixelsAllowed, startsWith } from './probe'
import type { Kind, PixelLimits, Probe, SniffReason } from './probe'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const KNOWN_CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])
/** Bit depths that each colour type may have (PNG 3rd edition, table 12). */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
}

/**
 * PNG: signature, IHDR first with sensible values, every chunk's checksum, IDAT present, IEND last and nothing
 * behind it. The compressed pixels are not inflated, but there must be as many as could make the picture, and no more
 * than it needs; compressed texts and profiles are inflated within a limit.
 */
export const png: Kind = {
  type: 'image/png',
  begins: (head) => startsWith(head, SIGNATURE),
  probe: (limits) => pngProbe(limits),
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** The most that deflate can shorten. */
const RATIO = 1032
const COMPRESSED_BYTES = 1 << 20
const INFLATED_BYTES = 8 << 20

/** Where the compressed part of such a chunk begins; undefined: there is none. */
function compressedIn(type: string, data: Buffer): Buffer | undefined {
  const keyword = data.indexOf(0)
  if (keyword < 0) return undefined
  if (type !== 'iTXt') return data.subarray(keyword + 2)
  if (data[keyword + 1] !== 1) return undefined
  const language = data.indexOf(0, keyword + 3)
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1)
  return translated < 0 ? undefined : data.subarray(translated + 1)
}

function pngProbe(limits: PixelLimits): Probe {
  // Where in the file we are: the fixed-size pieces are gathered in `field`, chunk data streams past.
  let place: 'signature' | 'head' | 'data' | 'crc' | 'end' = 'signature'
  let field = Buffer.alloc(8)
  let wanted = 8
  let have = 0
  let type = ''
  let left = 0
  let crc = 0
  let chunks = 0
  let pixels = 0
  let size: { width: number; height: number } | undefined
  let rawBytes = 0
  let unfolds: Buffer | undefined
  const header = Buffer.alloc(13)

  const gather = (next: typeof place, bytes: number): void => {
    place = next
    wanted = bytes
    have = 0
  }
  const chunkBegins = (): SniffReason | null => {
    left = field.readUInt32BE(0)
    type = field.toString('latin1', 4, 8)
    crc = crc32(field.subarray(4, 8))
    if (left > 0x7fff_ffff || !/^[A-Za-z]{2}[A-Z][A-Za-z]$/.test(type)) return 'damaged'
    if ((chunks++ === 0) !== (type === 'IHDR')) return 'damaged'
    if (/^[A-Z]/.test(type) && !KNOWN_CRITICAL.has(type)) return 'damaged'
    if (type === 'IHDR' && left !== 13) return 'damaged'
    if (type === 'IEND' && left !== 0) return 'damaged'
    if (type === 'IDAT') pixels += left
    if (type === 'acTL') return 'moving_picture'
    if (type === 'zTXt' || type === 'iTXt' || type === 'iCCP') {
      if (left > COMPRESSED_BYTES) return 'bomb'
      unfolds = Buffer.alloc(left)
    } else unfolds = undefined
    if (left > 0) place = 'data'
    else gather('crc', 4)
    return null
  }
  const unfolded = (): SniffReason | null => {
    const packed = unfolds && compressedIn(type, unfolds)
    if (!packed) return null
    try {
      inflateSync(packed, { maxOutputLength: INFLATED_BYTES })
      return null
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'damaged'
    }
  }
  const chunkEnds = (): SniffReason | null => {
    if (field.readUInt32BE(0) !== crc) return 'damaged'
    if (type === 'IHDR') {
      const width = header.readUInt32BE(0)
      const height = header.readUInt32BE(4)
      const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8)
      const sound = width > 0 && height > 0 && DEPTHS[colour]?.includes(depth)
      if (!sound || compression !== 0 || filter !== 0 || interlace > 1) return 'damaged'
      if (!pixelsAllowed(width, height, limits)) return 'too_many_pixels'
      size = { width, height }
      // A row has a byte for its filter; interlacing adds rows, never so many.
      rawBytes = height * (1 + Math.ceil((width * depth * SAMPLES[colour]!) / 8))
    }
    const reason = unfolded()
    if (reason) return reason
    if (type === 'IEND') place = 'end'
    else gather('head', 8)
    return null
  }

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (place === 'end') return 'extra_data'
        if (place === 'data') {
          const part = chunk.subarray(at, at + left)
          if (type === 'IHDR') header.set(part, 13 - left)
          unfolds?.set(part, unfolds.length - left)
          crc = crc32(part, crc)
          left -= part.length
          at += part.length
          if (left === 0) gather('crc', 4)
          continue
        }
        const part = chunk.subarray(at, at + wanted - have)
        field.set(part, have)
        have += part.length
        at += part.length
        if (have < wanted) continue
        let reason: SniffReason | null = null
        if (place === 'signature') {
          if (!startsWith(field, SIGNATURE)) return 'damaged'
          gather('head', 8)
        } else if (place === 'head') reason = chunkBegins()
        else reason = chunkEnds()
        if (reason) return reason
      }
      return null
    },
    finish() {
      if (place !== 'end') return { ok: false, reason: 'incomplete' }
      if (!size || pixels === 0 || pixels * RATIO < rawBytes) return { ok: false, reason: 'damaged' }
      return pixels > rawBytes * 1.1 + 65_536 ? { ok: false, reason: 'extra_data' } : { ok: true, ...size }
    },
  }
}
