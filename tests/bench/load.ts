import { createReadStream, statSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** One request of a round. `path` is used once: a signed link counts as an opening only the first time. */
export type Job = {
  base: string
  paths: string[]
  headers: Record<string, string>
  connections: number
  /** Of each answer's body; negative where any will do. */
  expectBytes: number
  /** One for each path: what is asked for beside `headers`. */
  ranges?: string[]
  /** A file that goes along with each request, streamed. */
  body?: { method: 'PUT' | 'POST'; file: string }
}
export type Load = { seconds: number; bytes: number; requests: number; latencies: number[]; failures: number }

/** Runs in a process of its own: sends the paths over so many kept-alive connections and reads every byte. */
export async function run(job: Job): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
  const waiting = job.paths.entries()
  const load: Load = { seconds: 0, bytes: 0, requests: 0, latencies: [], failures: 0 }
  const begun = process.hrtime.bigint()
  const worker = async () => {
    for (const [at, path] of waiting) {
      const range = job.ranges?.[at]
      const from = process.hrtime.bigint()
      const bytes = await fetchAll(agent, job.base + path, range ? { ...job.headers, range } : job.headers, job.body).catch(() => -1)
      load.latencies.push(Number(process.hrtime.bigint() - from) / 1e6)
      load.requests++
      if (bytes !== job.expectBytes && job.expectBytes >= 0 || bytes < 0) load.failures++
      load.bytes += Math.max(0, bytes)
    }
  }
  await Promise.all(Array.from({ length: job.connections }, worker))
  load.seconds = Number(process.hrtime.bigint() - begun) / 1e9
  agent.destroy()
  return load
}

function fetchAll(agent: Agent, url: string, headers: Record<string, string>, body: Job['body']): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent, method: body?.method ?? 'GET', headers: body ? { ...headers, 'content-length': statSync(body.file).size } : headers,
    }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => ((response.statusCode ?? 500) < 300 ? resolve(bytes) : reject(new Error(`status ${response.statusCode}`))))
      response.on('error', reject)
    }).on('error', reject)
    if (body) void pipeline(createReadStream(body.file, { highWaterMark: 262_144 }), sent).catch(reject)
    else sent.end()
  })
}

process.on('message', (job: Job) => void run(job).then((load) => process.send?.(load)))
