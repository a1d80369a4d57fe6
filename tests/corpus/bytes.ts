import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** Small builders of the forms that files are made of; what they build is as right or as wrong as they are told. */

export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')
export const join = (...parts: (Uint8Array | string | number[])[]): Buffer<ArrayBuffer> =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? ascii(part) : Buffer.from(part))))

export function u16(value: number, little = false): Buffer {
  const bytes = Buffer.alloc(2)
  return (little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value), bytes)
}
export function u32(value: number, little = false): Buffer {
  const bytes = Buffer.alloc(4)
  return (little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value), bytes)
}

/** A ZIP archive of one file, as every office document, JAR and APK is. */
export function zip(name: string, plain: Buffer, comment: Uint8Array = new Uint8Array()): Buffer {
  const packed = deflateRawSync(plain)
  const facts = join(u16(20, true), [0, 0, 8, 0, 0, 0, 0, 0], u32(crc32(plain), true), u32(packed.length, true), u32(plain.length, true), u16(name.length, true), [0, 0])
  const local = join('PK\x03\x04', facts, name, packed)
  const central = join('PK\x01\x02', [20, 0], facts, Buffer.alloc(14), name)
  return join(local, central, 'PK\x05\x06', [0, 0, 0, 0, 1, 0, 1, 0], u32(central.length, true), u32(local.length, true), u16(comment.length, true), comment)
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = join(type, data)
  return join(u32(data.length), body, u32(crc32(body)))
}
export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
export const pngHeader = (width: number, height: number): Buffer => pngChunk('IHDR', join(u32(width), u32(height), [8, 2, 0, 0, 0]))
/** Puts a chunk behind the header of a PNG. */
export function pngWith(png: Buffer, ...chunks: Buffer[]): Buffer {
  return join(png.subarray(0, 33), ...chunks, png.subarray(33))
}
export const pngEnd = pngChunk('IEND', Buffer.alloc(0))
export const pngPixels = (bytes: number): Buffer => pngChunk('IDAT', deflateSync(Buffer.alloc(bytes)))

export const jpegSegment = (marker: number, data: Uint8Array | string): Buffer => join([0xff, marker], u16(data.length + 2), data)
/** Puts segments behind the first two bytes of a JPEG. */
export const jpegWith = (jpeg: Buffer, ...segments: Buffer[]): Buffer => join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2))
/** The same picture whose header says that it is of another size. */
export function jpegSaying(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg)
  const frame = [0xc0, 0xc2].map((marker) => changed.indexOf(Buffer.from([0xff, marker, 0x00, 0x11]))).find((at) => at > 0)
  if (frame === undefined) throw new Error('no frame')
  changed.writeUInt16BE(height, frame + 5)
  changed.writeUInt16BE(width, frame + 7)
  return changed
}

export const riff = (...chunks: Buffer[]): Buffer => {
  const body = join('WEBP', ...chunks)
  return join('RIFF', u32(body.length, true), body)
}
export const webpChunk = (type: string, data: Uint8Array): Buffer => join(type, u32(data.length, true), data, data.length % 2 ? [0] : [])
export function webpCanvas(width: number, height: number, flags = 0): Buffer {
  const data = Buffer.alloc(10)
  data[0] = flags
  data.writeUIntLE(width - 1, 4, 3)
  data.writeUIntLE(height - 1, 7, 3)
  return webpChunk('VP8X', data)
}
/** The chunk with the picture in a simple WebP. */
export const webpPicture = (webp: Buffer): Buffer => webp.subarray(12)

const box = (type: string, ...parts: (Uint8Array | string | number[])[]): Buffer => {
  const data = join(...parts)
  return join(u32(data.length + 8), type, data)
}
export type HeicOptions = { width?: number; height?: number; brand?: string; about?: Buffer; picture?: Buffer; lie?: number; more?: Buffer; metaLast?: boolean }

/** HEIC as a telephone writes it: one picture and its EXIF, with the places of both. The HEVC stream itself is noise. */
export function heic({ width = 4032, height = 3024, brand = 'heic', about = ascii('\0\0\0\0MM\0*\0\0\0\x08GPS 35.0456 N 85.3097 W'), picture = Buffer.alloc(5000, 7), lie = 0, more, metaLast = false }: HeicOptions = {}): Buffer {
  const ftyp = box('ftyp', brand, u32(0), 'mif1', brand)
  const meta = (from: number): Buffer => box('meta', u32(0),
    box('hdlr', u32(0), u32(0), 'pict', Buffer.alloc(13)),
    box('pitm', u32(0), u16(1)),
    box('iloc', [1, 0, 0, 0], [0x44, 0x00], u16(2),
      u16(1), u16(0), u16(0), u16(1), u32(from), u32(picture.length + lie),
      u16(2), u16(0), u16(0), u16(1), u32(from + picture.length), u32(about.length)),
    box('iinf', u32(0), u16(2),
      box('infe', [2, 0, 0, 0], u16(1), u16(0), 'hvc1', [0]),
      box('infe', [2, 0, 0, 1], u16(2), u16(0), 'Exif', [0])),
    box('iprp', box('ipco', box('ispe', u32(0), u32(width), u32(height)), box('irot', [1])), box('ipma', u32(0), u32(1), u16(1), [2, 0x81, 0x82])))
  const mdat = box('mdat', picture, about)
  if (metaLast) return join(ftyp, mdat, meta(ftyp.length + 8), more ?? [])
  return join(ftyp, meta(ftyp.length + meta(0).length + 8), mdat, more ?? [])
}
export const heicBox = box

