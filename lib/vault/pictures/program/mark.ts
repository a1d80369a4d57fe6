import sharp from 'sharp'

const edge = 1600
const pixels = 50_000_000
// A file of our own dependencies, since a bare machine has no fonts for the library to find.
const face = `${process.cwd()}/node_modules/@fontsource/hanken-grotesk/files/hanken-grotesk-latin-700-normal.woff`

/** Draws the words over and under a picture of any kind that the library decodes. */
export async function drawMark(picture: Uint8Array, { across, below }: { across: string; below: string }): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(picture, { limitInputPixels: pixels, failOn: 'error' }).autoOrient()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).toColourspace('srgb').removeAlpha()
    .raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const dpi = Math.max(72, Math.round(width / 8))
  const tile = await tileOf(across, dpi, width, height)
  // A narrow picture stands on a wider sheet, so that the line below has room.
  const sheet = Math.max(width, 280)
  const line = await words(below, '#1d2b27', 'ff', Math.max(60, Math.round(width / 14)), sheet - 16)
  const marked = await sharp(await sharp(data, { raw: { width, height, channels: 3 } }).composite([{ input: tile, tile: true, gravity: 'northwest' }]).png({ compressionLevel: 0 }).toBuffer())
    .extend({ bottom: line.info.height + 16, right: sheet - width, background: '#ffffff' })
    .composite([{ input: line.data, left: 8, top: height + 8 }])
    .jpeg({ quality: 84 }).toBuffer({ resolveWithObject: true })
  return { data: marked.data, width: marked.info.width, height: marked.info.height }
}

/** White over dark, one beside the other: it is seen on an X-ray as on paper. */
async function tileOf(text: string, dpi: number, width: number, height: number): Promise<Buffer> {
  const light = await words(text, '#ffffff', '66', dpi)
  const dark = await words(text, '#000000', '4d', dpi)
  const pad = Math.round(light.info.height * 1.6)
  const box = { width: light.info.width + pad, height: light.info.height + pad }
  const flat = await sharp({ create: { ...box, channels: 4, background: '#00000000' } })
    .composite([{ input: dark.data, left: Math.round(pad / 2) + 2, top: Math.round(pad / 2) + 2 }, { input: light.data, left: Math.round(pad / 2), top: Math.round(pad / 2) }])
    .png().toBuffer()
  const turned = await sharp(flat).rotate(-24, { background: '#00000000' }).png().toBuffer()
  return sharp(turned).resize({ width, height, fit: 'inside', withoutEnlargement: true }).png().toBuffer()
}

const words = (text: string, colour: string, alpha: string, dpi: number, width?: number) =>
  sharp({ text: { text: `<span foreground="${colour}${alpha}">${escaped(text)}</span>`, font: 'Hanken Grotesk', fontfile: face, rgba: true, dpi, ...(width ? { width, wrap: 'word-char' } : {}) } })
    .png().toBuffer({ resolveWithObject: true })

/** The library reads markup. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
