import 'server-only'
import { readMeta, type Extent } from '@/lib/vault/sniff/heic-boxes'
import { StripError, type ByteReader } from './byte-reader'

const META_BYTES = 1 << 20

/**
 * Writes zeros over the items that are no picture (EXIF, XMP): their places stand in `meta`, which telephones write first.
 * Which way up the picture is stands in a property of its own and stays. Where `meta` comes after the bytes it speaks of,
 * they are gone by before anybody knows where they were, and the file is not taken.
 */
export async function* stripHeic(from: ByteReader): AsyncGenerator<Uint8Array> {
  let at = 0
  let clear: Extent[] | undefined
  while ((await from.peek(1)).length > 0) {
    let head = Buffer.from(await from.take(8))
    const size = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (size === 1) head = Buffer.concat([head, await from.take(8)])
    const bytes = (size === 1 ? Number(head.readBigUInt64BE(8)) : size) - head.length
    if (bytes < 0 || !Number.isSafeInteger(bytes)) throw new StripError('damaged')
    yield head
    at += head.length
    if (type === 'meta') {
      if (clear || bytes > META_BYTES) throw new StripError('damaged')
      const meta = Buffer.from(await from.take(bytes))
      clear = aboutIn(meta)
      yield meta
    } else if (type === 'mdat' && !clear) throw new StripError('unreadable')
    else yield* cleared(from, at, bytes, clear ?? [])
    at += bytes
  }
}

/** The items to be cleared; those that stand in `meta` itself are cleared here. */
function aboutIn(meta: Buffer): Extent[] {
  try {
    const about = readMeta(meta).extents.filter((extent) => extent.about)
    for (const { at, bytes, inMeta } of about) if (inMeta) meta.fill(0, at, at + bytes)
    return about.filter(({ inMeta }) => !inMeta)
  } catch (error) {
    if (error instanceof RangeError) throw new StripError('damaged')
    throw error
  }
}

async function* cleared(from: ByteReader, begins: number, bytes: number, clear: readonly Extent[]): AsyncGenerator<Uint8Array> {
  let at = begins
  for await (const part of from.pass(bytes)) {
    const copy = Buffer.from(part)
    for (const extent of clear) {
      const [first, last] = [Math.max(0, extent.at - at), Math.min(copy.length, extent.at + extent.bytes - at)]
      if (first < last) copy.fill(0, first, last)
    }
    at += part.length
    yield copy
  }
}