export type TiffOptions = { little?: boolean; width?: number; height?: number; compression?: number; next?: number; strip?: number; last?: boolean; data?: Buffer }

/** A grey TIFF of one strip; with `last` its directory stands behind the picture, as most programs write it. */
export function tiff({ little = true, width = 16, height = 16, compression = 1, next = 0, strip, last = false, data = Buffer.alloc(256, 0x80) }: TiffOptions = {}): Buffer {
  const w16 = (value: number) => u16(value, little)
  const w32 = (value: number) => u32(value, little)
  const directory = last ? 8 + data.length : 8
  const entry = (tag: number, value: number): Buffer => join(w16(tag), w16(4), w32(1), w32(value))
  const entries = [[256, width], [257, height], [259, compression], [262, 1], [273, strip ?? (last ? 8 : 8 + 2 + 12 * 7 + 4)], [278, height], [279, data.length]] as const
  const ifd = join(w16(entries.length), ...entries.map(([tag, value]) => entry(tag, value)), w32(next))
  return join(little ? 'II' : 'MM', w16(42), w32(directory), ...(last ? [data, ifd] : [ifd, data]))
}

export type DicomOptions = {
  preamble?: Buffer; syntax?: string; kind?: string; implicit?: boolean; rows?: number; columns?: number; frames?: number; bits?: number
  pixels?: Buffer | null; pixelBytes?: number; fragments?: Buffer[]; more?: Buffer; before?: Buffer
}
export const explicitLittle = '1.2.840.10008.1.2.1'

/** One element, in the explicit or the implicit form. */
export function element(group: number, number: number, vr: string, value: Uint8Array | string, { implicit = false, length = value.length + (value.length % 2) } = {}): Buffer {
  const pad = value.length % 2 ? [vr === 'UI' || vr === 'OB' ? 0 : 0x20] : []
  const tag = join(u16(group, true), u16(number, true))
  if (implicit) return join(tag, u32(length, true), value, pad)
  return ['OB', 'OW', 'SQ', 'UN', 'UT'].includes(vr) ? join(tag, vr, [0, 0], u32(length, true), value, pad) : join(tag, vr, u16(length, true), value, pad)
}

/** A DICOM file of one grey picture of 16 bits; `pixels: null` has none, `pixelBytes` announces bytes that the caller sends. */
export function dicom({ preamble = Buffer.alloc(128), syntax, kind = '1.2.840.10008.5.1.4.1.1.1.3', implicit = false, rows = 64, columns = 64, frames = 1, bits = 16, pixels, pixelBytes, fragments, more, before }: DicomOptions = {}): Buffer {
  const rest = join(element(2, 1, 'OB', Buffer.from([0, 1])), element(2, 2, 'UI', kind), element(2, 3, 'UI', '2.25.1'), element(2, 0x10, 'UI', syntax ?? (implicit ? '1.2.840.10008.1.2' : explicitLittle)))
  const meta = join(element(2, 0, 'UL', u32(rest.length, true)), rest)
  const one = (group: number, number: number, vr: string, value: Uint8Array | string): Buffer => element(group, number, vr, value, { implicit })
  const set = join(
    one(8, 0x60, 'CS', 'IO'), one(0x10, 0x10, 'PN', 'Doe^Jane'), one(0x10, 0x30, 'DA', '19800101'),
    one(0x28, 2, 'US', u16(1, true)), one(0x28, 4, 'CS', 'MONOCHROME2'), one(0x28, 8, 'IS', String(frames)),
    one(0x28, 0x10, 'US', u16(rows, true)), one(0x28, 0x11, 'US', u16(columns, true)), one(0x28, 0x100, 'US', u16(bits, true)), before ?? [])
  const item = (data: Uint8Array): Buffer => join([0xfe, 0xff, 0x00, 0xe0], u32(data.length, true), data)
  const last = fragments
    ? join(element(0x7fe0, 0x10, 'OB', '', { length: 0xffffffff }), item(Buffer.alloc(0)), ...fragments.map(item), [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])
    : pixels === null ? [] : pixelBytes !== undefined
      ? element(0x7fe0, 0x10, 'OW', '', { implicit, length: pixelBytes })
      : one(0x7fe0, 0x10, 'OW', pixels ?? Buffer.alloc(rows * columns * frames * (bits / 8), 0x55))
  return join(preamble, 'DICM', meta, set, last, more ?? [])
}
