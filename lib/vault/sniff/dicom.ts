import 'server-only'
import { dataset, type DicomPicture, type Syntax } from './dicom-elements'
import { pixelsAllowed, startsWith } from './probe'
import type { Kind, PixelLimits, ProbeResult, SniffReason } from './probe'
import { walked, type Walk } from './walk'

/**
 * DICOM Part 10: an empty preamble (a filled one makes the file a program or a TIFF as well), the meta group, a transfer
 * syntax that is known here, elements in order up to the file's end, and one picture whose bytes are as many as its header
 * says. What wraps another file (a PDF, a printable model) or holds none is refused, as are films and the deflated and
 * big-endian forms. Not covered: compressed frames, which are decoded in a process with limits, and what stands in items
 * that announce their length.
 */
export const dicom: Kind = {
  type: 'application/dicom',
  begins: (head) => startsWith(head.subarray(128), [0x44, 0x49, 0x43, 0x4d]),
  probe: (limits) => walked(walk(limits)),
}

const META_BYTES = 1 << 16
const FRAMES = 4096
/** A volume of the largest field of view in use has a few hundred million. */
const PIXELS_IN_ALL = 2_000_000_000

const NATIVE: Readonly<Record<string, Syntax>> = { '1.2.840.10008.1.2': 'implicit', '1.2.840.10008.1.2.1': 'explicit' }
/** JPEG, JPEG-LS, JPEG 2000 and run lengths; their elements are explicit. */
const COMPRESSED = /^1\.2\.840\.10008\.1\.2\.(4\.(50|51|57|70|80|81|90|91)|5)$/
const WRAPS = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\.\d$/
const DIRECTORY = '1.2.840.10008.1.3.10'

function* walk(limits: PixelLimits): Walk {
  const preamble = yield { take: 132 }
  if (preamble.subarray(0, 128).some((byte) => byte !== 0)) return 'two_kinds'
  const first = yield { take: 12 }
  if (first.readUInt32LE(0) !== 0x0000_0002 || first.toString('latin1', 4, 6) !== 'UL') return 'damaged'
  const length = first.readUInt32LE(8)
  if (length > META_BYTES) return 'damaged'
  const meta = metaIn(yield { take: length })
  if (!meta) return 'damaged'
  const kind = meta.get(0x0002) ?? ''
  if (WRAPS.test(kind)) return 'dicom_attachment'
  if (kind === DIRECTORY) return 'dicom_no_picture'
  const transfer = meta.get(0x0010) ?? ''
  const compressed = COMPRESSED.test(transfer)
  const syntax = compressed ? 'explicit' : NATIVE[transfer]
  if (!syntax) return 'unreadable'
  const picture: DicomPicture = { rows: 0, columns: 0, frames: 1, samples: 1, bits: 0, photometric: '', native: null, fragments: 0 }
  const reason = yield* dataset(syntax, picture)
  if (reason) return reason
  return judged(picture, compressed, limits)
}

function judged(picture: DicomPicture, compressed: boolean, limits: PixelLimits): ProbeResult | SniffReason {
  const { rows, columns, frames, samples, bits, native, fragments } = picture
  if (native === null && fragments === 0) return 'dicom_no_picture'
  if (rows === 0 || columns === 0 || !(frames > 0) || ![1, 3].includes(samples) || ![1, 8, 16, 32].includes(bits)) return 'damaged'
  if (!pixelsAllowed(columns, rows, limits) || frames > FRAMES || rows * columns * frames > PIXELS_IN_ALL) return 'too_many_pixels'
  if (compressed !== (native === null)) return 'damaged'
  if (native !== null) {
    const each = picture.photometric.includes('422') ? 2 : (samples * bits) / 8
    const bytes = Math.ceil(rows * columns * frames * each)
    if (native > bytes + (bytes & 1)) return 'extra_data'
    if (native < bytes) return 'damaged'
  }
  return { ok: true, width: columns, height: rows }
}

/** The texts of the meta group by element number; undefined if it is not built as it must be. */
function metaIn(bytes: Buffer): Map<number, string> | undefined {
  const found = new Map<number, string>()
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length || bytes.readUInt16LE(at) !== 0x0002) return undefined
    const long = /^(OB|UN|UT)$/.test(bytes.toString('latin1', at + 4, at + 6))
    const from = at + (long ? 12 : 8)
    if (from > bytes.length) return undefined
    const length = long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6)
    if (from + length > bytes.length) return undefined
    found.set(bytes.readUInt16LE(at + 2), bytes.toString('latin1', from, from + length).replace(/[\0 ]+$/, ''))
    at = from + length
  }
  return found
}
