import { dice } from './absent'

export interface Distribution {
  count: number
  median: number
  p5: number
  p95: number
}

/** Quantiles by nearest rank, in the unit of the samples. */
export const distribution = (samples: number[]): Distribution => {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
  return { count: sorted.length, median: at(0.5), p5: at(0.05), p95: at(0.95) }
}

/** Upper tail of the normal distribution; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
const normalTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
  return z < 0 ? 1 - tail : tail
}

/**
 * Two-sided Mann-Whitney U test by normal approximation, corrected for ties and continuity; good from about twenty
 * samples a side. `effect` is the rank-biserial correlation: 0 where neither is slower, -1 where the first always is
 * the quicker, +1 where it always is the slower.
 */
export const mannWhitney = (first: number[], second: number[]): { p: number; effect: number } => {
  const [n, m] = [first.length, second.length]
  const all = [...first.map((value) => ({ value, mine: true })), ...second.map((value) => ({ value, mine: false }))]
  all.sort((a, b) => a.value - b.value)
  let ranks = 0
  let ties = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to++
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at++) if (all[at]?.mine === true) ranks += rank
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  const u = ranks - (n * (n + 1)) / 2
  const total = n + m
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))))
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / spread
  return { p: spread === 0 ? 1 : Math.min(1, 2 * normalTail(z)), effect: (2 * u) / (n * m) - 1 }
}

export interface Comparison {
  names: [string, string]
  /** milliseconds */
  first: Distribution
  second: Distribution
  p: number
  effect: number
}

/**
 * Times two kinds of requests, one at a time and interleaved: every round asks both, in an order thrown by the seed,
 * so that a warming cache or a busy machine weighs on both alike. Each function answers the milliseconds it took.
 */
export const timeBoth = async (
  kinds: Record<string, () => Promise<number>>,
  { rounds = 500, warmUp = 50, seed = 'timing' }: { rounds?: number; warmUp?: number; seed?: string } = {},
): Promise<Comparison> => {
  const [one, two, ...more] = Object.entries(kinds)
  if (one === undefined || two === undefined || more.length > 0) throw new RangeError('exactly two kinds are compared')
  const roll = dice(seed)
  const samples: [number[], number[]] = [[], []]
  for (let round = -warmUp; round < rounds; round++) {
    const order: (0 | 1)[] = roll(2) === 0 ? [0, 1] : [1, 0]
    for (const which of order) {
      const took = await (which === 0 ? one : two)[1]()
      if (round >= 0) samples[which].push(took)
    }
  }
  const [first, second] = [distribution(samples[0]), distribution(samples[1])]
  return { names: [one[0], two[0]], first, second, ...mannWhitney(...samples) }
}

const ms = (value: number) => `${value.toFixed(3)} ms`

/** A comparison as three lines. */
export const printTiming = ({ names, first, second, p, effect }: Comparison): string => {
  const width = Math.max(...names.map((name) => name.length))
  const line = (name: string, { count, median, p5, p95 }: Distribution) =>
    `${name.padEnd(width)}  median ${ms(median)}  p5 ${ms(p5)}  p95 ${ms(p95)}  n ${count}`
  const difference = ms(first.median - second.median)
  return [
    line(names[0], first),
    line(names[1], second),
    `difference of medians ${difference}, Mann-Whitney p ${p.toPrecision(3)}, effect ${effect.toFixed(3)}`,
  ].join('\n')
}
