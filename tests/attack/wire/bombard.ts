import { canariesIn } from '../engine/canary'
import type { Installation, Scene } from '../enamel/scene'
import { malformed } from './malformed'
import { speak, type Line, type RawAnswer } from './raw'

export type Hit = { nth: number; what: string; problem: string; request: string }
export type Bombarded = { sent: number; statuses: Record<string, number>; hits: Hit[] }

/** Where an installation listens, as a line to speak on. */
export function lineOf({ origin, ca }: Installation): Line {
  const { hostname, port } = new URL(origin)
  return { host: hostname, port: Number(port), ...(ca ? { ca } : {}) }
}

/** Everything that belongs to a record, or to a member: none of it may come out to those who ask here. */
export const secretsOf = ({ papers, patients, staff, portal, others }: Scene): string[] => [
  ...Object.values(papers).filter(({ patient }) => patient === patients.ann.id || patient === patients.bea.id).map(({ title }) => title), patients.ann.name, patients.bea.name, staff.billing.name,
  ...[portal.ann, portal.bea, staff.owner, staff.desk, others.annElsewhere].map(({ cookie }) => cookie),
]

/** What is wrong with an answer, or null. Cut-off requests may be dropped without one. */
export function problemOf(answer: RawAnswer, secrets: readonly string[], mayDrop: boolean): string | null {
  if (answer.status === 0) return mayDrop ? null : 'no answer'
  if (answer.status >= 500) return `answered ${answer.status}`
  const found = [...canariesIn({ status: answer.status, headers: [['head', answer.head]], body: answer.body, cut: false, ms: 0 }, secrets)]
  return found.length > 0 ? `holds ${found.join(', ')}` : null
}

/** Sends `count` malformed requests of a seed, from the nth on, four at a time. The same seed sends the same requests. */
export async function bombard(at: Installation & { behind?: string }, scene: Scene, calls: readonly string[], seed: string, count: number, from = 0): Promise<Bombarded> {
  const line = lineOf(at)
  // Every fourth goes round the proxy, to the server itself: what the proxy would put right arrives as it is.
  const direct = at.behind ? { host: line.host, port: Number(new URL(at.behind).port) } : line
  const secrets = secretsOf(scene)
  const done: Bombarded = { sent: 0, statuses: {}, hits: [] }
  let next = from
  const lane = async () => {
    while (next < from + count) {
      const nth = next++
      const { raw, what } = malformed(scene, at.origin, calls, seed, nth)
      const hit = (problem: string) => done.hits.push({ nth, what: what.slice(0, 300), problem, request: raw.headers.map(([name, value]) => `${name}: ${value.slice(0, 120)}`).join(' | ') + (raw.body ? ` || ${raw.body.toString('latin1').slice(0, 300)}` : '') })
      try {
        const answer = await speak(nth % 4 === 3 ? direct : line, raw)
        done.statuses[answer.status] = (done.statuses[answer.status] ?? 0) + 1
        const problem = problemOf(answer, secrets, raw.cutAt !== undefined)
        if (problem) hit(problem)
      } catch (error) {
        hit(error instanceof Error ? error.message : String(error))
      }
      done.sent++
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  done.hits.sort((x, y) => x.nth - y.nth)
  return done
}
