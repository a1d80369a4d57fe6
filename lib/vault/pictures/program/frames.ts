/**
 * How the program that decodes and the process that started it speak: a length (u32, big endian) and so many bytes of JSON,
 * which name how many bytes follow. No dependency on either side's world, since the program runs alone.
 */
export type Asked = {
  /** As found in the content, never as claimed. */
  readonly type: string
  readonly maxPages: number
  /** Bytes of the file, which follow. */
  readonly size: number
} | {
  /** Previews to be laid out on one strip: how many bytes each has, in the order in which they follow; null leaves its place clear. */
  readonly cells: readonly (number | null)[]
  readonly size: number
} | {
  /** What stands across a picture, and on a line below it. */
  readonly mark: { readonly across: string; readonly below: string }
  readonly size: number
}

/** Whose a file says it is, as it is written there. For the eyes of staff when they file it. */
export type Found = { readonly names: readonly string[]; readonly birthDates: readonly string[]; readonly ids: readonly string[] }

export const nobody: Found = { names: [], birthDates: [], ids: [] }

export type Frame =
  | { readonly kind: 'picture'; readonly variant: string; readonly type: string; readonly width: number; readonly height: number; readonly size: number }
  | {
      readonly kind: 'end'
      /** Of the whole file, also where not all were drawn. */
      readonly pages: number
      readonly width: number | null
      readonly height: number | null
      /** How an X-ray was taken, in words of ours; never of whom. */
      readonly details: Readonly<Record<string, string>>
      readonly found: Found
      readonly size: 0
    }

const MAX_HEAD = 65_536

export function frameHead(frame: Asked | Frame): Buffer {
  const head = Buffer.from(JSON.stringify(frame))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head])
}

/** Takes exactly so many bytes off a stream at a time; null at its end. @throws Error where it ends inside */
export function taker(source: AsyncIterable<Uint8Array>): (bytes: number) => Promise<Buffer | null> {
  const from = source[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let length = 0
  return async (bytes) => {
    while (length < bytes) {
      const next = await from.next()
      if (next.done) {
        if (length === 0) return null
        throw new Error('the stream ended inside a frame')
      }
      held.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length))
      length += next.value.length
    }
    const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held, length)
    held = length > bytes ? [all.subarray(bytes)] : []
    length -= bytes
    return all.subarray(0, bytes)
  }
}

/** The next frame's head, or null at the end of the stream. @throws Error on a head that is none */
export async function takeHead(take: (bytes: number) => Promise<Buffer | null>): Promise<unknown> {
  const length = (await take(4))?.readUInt32BE()
  if (length === undefined) return null
  if (length > MAX_HEAD) throw new Error('a frame’s head is too long')
  const head = await take(length)
  if (!head) throw new Error('the stream ended inside a frame')
  return JSON.parse(head.toString('utf8')) as unknown
}
