import type { Cell, CellTable, Mode, Principal, Relation, Route, Target, TargetObject } from './types'
import { asList } from './world'

/** The relation of trials on routes that take no id. */
export const NO_OBJECT = 'none'

/** One request to be made, and what must come of it. */
export interface Trial {
  route: Route
  mode: Mode
  write: boolean
  principal: Principal
  /** the parameter that is being swapped; absent where the route takes none */
  param: string | undefined
  object: TargetObject | undefined
  relation: string
  /** `alone`: only this id is foreign, the others are the principal's own; `whole`: all ids as the owner sends them */
  shape: 'alone' | 'whole' | 'plain'
  /** parameter → object */
  filling: Record<string, TargetObject>
  cell: Cell
}

/** Something the description leaves open. Each one fails the run. */
export interface Problem {
  where: string
  what: string
}

const MODES: Record<string, Omit<Mode, 'id'>> = {
  GET: { marker: true },
  HEAD: { method: 'HEAD' },
  RANGE: { headers: { range: 'bytes=0-15' }, status: [200, 206] },
  'RANGE-END': { headers: { range: 'bytes=-16' }, status: [200, 206] },
  /** a 416 names the size of what it does not show */
  'RANGE-BEYOND': { headers: { range: 'bytes=4503599627370496-' }, status: [200, 416] },
  /** a 304 or 412 says that there is something */
  CONDITIONAL: { headers: { 'if-none-match': '*' }, status: [200, 304, 412] },
}

const READS = Object.keys(MODES)

const modesOf = (target: Target, route: Route): { mode: Mode; write: boolean }[] =>
  asList(route.method ?? 'GET').flatMap((method): { mode: Mode; write: boolean }[] => {
    if (method !== 'GET') return [{ mode: { id: method, method, marker: true }, write: true }]
    return (route.reads ?? target.reads ?? READS).map((read) => ({
      mode: typeof read === 'string' ? { id: read, ...MODES[read] } : read,
      write: false,
    }))
  })

const holds = (wanted: Record<string, string> | undefined, has: Record<string, string>): boolean =>
  Object.entries(wanted ?? {}).every(([label, value]) => has[label] === value)

/** How an object stands to a principal, or `undefined` where no relation fits. */
export const relationOf = (relations: Relation[], principal: Principal, object: TargetObject): string | undefined => {
  const [mine, its] = [principal.labels ?? {}, object.labels ?? {}]
  const shared = (label: string) => mine[label] !== undefined && mine[label] === its[label]
  return relations.find(
    (relation) =>
      (relation.kinds?.includes(principal.kind) ?? true) &&
      holds(relation.principal, mine) &&
      holds(relation.object, its) &&
      (relation.same ?? []).every(shared) &&
      !(relation.differ ?? []).some(shared),
  )?.name
}

const lies = (object: TargetObject, kind: string, name: string) => asList(object.within?.[kind]).includes(name)

/** Ids that do not belong together name nothing, whoever asks. */
export const belongTogether = (filling: Record<string, TargetObject>): boolean =>
  Object.values(filling).every((object) =>
    Object.values(filling).every(
      (other) => object.within?.[other.kind] === undefined || object === other || lies(object, other.kind, other.name),
    ),
  )

/** The ways to send an object's id in a parameter: with the principal's own other ids, and with the owner's. */
const fillings = (target: Target, route: Route, param: string, object: TargetObject, principal: Principal) => {
  const others = Object.entries(route.params ?? {}).filter(([name]) => name !== param)
  const named = (name: string | undefined) => target.objects.find((candidate) => candidate.name === name)
  const fillWith = (choose: (kind: string) => TargetObject | undefined) => {
    const filling: Record<string, TargetObject> = { [param]: object }
    for (const [name, kind] of others) {
      const chosen = choose(kind)
      if (chosen === undefined) return undefined
      filling[name] = chosen
    }
    return filling
  }
  // Where an object lies in several, one who has a place of his own there sends that, as an owner would.
  const around = (inner: TargetObject) => (kind: string) => {
    if (kind === inner.kind) return inner
    const places = asList(inner.within?.[kind])
    return named(places.find((place) => place === principal.own?.[kind]) ?? places[0])
  }
  const companions = target.objects.filter((candidate) => lies(candidate, object.kind, object.name))
  const alone = fillWith((kind) => named(principal.own?.[kind]))
  const whole =
    fillWith(around(object)) ??
    companions
      .map((companion) => fillWith((kind) => (kind === object.kind ? object : around(companion)(kind))))
      .find((filling) => filling !== undefined)
  if (others.length === 0) return [{ shape: 'plain' as const, filling: { [param]: object } }]
  const same =
    alone !== undefined && whole !== undefined && Object.keys(alone).every((name) => alone[name] === whole[name])
  return [
    ...(whole === undefined ? [] : [{ shape: 'whole' as const, filling: whole }]),
    ...(alone === undefined || same ? [] : [{ shape: 'alone' as const, filling: alone }]),
  ]
}

