import { expect, it } from 'vitest'
import { adultTeeth, crownOutline, milkTeeth, type PlacedTooth } from './arch-geometry'

const all = [...adultTeeth.upper, ...adultTeeth.lower]

it('places 32 and 20 teeth, each with its own label', () => {
  expect(new Set(all.map(({ label }) => label)).size).toBe(32)
  expect(new Set([...milkTeeth.upper, ...milkTeeth.lower].map(({ label }) => label)).size).toBe(20)
})

it('keeps the patient’s right on the left of the page', () => {
  const at = (label: string) => all.find((tooth) => tooth.label === label)?.x ?? 0
  expect(at('1')).toBeLessThan(0)
  expect(at('16')).toBeGreaterThan(0)
  expect(at('19')).toBeGreaterThan(0)
  expect(at('30')).toBeLessThan(0)
})

it('mirrors left and right, and neighbours neither overlap nor drift apart', () => {
  const close = (row: readonly PlacedTooth[]) => {
    row.forEach((tooth, i) => {
      const twin = row[row.length - 1 - i]
      expect(tooth.x).toBeCloseTo(-(twin?.x ?? 0), 6)
      const next = row[i + 1]
      if (!next) return
      const gap = Math.hypot(next.x - tooth.x, next.y - tooth.y) - (tooth.width + next.width) / 2
      expect(Math.abs(gap)).toBeLessThan(1.2)
    })
  }
  for (const row of [adultTeeth.upper, adultTeeth.lower, milkTeeth.upper, milkTeeth.lower]) close(row)
})

it('draws closed outlines', () => {
  for (const tooth of all) expect(crownOutline(tooth)).toMatch(/^M[-\d. ]+.*Z$/)
})
