import 'server-only'
import type { SniffReason } from './probe'
import { orEnd, type Step } from './walk'

export type Syntax = 'implicit' | 'explicit'

/** What the elements say about the picture, and how much of one there is. */
export type DicomPicture = {
  rows: number
  columns: number
  frames: number
  samples: number
  bits: number
  photometric: string
  /** Bytes of pixels that are not compressed; null where there are none. */
  native: number | null
  /** Pieces of compressed pixels. */
  fragments: number
}

type Elements = Generator<Step, SniffReason | null, Buffer>

const UNDEFINED = 0xffff_ffff
const ITEM = 0xfffe_e000
const ITEM_ENDS = 0xfffe_e00d
const SEQUENCE_ENDS = 0xfffe_e0dd
const PIXELS = 0x7fe0_0010
const PADDING = 0xfffc_fffc
const WRAPPED_FILE = 0x0042_0011
const DEPTH = 16
const ELEMENTS = 500_000
const PADDING_BYTES = 1 << 16
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])
const SHORT = new Set(['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'PN', 'SH', 'SL', 'SS', 'ST', 'TM', 'UI', 'UL', 'US'])

type Element = { tag: number; vr: string; length: number }

/** Reads the elements of a data set up to the file's end, and notes what they say about the picture. */
export function dataset(syntax: Syntax, picture: DicomPicture): Elements {
  const count = { left: ELEMENTS }
  return elements(syntax, picture, 0, count)
}

function tagOf(bytes: Buffer): number {
  return bytes.readUInt16LE(0) * 0x1_0000 + bytes.readUInt16LE(2)
}

/** Above depth 0 they end with their item, below with the file. */
function* elements(syntax: Syntax, picture: DicomPicture, depth: number, count: { left: number }): Elements {
  let last = -1
  for (;;) {
    const head = yield depth === 0 ? orEnd(8) : { take: 8 }
    if (head.length === 0) return null
    const tag = tagOf(head)
    if (depth > 0 && tag === ITEM_ENDS) return head.readUInt32LE(4) === 0 ? null : 'damaged'
    // In order, each once: what stands behind the last one is no element, and is not taken for one.
    if (tag <= last) return tag === 0 ? 'extra_data' : 'damaged'
    last = tag
    if (count.left-- === 0) return 'damaged'
    const element = syntax === 'implicit' ? { tag, vr: '', length: head.readUInt32LE(4) } : yield* explicit(head, tag)
    if (typeof element === 'string') return element
    const reason = yield* value(element, syntax, picture, depth, count)
    if (reason) return reason
  }
}

function* explicit(head: Buffer, tag: number): Generator<Step, Element | SniffReason, Buffer> {
  const vr = head.toString('latin1', 4, 6)
  if (SHORT.has(vr)) return { tag, vr, length: head.readUInt16LE(6) }
  if (!LONG.has(vr) || head.readUInt16LE(6) !== 0) return 'damaged'
  return { tag, vr, length: (yield { take: 4 }).readUInt32LE(0) }
}

function* value({ tag, vr, length }: Element, syntax: Syntax, picture: DicomPicture, depth: number, count: { left: number }): Elements {
  if (tag === WRAPPED_FILE) return 'dicom_attachment'
  if (length === UNDEFINED) {
    if (tag === PIXELS || vr === 'OB' || vr === 'OW') {
      const fragments = yield* fragmented()
      if (typeof fragments === 'string') return fragments
      if (depth === 0 && tag === PIXELS) picture.fragments = fragments
      return null
    }
    // What has an unknown kind and no length is written the implicit way (PS3.5 §6.2.2).
    return vr === 'SQ' || vr === 'UN' || vr === '' ? yield* items(vr === 'UN' ? 'implicit' : syntax, picture, depth + 1, count) : 'damaged'
  }
  if (tag === PADDING && length > PADDING_BYTES) return 'extra_data'
  if (depth === 0 && tag === PIXELS) picture.native = length
  const wanted = depth === 0 && (tag >>> 16) === 0x0028 && length <= 64
  if (wanted) note(tag, yield { take: length }, picture)
  else yield { skip: length }
  return null
}

function* items(syntax: Syntax, picture: DicomPicture, depth: number, count: { left: number }): Elements {
  if (depth > DEPTH) return 'damaged'
  for (;;) {
    const head = yield { take: 8 }
    const [tag, length] = [tagOf(head), head.readUInt32LE(4)]
    if (tag === SEQUENCE_ENDS) return length === 0 ? null : 'damaged'
    if (tag !== ITEM || count.left-- <= 0) return 'damaged'
    if (length !== UNDEFINED) yield { skip: length }
    else {
      const reason = yield* elements(syntax, picture, depth, count)
      if (reason) return reason
    }
  }
}

/** The pieces of compressed pixels, the table of their places not counted. */
function* fragmented(): Generator<Step, number | SniffReason, Buffer> {
  for (let pieces = -1; ; pieces++) {
    const head = yield { take: 8 }
    const [tag, length] = [tagOf(head), head.readUInt32LE(4)]
    if (tag === SEQUENCE_ENDS) return length === 0 ? Math.max(0, pieces) : 'damaged'
    if (tag !== ITEM || length === UNDEFINED) return 'damaged'
    yield { skip: length }
  }
}

function note(tag: number, bytes: Buffer, picture: DicomPicture): void {
  const short = bytes.length >= 2 ? bytes.readUInt16LE(0) : 0
  if (tag === 0x0028_0002) picture.samples = short
  else if (tag === 0x0028_0004) picture.photometric = bytes.toString('latin1').trim()
  else if (tag === 0x0028_0008) picture.frames = Number(bytes.toString('latin1').replace(/\0/g, '').trim())
  else if (tag === 0x0028_0010) picture.rows = short
  else if (tag === 0x0028_0011) picture.columns = short
  else if (tag === 0x0028_0100) picture.bits = short
}
