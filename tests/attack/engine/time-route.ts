import { absentId } from './absent'
import { Client } from './client'
import { TargetError } from './errors'
import { plan, type Trial } from './plan'
import { fillingOf, request } from './request'
import { timeBoth, type Comparison } from './timing'
import type { Target } from './types'
import { enter } from './world'

export interface TimedRoute {
  route: string
  /** principal */
  as: string
  /** the foreign object */
  object: string
  mode?: string
  rounds?: number
  warmUp?: number
  seed?: string
  allowHosts?: string[]
}

const denied = ({ route, principal, object, mode, cell }: Trial, wanted: TimedRoute) =>
  cell !== 'allow' &&
  route.id === wanted.route &&
  principal.name === wanted.as &&
  object?.name === wanted.object &&
  mode.id === (wanted.mode ?? 'GET')

/**
 * Does refusing somebody else's object take longer than refusing one that never was? Times a denied trial of the
 * matrix against the same request with absent ids, a new one every round; steps before the request are not timed.
 * @throws TargetError where the matrix has no such denied trial
 */
export const timeRoute = async (target: Target, wanted: TimedRoute): Promise<Comparison> => {
  const trial = plan(target).trials.find((candidate) => denied(candidate, wanted))
  if (trial?.param === undefined) {
    throw new TargetError(`no denied trial of ${wanted.route} with ${wanted.object} as ${wanted.as}`)
  }
  const { param } = trial
  const client = new Client({ ...target, allowHosts: wanted.allowHosts, maxSeconds: 24 * 3600, maxRequests: Infinity })
  try {
    const world = await enter(target, client)
    const session = world.session(wanted.as)
    const taken = new Set([...world.objects.values()].map(({ id }) => id))
    const seed = wanted.seed ?? 'timing'
    let round = 0
    const ask = async (absent: boolean) => {
      const filling = await fillingOf(world, trial)
      const real = filling[param]
      if (absent && real !== undefined) {
        const how = target.absentIds?.[real.spec.kind] ?? 'like'
        const nth = Array.isArray(how) ? round++ % how.length : round++
        filling[param] = { ...real, id: absentId(real.id, how, seed, nth, taken) }
      }
      return (await request(world, trial, session, filling)).answer.ms
    }
    return await timeBoth({ foreign: () => ask(false), absent: () => ask(true) }, wanted)
  } finally {
    client.close()
  }
}
