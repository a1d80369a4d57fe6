import 'server-only'
import { pixelsAllowed, startsWith } from './probe'
import type { Kind, PixelLimits } from './probe'
import { walked, type Step, type Walk } from './walk'

/**
 * WebP: RIFF with a size that is the file's, the chunks that a still picture has and no others, and a canvas that is as
 * large as its bitstream says. The pixels are not decoded.
 */
export const webp: Kind = {
  type: 'image/webp',
  begins: (head) => startsWith(head, [0x52, 0x49, 0x46, 0x46]) && startsWith(head.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  probe: (limits) => walked(walk(limits)),
}

const ANIMATION = 0x02
const BESIDE = new Set(['ICCP', 'ALPH', 'EXIF', 'XMP '])

type Size = { width: number; height: number }

function* walk(limits: PixelLimits): Walk {
  const riff = yield { take: 12 }
  const end = 8 + riff.readUInt32LE(4)
  let at = 12
  let canvas: Size | undefined
  let size: Size | undefined
  while (at < end) {
    const head = yield { take: 8 }
    const name = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    const padded = length + (length & 1)
    if ((at += 8 + padded) > end) return 'damaged'
    if (name === 'ANIM' || name === 'ANMF') return 'moving_picture'
    if (name === 'VP8X') {
      if (canvas || size || length !== 10) return 'damaged'
      const data = yield { take: 10 }
      if (data[0]! & ANIMATION) return 'moving_picture'
      canvas = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 }
      if (!pixelsAllowed(canvas.width, canvas.height, limits)) return 'too_many_pixels'
    } else if (name === 'VP8 ' || name === 'VP8L') {
      if (size || length < 10) return 'damaged'
      size = sizeIn(name, yield { take: 10 })
      if (!size) return 'damaged'
      if (!pixelsAllowed(size.width, size.height, limits)) return 'too_many_pixels'
      yield { skip: padded - 10 } satisfies Step
    } else {
      // Beside the picture only in the extended form, and nothing that nobody knows.
      if (!canvas || !BESIDE.has(name)) return 'extra_data'
      yield { skip: padded }
    }
  }
  if (!size) return 'damaged'
  if (canvas && (canvas.width !== size.width || canvas.height !== size.height)) return 'damaged'
  return { ok: true, ...size }
}

/** From the first bytes of a bitstream (RFC 9649 §2.5, §2.6); undefined if it is none. */
function sizeIn(name: string, data: Buffer): Size | undefined {
  if (name === 'VP8L') {
    if (data[0] !== 0x2f) return undefined
    const bits = data.readUInt32LE(1)
    return bits >>> 29 === 0 ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 } : undefined
  }
  const keyFrame = (data[0]! & 1) === 0 && startsWith(data.subarray(3), [0x9d, 0x01, 0x2a])
  const size = { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
  return keyFrame && size.width > 0 && size.height > 0 ? size : undefined
}
