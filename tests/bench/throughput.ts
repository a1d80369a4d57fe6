import { freshLinks, median, report, send } from './figures'
import type { Peer } from './peers'
import { sizes, type SizeName, type Stage } from './stage'

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const perRound: Record<SizeName, number> = { '64 KiB': 600, '1 MiB': 160, '25 MiB': 16 }
const goals: Record<SizeName, number> = { '64 KiB': 0.6, '1 MiB': 0.8, '25 MiB': 0.9 }

/**
 * The whole path of a document, each request with a link of its own (session, policy, row-level security, lease, audit
 * with fsync, decryption), against peers that stream the same plain file. Interleaved rounds; the ratio of each round.
 */
export async function throughput(stage: Stage, peers: Peer[]): Promise<void> {
  const { cookie } = await stage.session()
  for (const [name, size] of Object.entries(sizes) as [SizeName, number][]) {
    const ratios = new Map(peers.map((peer) => [peer, [] as number[]]))
    const ours: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const links = await freshLinks(stage.base, stage.hat, stage.documents[name], cookie, perRound[name])
      const mine = await send({ base: stage.base, paths: links, headers: { cookie }, connections: 8, expectBytes: size })
      if (mine.failures > 0) throw new Error(`${mine.failures} of ${mine.requests} requests failed`)
      // The first round warms up files, pools and compilers.
      if (round > 0) ours.push(mine.requests / mine.seconds)
      for (const peer of peers) {
        const paths = Array.from({ length: perRound[name] }, () => peer.path(`${size}.pdf`))
        const theirs = await send({ base: peer.base, paths, headers: {}, connections: 8, expectBytes: size })
        if (theirs.failures > 0) throw new Error(`${peer.name}: ${theirs.failures} of ${theirs.requests} requests failed`)
        if (round > 0) ratios.get(peer)?.push(mine.requests / mine.seconds / (theirs.requests / theirs.seconds))
      }
    }
    report(`documents of ${name} a second`, median(ours).toFixed(0))
    for (const [peer, values] of ratios) {
      const ratio = median(values)
      const against = peer.name.startsWith('bare')
      report(`  against ${peer.name}`, `${ratio.toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`,
        against ? `≥ ${goals[name]}` : undefined, against ? ratio >= goals[name] : undefined)
    }
  }
}
