import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { median, report, send } from './figures'
import type { Peer } from './peers'
import { memoryOf, sizes, type Stage } from './stage'

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const perRound = 8
const MiB = 1_048_576

/**
 * A file of 25 MiB on its way in: session, policy, two commits with fsync around it, looked through, digested, encrypted and
 * synced to the disk; against nginx's DAV, which writes the same bytes plainly and syncs nothing. Interleaved rounds.
 */
export async function uploads(stage: Stage, dav: Peer | null): Promise<void> {
  const size = sizes['25 MiB']
  const file = join(stage.plainDir, `${size}.pdf`)
  const { cookie } = await stage.session(2, stage.staff)
  const ours = () => send({
    base: stage.base, paths: Array.from({ length: perRound }, (_, at) => `/v1/u/${stage.practice}?patient=${stage.patient}&name=${at}.pdf`),
    headers: { cookie, origin: 'https://bench.example', host: 'bench.example', 'content-type': 'application/pdf' }, connections: 2, expectBytes: -1,
    body: { method: 'POST', file },
  })
  const theirs = dav && (() => send({
    base: dav.base, paths: Array.from({ length: perRound }, (_, at) => dav.path(`in-${at}.pdf`)), headers: {}, connections: 2, expectBytes: -1,
    body: { method: 'PUT', file },
  }))
  const speeds: number[] = []
  const ratios: number[] = []
  const peaks: number[] = []
  for (let round = 0; round <= rounds; round++) {
    let peak = 0
    const watching = setInterval(() => { peak = Math.max(peak, memoryOf(stage.server)) }, 50)
    const mine = await ours()
    clearInterval(watching)
    if (mine.failures > 0) throw new Error(`${mine.failures} of ${mine.requests} uploads failed`)
    // The first round warms up.
    if (round > 0) {
      speeds.push((mine.requests * size) / MiB / mine.seconds)
      peaks.push(peak)
    }
    if (theirs) {
      const plain = await theirs()
      if (plain.failures > 0) throw new Error(`nginx: ${plain.failures} of ${plain.requests} uploads failed`)
      if (round > 0) ratios.push(plain.seconds / mine.seconds)
    }
  }
  report('uploads of 25 MiB', `${median(speeds).toFixed(0)} MiB/s`)
  if (ratios.length > 0)
    report('  against nginx DAV', `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`, '≥ 0.25', median(ratios) >= 0.25)
  // Flat: what the process holds at most does not grow with what has passed through it.
  const third = Math.max(1, Math.floor(peaks.length / 3))
  const grown = (median(peaks.slice(-third)) - median(peaks.slice(0, third))) / MiB
  report(`  memory at most, after another ${(((rounds - third) * perRound * size) / MiB).toFixed(0)} MiB`, `${(Math.max(...peaks) / MiB).toFixed(0)} MiB, +${grown.toFixed(0)} MiB`, '≤ +32', grown <= 32)
  for (const name of readdirSync(stage.plainDir)) if (name.startsWith('in-') && statSync(join(stage.plainDir, name)).isFile()) rmSync(join(stage.plainDir, name))
}
