import 'server-only'

/** What the `meta` box of a HEIC file says about its picture (ISO/IEC 14496-12 §8.11, 23008-12). */
export type HeicMeta = {
  readonly width: number
  readonly height: number
  /** The largest picture inside, previews and tiles included. */
  readonly largest: { readonly width: number; readonly height: number }
  /** Where each item's bytes stand in the file. */
  readonly extents: readonly Extent[]
}

/** `about` marks what speaks of the picture (EXIF, XMP and other texts) and is not part of it. */
export type Extent = { readonly at: number; readonly bytes: number; readonly inMeta: boolean; readonly about: boolean }

export type Box = { readonly type: string; readonly at: number; readonly data: Buffer }

const BOXES = 4096

/** The boxes in a piece of memory, by their place in it. @throws RangeError where one does not fit */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at)
    if (size < 8 || at + size > bytes.length || boxes.length === BOXES) throw new RangeError('a box that does not fit')
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), at: at + 8, data: bytes.subarray(at + 8, at + size) })
    at += size
  }
  return boxes
}

/** Reads the contents of a `meta` box. @throws RangeError on anything that is not built as it must be */
export function readMeta(meta: Buffer): HeicMeta {
  const boxes = boxesIn(meta.subarray(4))
  const one = (type: string): Buffer => only(boxes, type).data
  if (one('hdlr').toString('latin1', 8, 12) !== 'pict') throw new RangeError('not a picture')
  const primary = numberAt(one('pitm'), 4, one('pitm')[0] === 0 ? 2 : 4)
  const properties = boxesIn(one('iprp'))
  const sizes = boxesIn(only(properties, 'ipco').data).map(({ type, data }) =>
    type === 'ispe' ? { width: data.readUInt32BE(4), height: data.readUInt32BE(8) } : undefined)
  const found = sizes.filter((size) => size !== undefined)
  if (found.some(({ width, height }) => width === 0 || height === 0)) throw new RangeError('a picture of nothing')
  const own = propertiesOf(only(properties, 'ipma').data, primary).map((index) => sizes[index - 1]).find((size) => size !== undefined)
  if (!own) throw new RangeError('a picture without a size')
  const largest = found.reduce((most, size) => (size.width * size.height > most.width * most.height ? size : most), own)
  const about = textItems(one('iinf'))
  const idat = boxes.find(({ type }) => type === 'idat')
  return { ...own, largest, extents: extentsIn(one('iloc'), about, idat ? idat.at + 4 : null) }
}

function only(boxes: Box[], type: string): Box {
  const [found, more] = boxes.filter((box) => box.type === type)
  if (!found || more) throw new RangeError(`not one ${type}`)
  return found
}

function numberAt(bytes: Buffer, at: number, size: number): number {
  if (size === 0) return 0
  if (size === 8) {
    const value = Number(bytes.readBigUInt64BE(at))
    if (!Number.isSafeInteger(value)) throw new RangeError('a place beyond any file')
    return value
  }
  return bytes.readUIntBE(at, size)
}

/** The indexes of the properties that belong to one item. */
function propertiesOf(ipma: Buffer, wanted: number): number[] {
  const idBytes = ipma[0] === 0 ? 2 : 4
  const wide = (ipma[3]! & 1) === 1
  let at = 8
  for (let left = ipma.readUInt32BE(4); left > 0; left--) {
    const item = numberAt(ipma, at, idBytes)
    const count = ipma.readUInt8(at + idBytes)
    at += idBytes + 1
    const indexes = Array.from({ length: count }, (_, n) => (wide ? ipma.readUInt16BE(at + 2 * n) & 0x7fff : ipma.readUInt8(at + n) & 0x7f))
    if (item === wanted) return indexes
    at += count * (wide ? 2 : 1)
  }
  return []
}

/** The items that are no picture: EXIF, XMP, addresses. */
function textItems(iinf: Buffer): Set<number> {
  const items = new Set<number>()
  for (const { type, data } of boxesIn(iinf.subarray(iinf[0] === 0 ? 6 : 8))) {
    const version = data[0]!
    if (type !== 'infe' || version < 2) throw new RangeError('an item of an old kind')
    const idBytes = version === 2 ? 2 : 4
    const kind = data.toString('latin1', 4 + idBytes + 2, 4 + idBytes + 6)
    if (kind === 'Exif' || kind === 'mime' || kind === 'uri ') items.add(numberAt(data, 4, idBytes))
  }
  return items
}

/** `idat`: where that box's contents stand in `meta`, counted from the start of its contents. */
function extentsIn(iloc: Buffer, about: ReadonlySet<number>, idat: number | null): Extent[] {
  const version = iloc[0]!
  if (version > 2) throw new RangeError('places of an unknown form')
  const [offsetBytes, lengthBytes, baseBytes] = [iloc.readUInt8(4) >> 4, iloc.readUInt8(4) & 15, iloc.readUInt8(5) >> 4]
  const indexBytes = version === 0 ? 0 : iloc.readUInt8(5) & 15
  if (![offsetBytes, lengthBytes, baseBytes, indexBytes].every((size) => size === 0 || size === 4 || size === 8)) throw new RangeError('places of an unknown form')
  const idBytes = version < 2 ? 2 : 4
  const extents: Extent[] = []
  let at = 6 + idBytes
  for (let left = numberAt(iloc, 6, idBytes); left > 0; left--) {
    const item = numberAt(iloc, at, idBytes)
    at += idBytes
    const method = version === 0 ? 0 : iloc.readUInt16BE(at) & 15
    if (method > 1 || (method === 1 && idat === null)) throw new RangeError('places that depend on others')
    at += (version === 0 ? 0 : 2) + 2
    const base = numberAt(iloc, at, baseBytes)
    at += baseBytes
    const count = iloc.readUInt16BE(at)
    at += 2
    for (let n = 0; n < count; n++) {
      at += indexBytes
      const offset = base + numberAt(iloc, at, offsetBytes)
      const bytes = numberAt(iloc, at + offsetBytes, lengthBytes)
      at += offsetBytes + lengthBytes
      if (bytes === 0 || extents.length === BOXES) throw new RangeError('a place without an end')
      extents.push({ at: method === 1 ? idat! + offset : offset, bytes, inMeta: method === 1, about: about.has(item) })
    }
  }
  return extents
}
