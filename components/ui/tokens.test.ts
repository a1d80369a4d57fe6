import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')

/* The three blocks that define tokens: light, dark by system, dark by choice. */
const blocks = [...css.matchAll(/color-scheme: (light|dark);([^}]*)\}/g)].map(([, mode, body]) => ({
  mode: mode ?? '',
  tokens: Object.fromEntries([...(body ?? '').matchAll(/--([a-z-]+): ([^;]+);/g)].map(([, name, value]) => [name, value])),
}))

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** WCAG 2.2, 1.4.3: (lighter + 0.05) / (darker + 0.05). */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const text: [string, string[]][] = [
  ['ink', ['page', 'sheet', 'well', 'violet-wash', 'pink-wash', 'watch-wash', 'sound-wash']],
  ['ink-soft', ['page', 'sheet', 'well', 'violet-wash']],
  ['ink-faint', ['page', 'sheet', 'violet-wash']],
  ['violet', ['page', 'sheet', 'violet-wash']],
  ['pink', ['page', 'sheet', 'pink-wash']],
  ['watch', ['page', 'sheet', 'watch-wash']],
  ['sound', ['page', 'sheet', 'sound-wash']],
  ['on-act', ['act', 'act-hover']],
  ['on-violet', ['violet']],
  ['on-pink', ['pink']],
  ['rail-ink', ['rail', 'rail-lit']],
  ['rail-soft', ['rail', 'rail-lit']],
  ['rail-mark', ['rail', 'rail-lit']],
]
const edges: [string, string[]][] = [
  ['line-strong', ['page', 'sheet', 'well']],
  ['pink-mark', ['page', 'sheet']],
  ['violet', ['page', 'sheet', 'well']],
]

describe('tokens', () => {
  it('stand in three blocks, and both dark ones say the same', () => {
    expect(blocks.map(({ mode }) => mode)).toEqual(['light', 'dark', 'dark'])
    expect(blocks[2]?.tokens).toEqual(blocks[1]?.tokens)
    expect(Object.keys(blocks[1]?.tokens ?? {})).toEqual(Object.keys(blocks[0]?.tokens ?? {}))
  })

  for (const { mode, tokens } of blocks.slice(0, 2)) {
    const cases = [...text.map((pair) => [...pair, 4.5] as const), ...edges.map((pair) => [...pair, 3] as const)]
    it.each(cases)(`${mode}: %s on %s`, (front, grounds, least) => {
      for (const ground of grounds) {
        const ratio = contrast(tokens[front] ?? '', tokens[ground] ?? '')
        expect(ratio, `${front} on ${ground}`).toBeGreaterThanOrEqual(least)
      }
    })
  }
})
