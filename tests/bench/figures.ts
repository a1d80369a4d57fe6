import { fork, type ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { join } from 'node:path'
import { root } from '@/scripts/lib/paths'
import type { Job, Load } from './load'

let generator: ChildProcess | undefined

/** Sends a load from a process of its own, so that the one measured is not also the one measuring. */
export function send(job: Job): Promise<Load> {
  generator ??= fork(join(root, 'tests', 'bench', 'load.ts'), { stdio: 'inherit' })
  const child = generator
  return new Promise((resolve) => {
    child.once('message', (load) => resolve(load as Load))
    child.send(job)
  })
}

export function endGenerator(): void {
  generator?.kill()
  generator = undefined
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** Fresh signed links through the door that makes them; not part of what is measured. */
export async function freshLinks(base: string, hat: string, document: string, cookie: string, count: number): Promise<string[]> {
  const links: string[] = []
  const worker = async () => {
    while (links.length < count) {
      const location = await head(`${base}/v1/o/${hat}/${document}`, cookie)
      if (!location.startsWith('/v1/d/')) throw new Error(`no link: ${location}`)
      links.push(location)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return links.slice(0, count)
}

function head(url: string, cookie: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { cookie } }, (response) => {
      response.resume()
      resolve(response.headers.location ?? `status ${response.statusCode}`)
    }).on('error', reject).end()
  })
}

type Line = { what: string; figure: string; goal?: string; held?: boolean }
const lines: Line[] = []

/** One line of the result, and whether its goal is held. A figure that falls short is printed like any other. */
export function report(what: string, figure: string, goal?: string, held?: boolean): void {
  lines.push({ what, figure, ...(goal ? { goal } : {}), ...(held === undefined ? {} : { held }) })
  console.log(`  ${what.padEnd(58)} ${figure.padEnd(34)} ${goal ? `${held ? 'held ' : 'SHORT'} (goal ${goal})` : ''}`)
}

export const allLines = (): readonly Line[] => lines
