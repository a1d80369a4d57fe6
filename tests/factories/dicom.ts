/** DICOM files by hand: explicit little endian, a picture of one colour, whatever else a test wants said. */
type Tags = Record<string, [vr: string, value: string | number | Buffer]>

const long = new Set(['OB', 'OW', 'SQ', 'UN', 'UT'])

function element(tag: string, vr: string, value: string | number | Buffer, undefinedLength = false): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0)
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2)
  let body: Buffer
  if (typeof value === 'number') {
    body = Buffer.alloc(2)
    body.writeUInt16LE(value)
  } else body = Buffer.isBuffer(value) ? value : Buffer.from(value.length % 2 ? `${value}${vr === 'UI' ? '\0' : ' '}` : value, 'latin1')
  if (body.length % 2) body = Buffer.concat([body, Buffer.alloc(1)])
  const size = Buffer.alloc(long.has(vr) ? 8 : 4)
  size.write(vr, 0, 'latin1')
  if (long.has(vr)) size.writeUInt32LE(undefinedLength ? 0xffffffff : body.length, 4)
  else size.writeUInt16LE(body.length, 2)
  return Buffer.concat([head, size, body])
}

const item = (body: Buffer, tag = 'fffee000') => {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(0xfffe, 0)
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2)
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

/** Packed frames as a sequence of fragments, after an empty table of offsets. */
export function encapsulated(...frames: Buffer[]): Buffer {
  const even = frames.map((frame) => (frame.length % 2 ? Buffer.concat([frame, Buffer.alloc(1)]) : frame))
  return Buffer.concat([item(Buffer.alloc(0)), ...even.map((frame) => item(frame)), item(Buffer.alloc(0), 'fffee0dd')])
}

/** A whole file. `syntax` is the transfer syntax, `packed` says that the pixels are fragments. */
export function dicomFile({ syntax = '1.2.840.10008.1.2.1', width = 64, height = 48, bits = 16, samples = 1, meaning = 'MONOCHROME2', pixels, packed = false, tags = {} }: {
  syntax?: string; width?: number; height?: number; bits?: 8 | 16; samples?: 1 | 3; meaning?: string; pixels?: Buffer; packed?: boolean; tags?: Tags
}): Buffer {
  const all: Tags = {
    ...tags,
    '00280002': ['US', samples], '00280004': ['CS', meaning], '00280010': ['US', height], '00280011': ['US', width],
    '00280100': ['US', bits], '00280101': ['US', bits], '00280102': ['US', bits - 1], '00280103': ['US', 0],
  }
  const meta = element('00020010', 'UI', syntax)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(meta.length)
  const rows = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, [vr, value]]) => element(tag, vr, value))
  const image = pixels ? [element('7fe00010', bits === 8 ? 'OB' : 'OW', pixels, packed)] : []
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element('00020000', 'UL', length), meta, ...rows, ...image])
}

/** A picture whose left half is dark and whose right half is bright. */
export function halves(width = 64, height = 48, dark = 1000, bright = 3000): Buffer {
  const out = Buffer.alloc(width * height * 2)
  for (let at = 0; at < width * height; at++) out.writeUInt16LE(at % width < width / 2 ? dark : bright, at * 2)
  return out
}

/** One frame in DICOM's run lengths: two segments of literal and repeated runs. */
export function runLengths(pixels: Buffer): Buffer {
  const segments = [1, 0].map((byte) => {
    const values = Array.from({ length: pixels.length / 2 }, (_, at) => pixels[at * 2 + byte]!)
    const out: number[] = []
    for (let at = 0; at < values.length;) {
      let run = 1
      while (run < 128 && values[at + run] === values[at]) run++
      if (run > 1) out.push(257 - run, values[at]!)
      else out.push(0, values[at]!)
      at += run
    }
    return Buffer.from(out.length % 2 ? [...out, 128] : out)
  })
  const head = Buffer.alloc(64)
  head.writeUInt32LE(2, 0)
  head.writeUInt32LE(64, 4)
  head.writeUInt32LE(64 + segments[0]!.length, 8)
  return Buffer.concat([head, ...segments])
}

/** Lossless JPEG (process 14, predictor 1) of 16-bit grey, with one flat Huffman table: every class takes five bits. */
export function losslessJpeg(pixels: Buffer, width: number, height: number): Buffer {
  const bits: number[] = []
  const put = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1)
  }
  const sample = (x: number, y: number) => pixels.readUInt16LE((y * width + x) * 2)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const guess = x > 0 ? sample(x - 1, y) : y > 0 ? sample(x, y - 1) : 1 << 15
      const difference = sample(x, y) - guess
      const size = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference))
      put(size, 5)
      if (size > 0) put(difference > 0 ? difference : difference + (1 << size) - 1, size)
    }
  while (bits.length % 8) bits.push(1)
  const coded: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).join(''), 2)
    coded.push(byte, ...(byte === 0xff ? [0] : []))
  }
  const segment = (marker: number, body: number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body]
  return Buffer.from([
    0xff, 0xd8,
    ...segment(0xc3, [16, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0, 0, 0, 0, 0, 17, ...Array<number>(11).fill(0), ...Array.from({ length: 17 }, (_, at) => at)]),
    ...segment(0xda, [1, 1, 0, 1, 0, 0]),
    ...coded, 0xff, 0xd9,
  ])
}
