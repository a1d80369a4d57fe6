import 'server-only'
import { pixelsAllowed, startsWith } from './probe'
import type { Kind, PixelLimits, Probe, SniffReason } from './probe'

/**
 * JPEG: SOI, well-formed segments, one frame header with its size, at least one scan, EOI. Behind EOI may stand further
 * whole pictures, as telephones write them (MPF), and zeros; anything else there is not taken. The entropy-coded pixels
 * are walked over, not decoded.
 */
export const jpeg: Kind = {
  type: 'image/jpeg',
  begins: (head) => startsWith(head, [0xff, 0xd8, 0xff]),
  probe: (limits) => jpegProbe(limits),
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda

function isFrame(marker: number): boolean {
  // C0…CF without DHT (C4), JPG (C8) and DAC (CC).
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function jpegProbe(limits: PixelLimits): Probe {
  let place: 'ff' | 'marker' | 'length' | 'frame' | 'skip' | 'scan' | 'scanned-ff' | 'after' = 'ff'
  let marker = 0
  let markers = 0
  let left = 0
  let have = 0
  let scans = 0
  let size: { width: number; height: number } | undefined
  let first: { width: number; height: number } | undefined
  const field = Buffer.alloc(6)

  const gather = (next: typeof place): void => {
    place = next
    have = 0
  }
  const markerIs = (byte: number): SniffReason | null => {
    // Any number of FF may stand before a marker.
    if (byte === 0xff) return null
    marker = byte
    if ((markers++ === 0) !== (byte === SOI)) return 'damaged'
    if (byte === 0x00 || (byte >= 0xd0 && byte <= 0xd7)) return 'damaged'
    if (byte === EOI) return pictureEnds()
    if (byte === SOI || byte === 0x01) place = 'ff'
    else gather('length')
    return null
  }
  const pictureEnds = (): SniffReason | null => {
    if (!size || scans === 0) return 'damaged'
    first ??= size
    place = 'after'
    return null
  }
  /** Behind a picture: nothing, or the next one. */
  const behind = (byte: number): SniffReason | null => {
    if (byte === 0x00) return null
    if (byte !== 0xff) return 'extra_data'
    size = undefined
    scans = markers = 0
    place = 'marker'
    return null
  }
  const segmentBegins = (): SniffReason | null => {
    left = field.readUInt16BE(0) - 2
    if (left < 0) return 'damaged'
    if (isFrame(marker)) {
      if (left < 9 || size) return 'damaged'
      gather('frame')
    } else if (marker === SOS && (!size || left < 6)) return 'damaged'
    else segmentPassed(left)
    return null
  }
  const segmentPassed = (rest: number): void => {
    left = rest
    if (left > 0) place = 'skip'
    else if (marker === SOS) {
      scans++
      place = 'scan'
    } else place = 'ff'
  }
  const frameIs = (): SniffReason | null => {
    const height = field.readUInt16BE(1)
    const width = field.readUInt16BE(3)
    // A height of 0 would come later (DNL); no camera writes that, and a limit could not be kept.
    if (width === 0 || height === 0 || field[5] === 0) return 'damaged'
    if (!pixelsAllowed(width, height, limits)) return 'too_many_pixels'
    size = { width, height }
    segmentPassed(left - 6)
    return null
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      for (let at = 0; at < bytes.length; ) {
        if (place === 'skip') {
          const part = Math.min(left, bytes.length - at)
          at += part
          if ((left -= part) === 0) segmentPassed(0)
          continue
        }
        if (place === 'scan') {
          const found = bytes.indexOf(0xff, at)
          if (found < 0) return null
          at = found + 1
          place = 'scanned-ff'
          continue
        }
        const byte = bytes[at++]!
        let reason: SniffReason | null = null
        if (place === 'scanned-ff') {
          // FF00 is a pixel, FFD0…D7 a restart; all else ends the scan.
          if (byte === 0x00 || (byte >= 0xd0 && byte <= 0xd7)) place = 'scan'
          else if (byte !== 0xff) reason = markerIs(byte)
        } else if (place === 'ff') {
          if (byte !== 0xff) return 'damaged'
          place = 'marker'
        } else if (place === 'after') reason = behind(byte)
        else if (place === 'marker') reason = markerIs(byte)
        else {
          field[have++] = byte
          if (place === 'length' && have === 2) reason = segmentBegins()
          else if (place === 'frame' && have === 6) reason = frameIs()
        }
        if (reason) return reason
      }
      return null
    },
    finish() {
      return place === 'after' && first ? { ok: true, ...first } : { ok: false, reason: 'incomplete' }
    },
  }
}
