import { freshLinks, median, quantile, report, send } from './figures'
import { addDocument, type Stage } from './stage'

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const size = 200 * 1_048_576
const piece = 65_536
const places = 10
const perRound = 40

/**
 * A random piece of 64 KiB out of a file of 200 MiB, anywhere in it: whether the end of a large file is as near as its front.
 * Each request is authorised afresh; the places are asked in another order in each round.
 */
export async function ranges(stage: Stage): Promise<void> {
  const document = await addDocument(stage, '200 MiB', size)
  const { cookie } = await stage.session()
  const [link = ''] = await freshLinks(stage.base, stage.hat, document, cookie, 1)
  const medians = Array.from({ length: places }, () => [] as number[])
  for (let round = 0; round <= rounds; round++) {
    const order = Array.from({ length: places }, (_, at) => at).sort(() => Math.random() - 0.5)
    for (const place of order) {
      const from = () => Math.min(size - piece, Math.floor(((place + (place === 0 ? 0 : Math.random())) / places) * size))
      const asked = Array.from({ length: perRound }, () => { const at = from(); return `bytes=${at}-${at + piece - 1}` })
      const load = await send({ base: stage.base, paths: asked.map(() => link), ranges: asked, headers: { cookie }, connections: 1, expectBytes: piece })
      if (load.failures > 0) throw new Error(`${load.failures} of ${load.requests} ranges failed`)
      if (round > 0) medians[place]?.push(quantile(load.latencies, 0.5))
    }
  }
  const [first = Number.NaN, ...rest] = medians.map(median)
  const worst = Math.max(...rest) / first
  report('64 KiB from the front of 200 MiB, p50', `${first.toFixed(2)} ms`)
  report('  anywhere in it, slowest tenth against the front', worst.toFixed(2), '≤ 1.2', worst <= 1.2)
}
