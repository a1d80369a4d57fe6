import 'server-only'
import { crc32 } from 'node:zlib'
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
 * behind it. The compressed pixels are not inflated; a picture whose pixels lie is found when it is drawn.
 */
export const png: Kind = {
  type: 'image/png',
  begins: (head) => startsWith(head, SIGNATURE),
  probe: (limits) => pngProbe(limits),
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
    if (left > 0) place = 'data'
    else gather('crc', 4)
    return null
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
    }
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
      return size && pixels > 0 ? { ok: true, ...size } : { ok: false, reason: 'damaged' }
    },
  }
}
