import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { DataSet } from 'dicom-parser'
import dicomParser from 'dicom-parser'
import sharp from 'sharp'
import { MAX_DICOM_PIXELS, type Layout } from './dicom-window.ts'

/** Unpacked samples of one frame, interleaved where there are colours; numbers as stored, before any window. */
export type Samples = { values: Uint8Array | Uint16Array | Int16Array; channels: 1 | 3 }

const load = createRequire(import.meta.url)
const wasm = (name: string) => readFileSync(load.resolve(name))

/** @throws on a way of packing that is not read here, or on bytes that are not what they say */
export async function frameSamples(set: DataSet, layout: Layout, frame: number): Promise<Samples> {
  const element = set.elements.x7fe00010!
  const { syntax } = layout
  const count = layout.width * layout.height * layout.channels
  if (!element.encapsulatedPixelData) {
    const bytes = (count * layout.allocated) / 8
    const at = element.dataOffset + frame * bytes
    if (at + bytes > element.dataOffset + element.length) throw new Error('pixels are missing')
    return { values: plain(set.byteArray.subarray(at, at + bytes), layout, syntax === '1.2.840.10008.1.2.2'), channels: layout.channels }
  }
  const packed = Buffer.from(packedFrame(set, element, layout, frame))
  const samples = await unpack(packed, layout)
  if (samples.values.length !== layout.width * layout.height * samples.channels) throw new Error('another size than it says')
  return samples
}

function packedFrame(set: DataSet, element: DataSet['elements'][string], layout: Layout, frame: number): Uint8Array {
  const fragments = element.fragments ?? []
  if (element.basicOffsetTable?.length) return dicomParser.readEncapsulatedImageFrame(set, element, frame)
  // Without a table: one fragment each, or all of them one frame.
  if (layout.frames === 1) return dicomParser.readEncapsulatedPixelDataFromFragments(set, element, 0, fragments.length)
  return dicomParser.readEncapsulatedPixelDataFromFragments(set, element, frame)
}

async function unpack(packed: Buffer, layout: Layout): Promise<Samples> {
  switch (layout.syntax) {
    case '1.2.840.10008.1.2.5': return { values: plain(runs(packed, layout), { ...layout, planar: false }, false), channels: layout.channels }
    case '1.2.840.10008.1.2.4.50': return baseline(packed)
    case '1.2.840.10008.1.2.4.57':
    case '1.2.840.10008.1.2.4.70': return lossless(packed, layout)
    case '1.2.840.10008.1.2.4.80':
    case '1.2.840.10008.1.2.4.81': {
      const { default: open } = await import('@cornerstonejs/codec-charls/decodewasmjs')
      const { JpegLSDecoder } = await open({ wasmBinary: wasm('@cornerstonejs/codec-charls/decodewasm') })
      return byWasm(new JpegLSDecoder(), packed, layout)
    }
    case '1.2.840.10008.1.2.4.90':
    case '1.2.840.10008.1.2.4.91': {
      const { default: open } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs')
      const { J2KDecoder } = await open({ wasmBinary: wasm('@cornerstonejs/codec-openjpeg/decodewasm') })
      return byWasm(new J2KDecoder(), packed, layout)
    }
    default: throw new Error('packed in a way that is not read')
  }
}

async function baseline(packed: Buffer): Promise<Samples> {
  const { data, info } = await sharp(packed, { limitInputPixels: MAX_DICOM_PIXELS }).raw().toBuffer({ resolveWithObject: true })
  return { values: data, channels: info.channels === 1 ? 1 : 3 }
}

function lossless(packed: Buffer, layout: Layout): Samples {
  // Its package names no file for its types.
  const { Decoder } = load('jpeg-lossless-decoder-js') as { Decoder: new () => { decompress: (bytes: ArrayBuffer) => ArrayBuffer } }
  const { buffer, byteOffset, byteLength } = packed
  const out = new Decoder().decompress((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength))
  return { values: plain(new Uint8Array(out), { ...layout, planar: false }, false), channels: layout.channels }
}

function byWasm(decoder: CornerstoneDecoder, packed: Buffer, layout: Layout): Samples {
  try {
    decoder.getEncodedBuffer(packed.length).set(packed)
    decoder.decode()
    const { bitsPerSample, componentCount, width, height } = decoder.getFrameInfo()
    if (width !== layout.width || height !== layout.height) throw new Error('another size than it says')
    // Copied, for the memory is the codec's own.
    const bytes = Uint8Array.from(decoder.getDecodedBuffer())
    const channels = componentCount === 1 ? 1 : 3
    return { values: plain(bytes, { ...layout, channels, planar: false, allocated: bitsPerSample > 8 ? 16 : 8 }, false), channels }
  } finally {
    decoder.delete()
  }
}

/** Bytes as numbers: 8 or 16 bits each, signed or not, and colours side by side. */
function plain(bytes: Uint8Array, layout: Layout, bigEndian: boolean): Samples['values'] {
  const { allocated, signed, stored } = layout
  if (allocated !== 8 && allocated !== 16) throw new Error('bits of a kind that is not read')
  if (allocated === 8) return layout.planar && layout.channels === 3 ? sideBySide(bytes) : Uint8Array.from(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = signed ? new Int16Array(bytes.length >> 1) : new Uint16Array(bytes.length >> 1)
  // What stands above the bits in use (overlays, dirt) is no part of the picture; a sign is spread over them.
  const shift = 16 - Math.min(16, Math.max(1, stored))
  for (let at = 0; at < values.length; at++) {
    const raw = view.getUint16(at * 2, !bigEndian)
    values[at] = signed ? ((raw << (16 + shift)) >> (16 + shift)) : raw & (0xffff >> shift)
  }
  return values
}

function sideBySide(bytes: Uint8Array): Uint8Array {
  const each = Math.floor(bytes.length / 3)
  const out = new Uint8Array(each * 3)
  for (let at = 0; at < each; at++) for (let channel = 0; channel < 3; channel++) out[at * 3 + channel] = bytes[channel * each + at]!
  return out
}

/** DICOM's run lengths (PS3.5 annex G): a segment for each byte of each sample, the highest first. */
function runs(packed: Buffer, layout: Layout): Uint8Array {
  const pixels = layout.width * layout.height
  const perSample = layout.allocated / 8
  const segments = packed.readUInt32LE(0)
  if (segments !== perSample * layout.channels) throw new Error('another number of segments than it says')
  const out = new Uint8Array(pixels * segments)
  for (let segment = 0; segment < segments; segment++) {
    const end = segment + 1 < segments ? packed.readUInt32LE(8 + segment * 4) : packed.length
    let at = packed.readUInt32LE(4 + segment * 4)
    const channel = Math.floor(segment / perSample)
    const offset = channel * perSample + (perSample - 1 - (segment % perSample))
    let done = 0
    while (done < pixels && at < end) {
      const code = packed.readInt8(at++)
      if (code === -128) continue
      const length = Math.min(code >= 0 ? code + 1 : 1 - code, pixels - done)
      for (let step = 0; step < length; step++) out[(done + step) * segments + offset] = packed.readUInt8(code >= 0 ? at + step : at)
      at += code >= 0 ? code + 1 : 1
      done += length
    }
    if (done < pixels) throw new Error('pixels are missing')
  }
  return out
}
