import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HEADER_BYTES, SEGMENT_BYTES, TamperedError, encryptFile, openFile, storedSize } from './vlt1'
import type { CipherSource, FileContext } from './vlt1'

const of: FileContext = {
  practice: '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f', document: '0192f0c1-8000-4000-8000-000000000001', version: 1, variant: 'orig',
}
const dek = Buffer.alloc(32, 5)

async function* inChunks(bytes: Uint8Array, chunk: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
}

async function sealed(plain: Uint8Array, chunk = 100_000, key = dek, as = of) {
  const { commitment, stored } = encryptFile(key, as)
  const parts: Buffer[] = []
  for await (const piece of stored(inChunks(plain, chunk))) parts.push(Buffer.from(piece))
  return { commitment, bytes: Buffer.concat(parts) }
}

function source(bytes: Buffer): CipherSource & { reads: number } {
  return {
    size: bytes.length,
    reads: 0,
    readAt(offset, target) {
      this.reads++
      if (offset + target.length > bytes.length) return Promise.reject(new Error('short'))
      target.set(bytes.subarray(offset, offset + target.length))
      return Promise.resolve()
    },
  }
}

async function opened(bytes: Buffer, commitment: Uint8Array, size: number, start = 0, end = size, segments = 4, key = dek, as = of) {
  const file = await openFile(source(bytes), key, as, size, commitment)
  const parts: Uint8Array[] = []
  for await (const piece of file.read(start, end, () => segments)) parts.push(piece)
  return Buffer.concat(parts)
}

const plain = randomBytes(300_000)

