import 'server-only'
import { pixelsAllowed, startsWith } from './probe'
import type { Kind, PixelLimits, Probe, ProbeResult, SniffReason } from './probe'
import { reach } from './reach'

/**
 * TIFF in both byte orders: a bounded chain of directories, each of a picture with a size and a compression that is known
 * here, whose strips or tiles stand within the file, and nothing behind what they name. BigTIFF is refused.
 *
 * Directories may stand anywhere. What lies ahead is read when it comes by; what lies behind is at hand for 256 KiB and
 * within the first 64 KiB. A directory beyond that makes the file unreadable here; a list of strips beyond that is let
 * pass unread. Not covered: what the strips hold, which is decoded in a process with limits.
 */
export const tiff: Kind = {
  type: 'image/tiff',
  begins: (head) => [[0x49, 0x49, 0x2a, 0], [0x4d, 0x4d, 0, 0x2a], [0x49, 0x49, 0x2b, 0], [0x4d, 0x4d, 0, 0x2b]].some((mark) => startsWith(head, mark)),
  probe: (limits) => tiffProbe(limits),
}

const DIRECTORIES = 512
const ENTRIES = 512
const LIST_BYTES = 1 << 20
/** Bytes that writers leave behind the last thing that the directories name. */
const SLACK = 4096
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 }
/** None, CCITT, LZW, JPEG, deflate, PackBits. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32_946, 32_773])
/** Directories inside directories: further pictures, and what cameras say (EXIF, GPS, interoperability). */
const PICTURES = 330
const NOTES = new Set([34_665, 34_853, 40_965])

type Entry = { tag: number; type: number; count: number; bytes: number; at: number; inline: Buffer }

function tiffProbe(limits: PixelLimits): Probe {
  const file = reach()
  const seen = new Set<number>()
  let little = true
  let end = 8
  let size: { width: number; height: number } | undefined
  let unknownEnd = false

  const u16 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const reaches = (to: number): void => void (end = Math.max(end, to))
  const numbers = ({ type, count }: Entry, bytes: Buffer): number[] =>
    Array.from({ length: count }, (_, n) => (type === 3 ? u16(bytes, 2 * n) : type === 1 ? bytes[n]! : u32(bytes, 4 * n)))

  const header = (bytes: Buffer): SniffReason | null => {
    little = bytes[0] === 0x49
    return u16(bytes, 2) === 43 ? 'unreadable' : directory(u32(bytes, 4), true)
  }
  const directory = (at: number, picture: boolean): SniffReason | null => {
    if (at < 8 || at % 2 === 1) return 'damaged'
    // A chain that comes back to itself has no end.
    if (seen.has(at) || seen.size === DIRECTORIES) return 'damaged'
    seen.add(at)
    return file.want(at, 2, (head) => {
      const count = u16(head, 0)
      if (count === 0 || count > ENTRIES) return 'damaged'
      return file.want(at + 2, 12 * count + 4, (bytes) => {
        reaches(at + 6 + 12 * count)
        return entriesAre(bytes, count, picture)
      }) ?? null
    }) ?? null
  }
  const entriesAre = (bytes: Buffer, count: number, picture: boolean): SniffReason | null => {
    const entries = new Map<number, Entry>()
    for (let n = 0; n < count; n++) {
      const entry = bytes.subarray(12 * n, 12 * n + 12)
      const [tag, type, values] = [u16(entry, 0), u16(entry, 2), u32(entry, 4)]
      const length = (SIZES[type] ?? 0) * values
      if (length > 4) reaches(u32(entry, 8) + length)
      entries.set(tag, { tag, type, count: values, bytes: length, at: length > 4 ? u32(entry, 8) : 0, inline: Buffer.from(entry.subarray(8)) })
    }
    const next = u32(bytes, 12 * count)
    return (picture ? pictureIs(entries) : null) ?? inside(entries) ?? (next === 0 ? null : directory(next, picture))
  }
  const single = (entry: Entry | undefined): number | undefined =>
    entry?.count === 1 && (entry.type === 3 || entry.type === 4) ? numbers(entry, entry.inline)[0] : undefined
  const pictureIs = (entries: Map<number, Entry>): SniffReason | null => {
    const [width, height] = [single(entries.get(256)), single(entries.get(257))]
    if (!width || !height) return 'damaged'
    if (!pixelsAllowed(width, height, limits)) return 'too_many_pixels'
    if (!COMPRESSIONS.has(single(entries.get(259)) ?? 1)) return 'unreadable'
    size ??= { width, height }
    const [offsets, lengths] = entries.has(324) ? [entries.get(324), entries.get(325)] : [entries.get(273), entries.get(279)]
    if (!offsets || !lengths || offsets.count !== lengths.count || offsets.bytes === 0 || lengths.bytes === 0) return 'damaged'
    return values(offsets, (from) => values(lengths, (long) => {
      for (const [n, at] of from.entries()) reaches(at + long[n]!)
      return null
    }))
  }
  /** The values of an entry, if they are at hand or come by. */
  const values = (entry: Entry, then: (list: number[]) => SniffReason | null): SniffReason | null => {
    if (entry.bytes <= 4) return then(numbers(entry, entry.inline))
    if (entry.bytes > LIST_BYTES) return 'unreadable'
    const known = file.want(entry.at, entry.bytes, (bytes) => then(numbers(entry, bytes)))
    if (known !== 'unreadable') return known ?? null
    unknownEnd = true
    return null
  }
  const inside = (entries: Map<number, Entry>): SniffReason | null => {
    for (const entry of entries.values()) {
      if (entry.tag !== PICTURES && !NOTES.has(entry.tag)) continue
      if (entry.type !== 4 && entry.type !== 13) return 'damaged'
      if (entry.count > DIRECTORIES) return 'damaged'
      const reason = values(entry, (list) => {
        for (const at of list) {
          const bad = directory(at, entry.tag === PICTURES)
          if (bad) return bad
        }
        return null
      })
      if (reason) return reason
    }
    return null
  }
  const begun = file.want(0, 8, header)
  return {
    push: (chunk) => begun ?? file.push(chunk),
    finish(): ProbeResult {
      if (!file.complete() || (!unknownEnd && end > file.length())) return { ok: false, reason: 'incomplete' }
      if (!size) return { ok: false, reason: 'damaged' }
      return !unknownEnd && file.length() > end + SLACK ? { ok: false, reason: 'extra_data' } : { ok: true, ...size }
    },
  }
}
