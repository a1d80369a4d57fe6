import { absentId, shapeOf } from './absent'
import { Client } from './client'
import { compare, mask, settled } from './compare'
import { BudgetError, reason, StepError, TargetError } from './errors'
import { inventoryProblems } from './inventory'
import { forbiddenTo, judgeAllowed, judgeDenied, type Finding, type Verdict } from './judge'
import { plan, subjectOf, type Problem, type Trial } from './plan'
import { fillingOf, ownerOf, request, takeSteps, type Evidence } from './request'
import type { Target } from './types'
import { enter, type Filling, type Known, type Session, type World } from './world'

export interface Judged {
  trial: Trial
  verdict: Verdict
  findings: Finding[]
}

export interface Result {
  target: string
  base: string
  seed: string
  judged: Judged[]
  problems: Problem[]
  requests: number
  seconds: number
  /** nothing leaked, nothing wrong, nothing unproven, nothing left open, and something tried */
  ok: boolean
}

export interface RunOptions {
  base?: string | undefined
  /** PEM text, for a target that names none */
  ca?: string | undefined
  seed?: string | undefined
  allowHosts?: string[] | undefined
  progress?: ((done: number, of: number) => void) | undefined
}

const inPool = async <T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

const controlOf = ({ route, mode, write, param, object }: Trial): string =>
  [route.id, write ? mode.id : 'read', param, object?.name].join('\0')

class Run {
  readonly judged = new Map<Trial, Finding[]>()
  private readonly world: World
  private readonly target: Target
  private readonly seed: string
  private readonly width: number
  private readonly taken: Set<string>
  private readonly forbidden = new Map<string, Set<string>>()
  private readonly baselines = new Map<string, Promise<Evidence[]>>()
  private readonly bytes = new Map<string, Buffer[]>()
  private readonly progress: () => void

  constructor(world: World, seed: string, progress: () => void) {
    this.world = world
    this.target = world.target
    this.seed = seed
    this.width = this.target.concurrency ?? 4
    this.taken = new Set([...world.objects.values()].map(({ id }) => id))
    this.progress = progress
    for (const principal of this.target.principals) {
      this.forbidden.set(principal.name, forbiddenTo(this.target, principal))
    }
  }

  /** Reads: positive controls, then denials, then the controls again, lest the ids had died in between. */
  async reads(trials: Trial[]): Promise<void> {
    const allowed = trials.filter(({ cell }) => cell === 'allow')
    await inPool(allowed, this.width, (trial) => this.guarded(trial, this.allow))
    const denied = trials.filter(({ cell }) => cell !== 'allow')
    await inPool(denied, this.width, (trial) => this.guarded(trial, this.deny))
    const passing = new Map<string, Trial>()
    for (const trial of allowed) {
      const key = controlOf(trial)
      if (trial.mode.marker === true && this.judged.get(trial)?.length === 0 && !passing.has(key))
        passing.set(key, trial)
    }
    await inPool([...passing.values()], this.width, async (trial) => {
      const before = this.judged.get(trial) ?? []
      await this.guarded(trial, this.allow)
      const after = this.judged.get(trial) ?? []
      this.judged.set(trial, [
        ...before,
        ...after.map(({ weight, what }) => ({ weight, what: `after the denials: ${what}` })),
      ])
    })
  }

  /** Writes: each denied one must leave the probe as it was; the allowed ones come last and prove the ids were good. */
  async writes(trials: Trial[]): Promise<void> {
    const denied = Map.groupBy(
      trials.filter(({ cell }) => cell !== 'allow'),
      ({ route, filling }) => `${route.id}\0${filling[subjectOf(route) ?? '']?.name}`,
    )
    await inPool([...denied.values()], this.width, async (group) => {
      for (const trial of group) await this.guarded(trial, this.witnessed)
    })
    for (const trial of trials.filter(({ cell }) => cell === 'allow')) {
      await this.guarded(trial, this.allow)
    }
  }

