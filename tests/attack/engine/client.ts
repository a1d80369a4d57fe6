import { lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { BudgetError, TargetError } from './errors'
import type { Answer } from './types'

export interface ClientOptions {
  base: string
  ca?: string | undefined
  resolve?: string | undefined
  origins?: string[] | undefined
  /** hosts beyond this machine that whoever starts the run has allowed; never taken from the target file */
  allowHosts?: string[] | undefined
  concurrency?: number | undefined
  maxRequests?: number | undefined
  maxSeconds?: number | undefined
  timeoutSeconds?: number | undefined
  paceMs?: number | undefined
  /** bytes of a body that are kept */
  maxBody?: number | undefined
}

export interface Outgoing {
  method: string
  /** absolute, or relative to the base */
  url: string
  headers?: Record<string, string>
  body?: Buffer | undefined
}

const loopbackAddress = (address: string) => /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address) || address === '::1'

/** True for names and addresses that lead to this machine by definition. */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return isIP(bare) === 0 ? bare === 'localhost' || bare.endsWith('.localhost') : loopbackAddress(bare)
}

/** A resolver file that sends "localhost" elsewhere must not turn a rehearsal into an attack. */
const loopbackOnly: LookupFunction = (host, options, done) => {
  lookup(host, options, (error, found, family) => {
    const all = Array.isArray(found) ? found : [{ address: found, family: family ?? 4 }]
    const stray = error === null ? all.find(({ address }) => !loopbackAddress(address)) : undefined
    done(stray === undefined ? error : new TargetError(`${host} leads to ${stray.address}`), found, family)
  })
}

/**
 * Requests over kept-alive connections with no redirects, no retries, no decompression and no cookies of its own:
 * what came over the wire is what gets judged. Refuses every host that is not this machine unless it was allowed by
 * whoever started the run, and stops at its bounds with a `BudgetError`.
 */
export class Client {
  sent = 0
  readonly base: URL
  private readonly options: ClientOptions
  private readonly origins: Set<string>
  private readonly agents: { 'http:': http.Agent; 'https:': https.Agent }
  private readonly deadline: number
  private next = 0

  constructor(options: ClientOptions) {
    this.options = options
    this.base = new URL(options.base)
    this.origins = new Set([this.base.origin, ...(options.origins ?? []).map((origin) => new URL(origin).origin)])
    for (const origin of this.origins) this.refuseStrangers(new URL(origin))
    const shared = { keepAlive: true, maxSockets: options.concurrency ?? 4 }
    this.agents = { 'http:': new http.Agent(shared), 'https:': new https.Agent(shared) }
    this.deadline = performance.now() + (options.maxSeconds ?? 900) * 1000
  }

  async send(outgoing: Outgoing): Promise<Answer> {
    const url = new URL(outgoing.url, this.base)
    if (!this.origins.has(url.origin)) throw new TargetError(`${url.origin} is neither the base nor a declared origin`)
    if (this.sent >= (this.options.maxRequests ?? 50_000)) throw new BudgetError('the bound on requests is reached')
    if (performance.now() >= this.deadline) throw new BudgetError('the bound on time is reached')
    this.sent++
    await this.keepPace()
    return this.exchange(url, outgoing)
  }

  close(): void {
    this.agents['http:'].destroy()
    this.agents['https:'].destroy()
  }

  private refuseStrangers(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TargetError(`${url.href} is no web address`)
    const host = this.options.resolve ?? url.hostname
    if (isLoopback(host) || this.options.allowHosts?.includes(host)) return
    throw new TargetError(`${host} is not this machine; allow it by name only if you may attack it`)
  }

  private async keepPace(): Promise<void> {
    const { paceMs = 0 } = this.options
    if (paceMs === 0) return
    const now = performance.now()
    const turn = Math.max(now, this.next)
    this.next = turn + paceMs
    if (turn > now) await pause(turn - now)
  }

  private exchange(url: URL, { method, headers, body }: Outgoing): Promise<Answer> {
    const { resolve, ca, allowHosts, timeoutSeconds = 30, maxBody = 32 * 2 ** 20 } = this.options
    const allowed = allowHosts?.includes(resolve ?? url.hostname)
    const secure = url.protocol === 'https:'
    return new Promise((done, fail) => {
      const started = performance.now()
      const request = (secure ? https : http).request({
        agent: secure ? this.agents['https:'] : this.agents['http:'],
        method,
        host: (resolve ?? url.hostname).replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        path: url.pathname + url.search,
        headers: {
          host: url.host,
          'accept-encoding': 'identity',
          ...headers,
          ...(body === undefined ? {} : { 'content-length': body.length }),
        },
        ...(secure && ca !== undefined ? { ca } : {}),
        ...(secure && isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
        ...(allowed ? {} : { lookup: loopbackOnly }),
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      })
      request.on('error', fail)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          if (size < maxBody) chunks.push(chunk.subarray(0, maxBody - size))
          size += chunk.length
        })
        response.on('error', fail)
        response.on('end', () => {
          const raw = [...response.rawHeaders, ...response.rawTrailers]
          done({
            status: response.statusCode ?? 0,
            headers: raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as [string, string]] : [])),
            body: Buffer.concat(chunks),
            cut: size > maxBody,
            ms: performance.now() - started,
          })
        })
      })
      request.end(body)
    })
  }
}

/** The first value of a header, whatever the case of its name. */
export const headerOf = (answer: Answer, name: string): string | undefined =>
  answer.headers.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1]