export const tableOf = (target: Target, route: Route): CellTable =>
  typeof route.cells === 'string' ? (target.tables?.[route.cells] ?? {}) : route.cells

/** Every trial the description asks for, in its order, and everything it leaves open. */
export const plan = (target: Target): { trials: Trial[]; problems: Problem[] } => {
  const trials: Trial[] = []
  const problems = new Map<string, Problem>()
  const report = (where: string, what: string) => problems.set(`${where}\0${what}`, { where, what })

  for (const route of target.routes) {
    const table = tableOf(target, route)
    const modes = modesOf(target, route)
    const seen = new Set<string>()
    const add = (
      principal: Principal,
      relation: string,
      made: Pick<Trial, 'param' | 'object' | 'shape' | 'filling'>,
    ) => {
      const cell = table[principal.kind]?.[relation]
      if (cell === undefined) {
        report(route.id, `missing cell: ${principal.kind} × ${relation}`)
        return
      }
      seen.add(relation)
      const expected = cell === 'allow' && !belongTogether(made.filling) ? 'deny-like-absent' : cell
      for (const { mode, write } of modes)
        trials.push({ route, mode, write, principal, relation, ...made, cell: expected })
    }
    const params = Object.entries(route.params ?? {})
    if (params.length === 0) {
      for (const principal of target.principals) {
        add(principal, NO_OBJECT, { param: undefined, object: undefined, shape: 'plain', filling: {} })
      }
      continue
    }
    for (const [param, kind] of params) {
      const objects = target.objects.filter((object) => object.kind === kind)
      if (objects.length === 0) report(route.id, `no object of kind ${kind} for {${param}}`)
      for (const object of objects) {
        for (const principal of target.principals) {
          const relation = relationOf(target.relations, principal, object)
          const ways = fillings(target, route, param, object, principal)
          if (relation === undefined) report('relations', `none fits ${principal.name} and ${object.name}`)
          else if (ways.length === 0)
            report(route.id, `nothing to send beside {${param}} = ${object.name} as ${principal.name}`)
          else for (const way of ways) add(principal, relation, { param, object, ...way })
        }
      }
    }
    for (const { name, required } of target.relations) {
      if (required === true && !seen.has(name) && route.exempt?.[name] === undefined) {
        report(route.id, `never tried in the relation ${name}, and not exempt from it`)
      }
    }
  }
  return { trials, problems: [...problems.values(), ...flaws(target)] }
}

/** Mistakes in a description that would make a run prove less than it seems to. */
const flaws = (target: Target): Problem[] => {
  const problems: Problem[] = []
  const twice = (names: string[], what: string) => {
    for (const name of new Set(names.filter((name, at) => names.indexOf(name) !== at))) {
      problems.push({ where: what, what: `${name} is described twice` })
    }
  }
  twice(
    target.routes.map(({ id }) => id),
    'routes',
  )
  twice(
    target.principals.map(({ name }) => name),
    'principals',
  )
  twice(
    target.objects.map(({ name }) => name),
    'objects',
  )
  const taken = new Set(target.routes.flatMap(({ params }) => Object.values(params ?? {})))
  for (const { name, kind, value, canaries = [] } of target.objects) {
    if (!taken.has(kind)) problems.push({ where: name, what: `no route takes an object of kind ${kind}` })
    for (const canary of canaries) {
      if (canary.length < 6)
        problems.push({ where: name, what: `the canary "${canary}" is too short to mean anything` })
      if (canary === value) problems.push({ where: name, what: 'its id is no canary: the asker has it already' })
    }
  }
  for (const route of target.routes) {
    const { id, cells, positive = {}, probe, params = {} } = route
    const writes = asList(route.method ?? 'GET').some((method) => method !== 'GET')
    if (typeof cells === 'string' && target.tables?.[cells] === undefined)
      problems.push({ where: id, what: `no table ${cells}` })
    if (positive.changesProbe === true && probe === undefined)
      problems.push({ where: id, what: 'changesProbe without a probe' })
    const recognised = positive.body !== undefined || positive.headers !== undefined || positive.changesProbe === true
    const subject = subjectOf(route)
    if (recognised) continue
    if (writes || subject === undefined)
      problems.push({ where: id, what: 'nothing says how a positive answer is recognised' })
    const kind = subject === undefined ? undefined : params[subject]
    for (const object of target.objects) {
      if (object.kind === kind && (object.canaries ?? []).length === 0) {
        problems.push({ where: id, what: `${object.name} has no canary, so a positive answer cannot be recognised` })
      }
    }
  }
  for (const read of [target, ...target.routes].flatMap(({ reads }) => reads ?? [])) {
    if (typeof read === 'string' && MODES[read] === undefined)
      problems.push({ where: 'reads', what: `no mode ${read}` })
  }
  return problems
}

/** The parameter whose object a positive answer shows. */
export const subjectOf = (route: Route): string | undefined => route.subject ?? Object.keys(route.params ?? {}).at(-1)
