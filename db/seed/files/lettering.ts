import 'server-only'
import { font, type Face } from '@/db/seed/files/fonts'

/**
 * Text as SVG outlines with its baseline start at (x, y).
 * @param size in pixels per em
 * @param anchor which end of the text stands at x
 */
export function lettering(
  text: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  face: Face = 'text',
  anchor: 'start' | 'end' = 'start',
): string {
  const opened = font(face)
  const scale = size / opened.unitsPerEm
  const run = opened.layout(text)
  let pen = anchor === 'end' ? -run.advanceWidth : 0
  const outlines = run.glyphs.map((glyph, i) => {
    const position = run.positions[i] as { xAdvance: number; xOffset: number }
    const at = pen + position.xOffset
    pen += position.xAdvance
    const path = glyph.path.toSVG()
    return path ? `<path transform="translate(${at.toFixed(1)} 0)" d="${path}"/>` : ''
  })
  return `<g fill="${fill}" transform="translate(${x} ${y}) scale(${scale} ${-scale})">${outlines.join('')}</g>`
}

/** How long a line of text is, in pixels, at `size` pixels per em. */
export function lineWidth(text: string, size: number, face: Face = 'text'): number {
  const opened = font(face)
  return (opened.layout(text).advanceWidth * size) / opened.unitsPerEm
}

export const svg = (width: number, height: number, body: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`)
