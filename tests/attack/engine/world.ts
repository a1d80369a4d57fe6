import { headerOf, type Client } from './client'
import { captureFrom } from './capture'
import { reason, StepError, TargetError } from './errors'
import { Jar } from './jar'
import { fillHeaders, fillPath, lookUp, makeBody, type Scope } from './template'
import type { Answer, Body, Principal, Step, Target, TargetObject, Tools, Vars } from './types'

export interface Session {
  spec: Principal
  jar: Jar
  headers: Record<string, string>
  vars: Vars
}

/** An object whose id has been learned. */
export interface Known {
  spec: TargetObject
  id: string
  vars: Vars
}

export type Filling = Record<string, Known>

export const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** Everyone signed in and everything learned: what requests are made from. */
export class World {
  readonly target: Target
  readonly client: Client
  readonly sessions = new Map<string, Session>()
  readonly objects = new Map<string, Known>()
  readonly vars: Vars

  constructor(target: Target, client: Client) {
    this.target = target
    this.client = client
    this.vars = { ...target.vars }
  }

  session(name: string): Session {
    const session = this.sessions.get(name)
    if (session === undefined) throw new TargetError(`no principal is called ${name}, or it is signed in later`)
    return session
  }

  /** Names as templates see them; `local` are captures of the steps just taken. */
  scope(session: Session, filling: Filling = {}, local: Vars = {}): Scope {
    return (name) => {
      // An element of a list is a parameter by its whole name: `readers.0`.
      if (Object.hasOwn(filling, name)) return filling[name]?.id
      const [first = '', ...rest] = name.split('.')
      const tail = rest.join('.')
      if (first === 'var') return lookUp(this.vars, tail)
      if (first === 'me') return lookUp(session.vars, tail)
      const known = Object.hasOwn(filling, first) ? filling[first] : undefined
      if (known === undefined) return lookUp(local, name) ?? lookUp(session.vars, name)
      if (tail === '') return known.id
      if (rest[0] !== 'in') return lookUp(known.vars, tail)
      const [around] = asList(known.spec.within?.[rest[1] ?? ''])
      return around === undefined ? undefined : this.objects.get(around)?.id
    }
  }

  /** One request as a principal. Its cookies are sent and, unlike in a step, none is kept. */
  async ask(
    session: Session,
    request: { method: string; path: string; headers?: Record<string, string> | undefined; body?: Body | undefined },
    scope: Scope,
  ): Promise<{ answer: Answer; url: URL }> {
    const url = new URL(fillPath(request.path, scope), this.client.base)
    const body = request.body === undefined ? undefined : makeBody(request.body, scope)
    const cookie = session.jar.header(url)
    const answer = await this.client.send({
      method: request.method,
      url: url.href,
      headers: {
        ...fillHeaders(this.target.headers, scope),
        ...fillHeaders(session.headers, this.scope(session)),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': body.type }),
        ...fillHeaders(request.headers, scope),
      },
      body: body?.bytes,
    })
    return { answer, url }
  }

  /** Takes a step, keeps its cookies, and throws where it did not go as described. */
  async take(step: Step, self: Session, scope: Scope): Promise<{ answer: Answer; vars: Vars }> {
    const who = step.as === undefined || step.as === 'self' ? self : this.session(step.as)
    const method = step.method ?? 'GET'
    let { answer, url } = await this.ask(who, { ...step, method }, scope)
    who.jar.keep(url, answer)
    for (let hop = 0; step.follow === true && answer.status >= 300 && answer.status < 400 && hop < 5; hop++) {
      const location = headerOf(answer, 'location')
      if (location === undefined) break
      const next = new URL(location, url).href
      ;({ answer, url } = await this.ask(who, { method: 'GET', path: '{+next}' }, (name) =>
        name === 'next' ? next : scope(name),
      ))
      who.jar.keep(url, answer)
    }
    const as = `${method} ${step.path} as ${who.spec.name}`
    const expected = step.expect?.includes(answer.status) ?? answer.status < 400
    if (!expected) throw new StepError(`${as} answered ${answer.status}`)
    if (step.shows !== undefined && !new RegExp(step.shows).test(answer.body.toString('utf8'))) {
      throw new StepError(`${as} does not show ${step.shows}`)
    }
    try {
      return { answer, vars: captureFrom(step.capture ?? [], answer) }
    } catch (error) {
      throw new StepError(`${as}: ${reason(error)}`)
    }
  }

  tools(session: Session): Tools {
    return {
      base: this.client.base.href,
      vars: session.vars,
      send: async (step) => {
        const { answer, vars } = await this.take(step, session, this.scope(session))
        Object.assign(session.vars, vars)
        return {
          status: answer.status,
          body: answer.body.toString('utf8'),
          location: headerOf(answer, 'location'),
          vars,
        }
      },
    }
  }

  /** The id of an object now: learned before, or anew for those that do not last. */
  async known(name: string): Promise<Known> {
    const known = this.objects.get(name)
    if (known === undefined) throw new TargetError(`no object is called ${name}`)
    return known.spec.fresh === true ? this.learn(known.spec) : known
  }

  async learn(spec: TargetObject): Promise<Known> {
    const vars: Vars = { ...spec.vars }
    let id = spec.value
    if (spec.learn !== undefined || spec.find !== undefined) {
      if (spec.owner === undefined) throw new TargetError(`object ${spec.name} has no owner to learn it as`)
      const owner = this.session(spec.owner)
      for (const step of spec.learn ?? []) {
        Object.assign(vars, (await this.take(step, owner, this.scope(owner, {}, vars))).vars)
      }
      if (typeof vars['id'] === 'string') id = vars['id']
      const found = await spec.find?.(this.tools(owner))
      if (found !== undefined) {
        id = found.id
        Object.assign(vars, found.vars)
      }
    }
    if (id === undefined) throw new TargetError(`object ${spec.name} has neither a value nor a capture named id`)
    return { spec, id, vars }
  }
}

const signIn = async (world: World, spec: Principal): Promise<void> => {
  const session: Session = { spec, jar: new Jar(), headers: { ...spec.headers }, vars: { ...spec.vars } }
  world.sessions.set(spec.name, session)
  const carry = (cookies: Record<string, string> = {}) => {
    for (const [name, value] of Object.entries(cookies)) session.jar.set(name, value)
  }
  carry(spec.cookies)
  for (const step of spec.signIn ?? []) {
    Object.assign(session.vars, (await world.take(step, session, world.scope(session))).vars)
  }
  const credentials = await spec.signInWith?.(world.tools(session))
  if (credentials === undefined) return
  carry(credentials.cookies)
  Object.assign(session.headers, credentials.headers)
  Object.assign(session.vars, credentials.vars)
}

/** Prepares, signs everyone in, learns every object, and then brings about what ends a session or a membership. */
export const enter = async (target: Target, client: Client): Promise<World> => {
  const world = new World(target, client)
  const stranger: Session = { spec: { name: 'preparation', kind: '' }, jar: new Jar(), headers: {}, vars: {} }
  for (const step of target.prepare ?? []) {
    Object.assign(world.vars, (await world.take(step, stranger, world.scope(stranger, {}, world.vars))).vars)
  }
  for (const spec of target.principals) await signIn(world, spec)
  for (const spec of target.objects) world.objects.set(spec.name, await world.learn(spec))
  for (const spec of target.principals) {
    const session = world.session(spec.name)
    for (const step of spec.settle ?? []) {
      Object.assign(session.vars, (await world.take(step, session, world.scope(session))).vars)
    }
  }
  return world
}