  /** Sessions that must be alive for their denials to mean anything. */
  async dead(): Promise<Map<string, string>> {
    const dead = new Map<string, string>()
    for (const session of this.world.sessions.values()) {
      const { alive, name } = session.spec
      if (alive === undefined) continue
      try {
        await this.world.take(alive, session, this.world.scope(session))
      } catch (error) {
        dead.set(name, reason(error))
      }
    }
    return dead
  }

  private async guarded(
    trial: Trial,
    work: (trial: Trial, session: Session, filling: Filling) => Promise<Finding[]>,
  ): Promise<void> {
    try {
      this.judged.set(
        trial,
        await work(trial, this.world.session(trial.principal.name), await fillingOf(this.world, trial)),
      )
    } catch (error) {
      const open = error instanceof BudgetError || error instanceof StepError || error instanceof TargetError
      this.judged.set(trial, [
        { weight: open ? 'unproven' : 'wrong', what: open ? reason(error) : `no answer: ${reason(error)}` },
      ])
    }
    this.progress()
  }

  private async probe(trial: Trial, session: Session, filling: Filling) {
    const { probe } = trial.route
    if (probe === undefined) return undefined
    const as = probe.as === undefined || probe.as === 'owner' ? ownerOf(trial) : probe.as
    const { answer } = await this.world.take(
      { ...probe, as: as ?? 'self' },
      session,
      this.world.scope(session, filling),
    )
    return mask(settled(this.target, answer), this.target.volatile ?? [], [])
  }

  private readonly witnessed = async (trial: Trial, session: Session, filling: Filling): Promise<Finding[]> => {
    const before = await this.probe(trial, session, filling)
    const findings = await this.deny(trial, session, filling)
    const after = await this.probe(trial, session, filling)
    const [change] = before !== undefined && after !== undefined ? compare(before, after) : []
    if (change === undefined) return findings
    return [...findings, { weight: 'leaked', what: `refused, and done all the same: ${change.what} ${change.detail}` }]
  }

  private readonly allow = async (trial: Trial, session: Session, filling: Filling): Promise<Finding[]> => {
    const { route, principal } = trial
    const before = await this.probe(trial, session, filling)
    const { answer } = await request(this.world, trial, session, filling)
    const scope = this.world.scope(session, filling)
    const findings = judgeAllowed(trial, answer, this.forbidden.get(principal.name) ?? new Set(), scope)
    if (answer.status === 206 && answer.body.length >= 8) {
      const key = `${route.id}\0${trial.filling[subjectOf(route) ?? '']?.name}`
      this.bytes.set(key, [...(this.bytes.get(key) ?? []), answer.body])
    }
    if (route.positive?.changesProbe === true && before !== undefined) {
      const after = await this.probe(trial, session, filling)
      const changed = after !== undefined && compare(before, after).length > 0
      if (!changed) findings.push({ weight: 'wrong', what: 'no positive answer: the probe shows no change' })
    }
    if (trial.write) await takeSteps(this.world, trial, 'after', session, filling)
    return findings
  }

  private readonly deny = async (trial: Trial, session: Session, filling: Filling): Promise<Finding[]> => {
    const { route, principal } = trial
    const absents = await this.absents(trial, session, filling)
    const evidence = await request(this.world, trial, session, filling)
    const bytes = this.bytes.get(`${route.id}\0${trial.filling[subjectOf(route) ?? '']?.name}`) ?? []
    const forbidden = this.forbidden.get(principal.name) ?? new Set<string>()
    return judgeDenied(this.target, trial, evidence, absents, forbidden, bytes, this.world.scope(session, filling))
  }

