import 'server-only'
import type { SniffReason, SniffedType } from './probe'
import { Tail } from './tail'

/**
 * What a file may be beside what it claims: programs look for a PDF in the first kilobyte, for an archive (ZIP, JAR, the
 * office formats) at the end, and old browsers for a page anywhere. Each is looked for wherever it could stand, in every
 * kind that has room for it.
 */
export type Disguise = {
  push(chunk: Uint8Array): SniffReason | null
  finish(): SniffReason | null
}

const FRONT = 1024
/** The end record of an archive stands within its last 22 bytes and a comment of at most 64 KiB. */
const END_BYTES = 65_557
const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06, 0, 0, 0, 0])
/** Each long enough never to come about by chance in compressed pixels. */
const MARKUP = ['<script', '<!doctype', '<html>', '<html ', '<?php ', '<svg xmlns', '<iframe', '<body onload'].map((text) => text.slice(1))
const LONGEST = Math.max(...MARKUP.map((text) => text.length))
const LESS_THAN = 0x3c
/** May a `<` be followed by this byte? Spares a comparison at nearly all of them. */
const STARTS = new Set(MARKUP.flatMap((text) => [text.charCodeAt(0), text.toUpperCase().charCodeAt(0)]))

export function disguise(type: SniffedType): Disguise {
  const isPdf = type === 'application/pdf'
  const isPicture = type.startsWith('image/')
  let front = Buffer.alloc(0)
  const tail = new Tail(END_BYTES)
  let carried = Buffer.alloc(0)

  const markupIn = (bytes: Buffer, from: number): boolean => {
    for (let at = bytes.indexOf(LESS_THAN, from); at >= 0; at = bytes.indexOf(LESS_THAN, at + 1)) {
      if (!STARTS.has(bytes[at + 1] ?? 0)) continue
      const text = bytes.toString('latin1', at + 1, at + 1 + LONGEST).toLowerCase()
      if (MARKUP.some((mark) => text.startsWith(mark))) return true
    }
    return false
  }
  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      if (!isPdf && front.length < FRONT) {
        front = Buffer.concat([front, bytes.subarray(0, FRONT - front.length)])
        if (front.includes('%PDF-')) return 'two_kinds'
      }
      tail.push(bytes)
      if (!isPicture) return null
      // The seam first, so that the bytes themselves are not copied.
      if (markupIn(Buffer.concat([carried, bytes.subarray(0, LONGEST)]), 0) || markupIn(bytes, 0)) return 'hidden_code'
      carried = Buffer.from(bytes.length >= LONGEST ? bytes.subarray(-LONGEST) : Buffer.concat([carried, bytes]).subarray(-LONGEST))
      return null
    },
    finish() {
      const end = tail.last()
      for (let at = end.indexOf(END_RECORD); at >= 0; at = end.indexOf(END_RECORD, at + 1)) {
        // On one disk, with as many entries as in all: chance does not write that.
        if (at + 22 <= end.length && end.readUInt16LE(at + 8) === end.readUInt16LE(at + 10)) return 'two_kinds'
      }
      return null
    },
  }
}
