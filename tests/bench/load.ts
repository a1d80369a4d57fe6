import { Agent, get } from 'node:http'

/** One request of a round. `path` is used once: a signed link counts as an opening only the first time. */
export type Job = { base: string; paths: string[]; headers: Record<string, string>; connections: number; expectBytes: number }
export type Load = { seconds: number; bytes: number; requests: number; latencies: number[]; failures: number }

/** Runs in a process of its own: sends the paths over so many kept-alive connections and reads every byte. */
export async function run(job: Job): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
  const waiting = job.paths.values()
  const load: Load = { seconds: 0, bytes: 0, requests: 0, latencies: [], failures: 0 }
  const begun = process.hrtime.bigint()
  const worker = async () => {
    for (const path of waiting) {
      const from = process.hrtime.bigint()
      const bytes = await fetchAll(agent, job.base + path, job.headers).catch(() => -1)
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

function fetchAll(agent: Agent, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => (response.statusCode === 200 ? resolve(bytes) : reject(new Error(`status ${response.statusCode}`))))
      response.on('error', reject)
    }).on('error', reject)
  })
}

process.on('message', (job: Job) => void run(job).then((load) => process.send?.(load)))