  /** The answers for two ids that never existed, everything else being the same; shared by trials that ask alike. */
  private absents(trial: Trial, session: Session, filling: Filling): Promise<Evidence[]> {
    const { route, mode, principal, param, cell } = trial
    const real = param === undefined ? undefined : filling[param]
    if (param === undefined || real === undefined || cell === 'deny-role') return Promise.resolve([])
    const others = Object.entries(filling).flatMap(([name, { id }]) => (name === param ? [] : [`${name}=${id}`]))
    const around = JSON.stringify([route.path, route.headers, route.body]).includes('.in.') ? real.spec.name : ''
    const seed = [this.seed, route.id, param, ...others.toSorted(), JSON.stringify(real.vars), around].join('\0')
    const key = [seed, principal.name, mode.id, shapeOf(real.id)].join('\0')
    const known = this.baselines.get(key)
    if (known !== undefined) return known
    const how = this.target.absentIds?.[real.spec.kind] ?? 'like'
    const ask = async (nth: number): Promise<Evidence> => {
      const absent: Known = { ...real, id: absentId(real.id, how, seed, nth, this.taken) }
      return request(this.world, trial, session, { ...filling, [param]: absent })
    }
    const asked = Promise.all([ask(0), ask(1)])
    if (real.spec.fresh !== true) this.baselines.set(key, asked)
    return asked
  }
}

/** A denial proves something only beside an answer that shows the id was good, sent by someone whose session lived. */
const settle = (trials: Trial[], findings: Map<Trial, Finding[]>, dead: Map<string, string>): Judged[] => {
  const of = (trial: Trial) => findings.get(trial) ?? [{ weight: 'unproven' as const, what: 'never tried' }]
  const passing = trials.filter((trial) => trial.cell === 'allow' && of(trial).length === 0)
  const controls = new Set(passing.filter(({ mode }) => mode.marker === true).map(controlOf))
  const lively = new Set(passing.map(({ principal }) => principal.name))
  const doubt = ({ principal }: Trial, control: boolean): Finding[] => {
    const { name, nobody, alive } = principal
    const why = dead.get(name)
    const unseen = nobody !== true && alive === undefined && !lively.has(name)
    return [
      ...(control ? [] : ['nothing proven: no positive control passed for this object']),
      ...(why === undefined ? [] : [`nothing proven: the session is not alive: ${why}`]),
      ...(unseen ? ['nothing proven: this session was never seen to work'] : []),
    ].map((what) => ({ weight: 'unproven', what }))
  }
  return trials.map((trial) => {
    const denial = trial.cell !== 'allow'
    const all = [...of(trial), ...(denial ? doubt(trial, controls.has(controlOf(trial))) : [])]
    const heaviest = (['leaked', 'wrong', 'unproven'] as const).find((weight) =>
      all.some((finding) => finding.weight === weight),
    )
    return { trial, verdict: heaviest ?? (denial ? 'denied' : 'allowed'), findings: all }
  })
}

/**
 * Runs the whole matrix. Rejects with `TargetError` or `StepError` where the description does not fit the product
 * (a sign-in fails, an id cannot be learned); whatever goes wrong after that is a verdict.
 */
export const runMatrix = async (described: Target, options: RunOptions = {}): Promise<Result> => {
  const ca = options.ca ?? described.ca
  const target: Target = { ...described, base: options.base ?? described.base, ...(ca === undefined ? {} : { ca }) }
  const seed = options.seed ?? target.seed ?? 'swap'
  const client = new Client({ ...target, allowHosts: options.allowHosts })
  const started = performance.now()
  try {
    const { trials, problems } = plan(target)
    const world = await enter(target, client)
    let done = 0
    const run = new Run(world, seed, () => options.progress?.(Math.min(++done, trials.length), trials.length))
    const dead = await run.dead()
    await run.reads(trials.filter(({ write }) => !write))
    for (const route of target.routes) await run.writes(trials.filter((trial) => trial.write && trial.route === route))
    for (const [name, why] of await run.dead()) dead.set(name, why)
    const judged = settle(trials, run.judged, dead)
    const open = [...problems, ...inventoryProblems(target)]
    const ok =
      judged.length > 0 &&
      open.length === 0 &&
      judged.every(({ verdict }) => verdict === 'allowed' || verdict === 'denied')
    const seconds = (performance.now() - started) / 1000
    return { target: target.name, base: target.base, seed, judged, problems: open, requests: client.sent, seconds, ok }
  } finally {
    client.close()
  }
}
