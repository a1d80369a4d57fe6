import 'server-only'

const ORIENTATION = 0x0112

/** Which way up a picture is, from its EXIF (a small TIFF): 1 to 8, and 1 where it does not say or cannot be read. */
export function orientationIn(exif: Buffer): number {
  const little = exif.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number => (little ? exif.readUInt16LE(at) : exif.readUInt16BE(at))
  const u32 = (at: number): number => (little ? exif.readUInt32LE(at) : exif.readUInt32BE(at))
  try {
    if ((!little && exif.toString('latin1', 0, 2) !== 'MM') || u16(2) !== 42) return 1
    const directory = u32(4)
    for (let n = 0, count = u16(directory); n < count; n++) {
      const entry = directory + 2 + 12 * n
      if (u16(entry) !== ORIENTATION) continue
      const value = u16(entry + 8)
      return value >= 1 && value <= 8 ? value : 1
    }
    return 1
  } catch (error) {
    if (error instanceof RangeError) return 1
    throw error
  }
}

/** An EXIF that says which way up the picture is, and nothing else. */
export function exifOf(orientation: number): Buffer {
  const exif = Buffer.alloc(26)
  exif.write('MM', 0, 'latin1')
  exif.writeUInt16BE(42, 2)
  exif.writeUInt32BE(8, 4)
  exif.writeUInt16BE(1, 8)
  exif.writeUInt16BE(ORIENTATION, 10)
  exif.writeUInt16BE(3, 12)
  exif.writeUInt32BE(1, 14)
  exif.writeUInt16BE(orientation, 18)
  return exif
}