describe('a sealed file', () => {
  it.each([[0, 56], [65_480, 65_536], [65_481, 65_553], [200_000, 200_104]])('of %i bytes is stored in %i', async (size, stored) => {
    const { bytes, commitment } = await sealed(plain.subarray(0, size))
    expect(storedSize(size)).toBe(stored)
    expect(bytes.length).toBe(stored)
    expect((await opened(bytes, commitment, size)).equals(plain.subarray(0, size))).toBe(true)
  })

  it('comes out as it went in, however it was cut on the way', async () => {
    const edges = [1, 65_479, 65_480, 65_481, 65_480 + 65_520 - 1, 65_480 + 65_520, 65_480 + 65_520 + 1]
    const sizes = fc.oneof(fc.constantFrom(...edges), fc.nat(plain.length))
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1000, max: 200_000 }), fc.integer({ min: 1, max: 6 }), async (size, chunk, segments) => {
        const { bytes, commitment } = await sealed(plain.subarray(0, size), chunk)
        expect(bytes.length).toBe(storedSize(size))
        expect((await opened(bytes, commitment, size, 0, size, segments)).equals(plain.subarray(0, size))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('gives any stretch alone', async () => {
    const { bytes, commitment } = await sealed(plain)
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length), fc.nat(plain.length), fc.integer({ min: 1, max: 6 }), async (a, b, segments) => {
        const [start, end] = a < b ? [a, b] : [b, a]
        const out = await opened(bytes, commitment, plain.length, start, end, segments)
        expect(out.equals(plain.subarray(start, end))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is asked before each piece how large that may be, and reads only what it needs', async () => {
    const { bytes, commitment } = await sealed(plain)
    const from = source(bytes)
    const file = await openFile(from, dek, of, plain.length, commitment)
    const sizes: number[] = []
    const wanted = [1, 2, 4]
    for await (const piece of file.read(0, plain.length, () => wanted.shift() ?? 9)) sizes.push(piece.length)
    expect(sizes).toEqual([65_480, 131_040, 300_000 - 65_480 - 131_040])
    expect(from.reads).toBe(4)
  })

  it('opens by Tink\'s layout, written out here a second time', async () => {
    const { bytes } = await sealed(plain.subarray(0, 70_000))
    const key = Buffer.from(hkdfSync('sha256', dek, bytes.subarray(1, 33), `vlt1|${of.practice}|${of.document}|1|orig`, 32))
    const open = (segment: Buffer, number: number, last: number): Buffer => {
      const nonce = Buffer.concat([bytes.subarray(33, 40), Buffer.from([0, 0, 0, number, last])])
      const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      decipher.setAuthTag(segment.subarray(-16))
      return Buffer.concat([decipher.update(segment.subarray(0, -16)), decipher.final()])
    }
    const both = [open(bytes.subarray(40, 65_536), 0, 0), open(bytes.subarray(65_536), 1, 1)]
    expect(bytes[0]).toBe(40)
    expect(Buffer.concat(both).equals(plain.subarray(0, 70_000))).toBe(true)
  })

  it('is sealed anew each time', async () => {
    const [one, two] = [await sealed(plain), await sealed(plain)]
    expect(one.bytes.subarray(1, 40).equals(two.bytes.subarray(1, 40))).toBe(false)
    expect(one.commitment.equals(two.commitment)).toBe(false)
  })

  it('passes on the failure of its source', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield plain
      throw new Error('the line went dead')
    }
    const all = async (): Promise<void> => {
      for await (const piece of encryptFile(dek, of).stored(broken())) void piece
    }
    await expect(all()).rejects.toThrow('the line went dead')
  })
})

describe('a sealed file that is not what was written', () => {
  it('does not open with any byte changed', async () => {
    const { bytes, commitment } = await sealed(plain.subarray(0, 140_000))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(bytes.length - 1), fc.nat(39)), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(bytes)
        changed[at]! ^= flip
        await expect(opened(changed, commitment, 140_000)).rejects.toThrow(TamperedError)
      }),
      { numRuns: 150 },
    )
    expect((await opened(bytes, commitment, 140_000)).length).toBe(140_000)
  })

  it('does not open cut or lengthened, at the edge of a segment or anywhere', async () => {
    const { bytes, commitment } = await sealed(plain)
    const lengths = fc.oneof(fc.nat(bytes.length - 1), fc.constantFrom(0, 40, SEGMENT_BYTES, 2 * SEGMENT_BYTES))
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        await expect(opened(bytes.subarray(0, length), commitment, plain.length)).rejects.toThrow(TamperedError)
      }),
    )
    const longer = Buffer.concat([bytes, bytes.subarray(-100)])
    await expect(opened(longer, commitment, plain.length)).rejects.toThrow(TamperedError)
  })

  it('does not open cut or lengthened when the row was made to agree', async () => {
    const { bytes, commitment } = await sealed(plain)
    const shorter = 2 * 65_520 - 40
    await expect(opened(bytes.subarray(0, 2 * SEGMENT_BYTES), commitment, shorter)).rejects.toThrow(TamperedError)
    const longer = Buffer.concat([bytes, randomBytes(10)])
    await expect(opened(longer, commitment, plain.length + 10)).rejects.toThrow(TamperedError)
  })

  it('does not open with segments in another order, or those of another file', async () => {
    const one = await sealed(plain)
    const two = await sealed(plain)
    const segment = (from: Buffer, at: number): Buffer => from.subarray(at * SEGMENT_BYTES, (at + 1) * SEGMENT_BYTES)
    const reordered = Buffer.concat([segment(one.bytes, 0), segment(one.bytes, 2), segment(one.bytes, 1), one.bytes.subarray(3 * SEGMENT_BYTES)])
    const mixed = Buffer.concat([segment(one.bytes, 0), segment(two.bytes, 1), one.bytes.subarray(2 * SEGMENT_BYTES)])
    const headed = Buffer.concat([two.bytes.subarray(0, HEADER_BYTES), one.bytes.subarray(HEADER_BYTES)])
    for (const bytes of [reordered, mixed, headed]) await expect(opened(bytes, one.commitment, plain.length)).rejects.toThrow(TamperedError)
    await expect(opened(headed, two.commitment, plain.length)).rejects.toThrow(TamperedError)
    await expect(opened(one.bytes, two.commitment, plain.length)).rejects.toThrow(TamperedError)
  })

  it('does not open for another practice, document, version, variant or key', async () => {
    const { bytes, commitment } = await sealed(plain)
    const others: FileContext[] = [
      { ...of, practice: of.document }, { ...of, document: of.practice }, { ...of, version: 2 }, { ...of, variant: 'thumb-256' },
    ]
    for (const as of others) await expect(opened(bytes, commitment, plain.length, 0, 10, 1, dek, as)).rejects.toThrow(TamperedError)
    await expect(opened(bytes, commitment, plain.length, 0, 10, 1, Buffer.alloc(32, 6))).rejects.toThrow(TamperedError)
    expect(await opened(bytes, commitment, plain.length, 0, 10, 1)).toHaveLength(10)
  })

  it('gives what stands before the fault and nothing of the faulty piece', async () => {
    const { bytes, commitment } = await sealed(plain)
    bytes[2 * SEGMENT_BYTES + 5]! ^= 1
    const file = await openFile(source(bytes), dek, of, plain.length, commitment)
    let got = 0
    const read = async (): Promise<void> => {
      for await (const piece of file.read(0, plain.length, () => 1)) got += piece.length
    }
    await expect(read()).rejects.toThrow(TamperedError)
    expect(got).toBe(65_480 + 65_520)
  })
})
