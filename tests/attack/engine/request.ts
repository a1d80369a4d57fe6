import { subjectOf, type Trial } from './plan'
import type { Answer, Vars } from './types'
import type { Filling, Session, World } from './world'

export interface Evidence {
  answer: Answer
  /** values this request carried */
  sent: string[]
}

/** Who can read what a trial is about. */
export const ownerOf = ({ route, filling }: Trial): string | undefined => filling[subjectOf(route) ?? '']?.owner

/** The ids of a trial as they are now. */
export const fillingOf = async (world: World, trial: Trial): Promise<Filling> => {
  const filling: Filling = {}
  for (const [param, { name }] of Object.entries(trial.filling)) filling[param] = await world.known(name)
  return filling
}

/** The route's steps before or after its request, and what they captured. */
export const takeSteps = async (
  world: World,
  trial: Trial,
  when: 'before' | 'after',
  session: Session,
  filling: Filling,
): Promise<Vars> => {
  const local: Vars = {}
  for (const step of trial.route[when] ?? []) {
    const as = step.as === 'owner' ? ownerOf(trial) : step.as
    const scope = world.scope(session, filling, local)
    Object.assign(local, (await world.take({ ...step, as: as ?? 'self' }, session, scope)).vars)
  }
  return local
}

/** The request of a trial, with these ids, as this principal. */
export const request = async (world: World, trial: Trial, session: Session, filling: Filling): Promise<Evidence> => {
  const { route, mode, write } = trial
  const local = await takeSteps(world, trial, 'before', session, filling)
  const { answer } = await world.ask(
    session,
    {
      method: mode.method ?? 'GET',
      path: route.path,
      headers: { ...route.headers, ...mode.headers },
      body: write ? route.body : undefined,
    },
    world.scope(session, filling, local),
  )
  return { answer, sent: Object.values(filling).map(({ id }) => id) }
}
