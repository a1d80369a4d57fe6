import 'server-only'
import { readMeta, type HeicMeta } from './heic-boxes'
import { pixelsAllowed } from './probe'
import type { Kind, PixelLimits } from './probe'
import { orEnd, walked, type Walk } from './walk'

/**
 * HEIC, as telephones write it: `ftyp` with a brand of HEVC still pictures, one `meta` that says where everything stands,
 * `mdat` with the bytes, and nothing else but small empty boxes. Not covered: the HEVC stream itself, which is decoded in a
 * process with limits, and bytes of `mdat` that no item names. AVIF and moving pictures are not taken.
 */
export const heic: Kind = {
  type: 'image/heic',
  begins: (head) => {
    const bytes = Buffer.from(head)
    return bytes.length >= 12 && bytes.toString('latin1', 4, 8) === 'ftyp' && brandsIn(bytes.subarray(8, Math.min(bytes.readUInt32BE(0), bytes.length))).some((brand) => HEVC.has(brand))
  },
  probe: (limits) => walked(walk(limits)),
}

const HEVC = new Set(['heic', 'heix', 'heim', 'heis'])
const META_BYTES = 1 << 20
const EMPTY_BYTES = 1 << 16

/** The major brand and the compatible ones; the four bytes between them are a version. */
function brandsIn(ftyp: Buffer): string[] {
  const brands: string[] = []
  for (let at = 0; at + 4 <= ftyp.length; at += 4) if (at !== 4) brands.push(ftyp.toString('latin1', at, at + 4))
  return brands
}

function* walk(limits: PixelLimits): Walk {
  let at = 0
  let meta: HeicMeta | undefined
  const data: { from: number; to: number }[] = []
  for (;;) {
    const head = yield orEnd(8)
    if (head.length === 0) break
    const type = head.toString('latin1', 4, 8)
    let bytes = head.readUInt32BE(0) - 8
    at += 8
    if (bytes < 0) {
      // Only a size in 64 bits; one that goes "to the end" would swallow whatever is attached.
      if (bytes !== 1 - 8) return 'damaged'
      const large = (yield { take: 8 }).readBigUInt64BE(0)
      if (large < 16n || large > 1n << 48n) return 'damaged'
      bytes = Number(large) - 16
      at += 8
    }
    if ((type === 'ftyp') !== (at === 8)) return 'damaged'
    if (type === 'meta') {
      if (meta || bytes > META_BYTES || bytes < 4) return 'damaged'
      try {
        meta = readMeta(yield { take: bytes })
      } catch (error) {
        if (error instanceof RangeError) return 'damaged'
        throw error
      }
      if (!pixelsAllowed(meta.width, meta.height, limits) || !pixelsAllowed(meta.largest.width, meta.largest.height, limits)) return 'too_many_pixels'
    } else if (type === 'mdat' || type === 'ftyp') {
      if (type === 'mdat') data.push({ from: at, to: at + bytes })
      yield { skip: bytes }
    } else if (type === 'moov' || type === 'moof') return 'moving_picture'
    else if ((type === 'free' || type === 'skip') && bytes <= EMPTY_BYTES) yield { skip: bytes }
    else return 'extra_data'
    at += bytes
  }
  if (!meta || data.length === 0) return 'damaged'
  // Each item stands whole in the bytes that came.
  const stands = meta.extents.every((extent) => extent.inMeta || data.some(({ from, to }) => extent.at >= from && extent.at + extent.bytes <= to))
  return stands ? { ok: true, width: meta.width, height: meta.height } : 'damaged'
}
