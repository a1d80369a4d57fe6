import sharp from 'sharp'

/** Side of one preview on a sheet. */
const CELL = 128
const MAX_CELLS = 50
const MAX_THUMB_PIXELS = 256 * 256

/** One strip of small pictures, a square each, top to bottom; what is not there stays clear. */
export async function drawSheet(bytes: Buffer, cells: readonly (number | null)[]): Promise<{ data: Buffer; width: number; height: number }> {
  if (cells.length < 1 || cells.length > MAX_CELLS) throw new Error('no sheet of such a length')
  let at = 0
  const placed: { input: Buffer; top: number; left: number }[] = []
  for (const [row, length] of cells.entries()) {
    if (length === null) continue
    const input = await sharp(bytes.subarray(at, at + length), { limitInputPixels: MAX_THUMB_PIXELS })
      .resize({ width: CELL, height: CELL, fit: 'cover', position: 'top' }).png({ compressionLevel: 1 }).toBuffer()
    placed.push({ input, top: row * CELL, left: 0 })
    at += length
  }
  const height = CELL * cells.length
  const data = await sharp({ create: { width: CELL, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite(placed).webp({ quality: 70 }).toBuffer()
  return { data, width: CELL, height }
}
