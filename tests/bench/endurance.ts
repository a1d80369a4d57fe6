import { readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshLinks, report, send } from './figures'
import { memoryOf, type Stage } from './stage'

const MiB = 1_048_576

/** What slow readers cost while they read, and what readers who go away leave behind. */
export async function endurance(stage: Stage): Promise<void> {
  const { cookie } = await stage.session()
  // One session may have so many bodies open and no more.
  const readersOf = 20
  const port = Number(new URL(stage.base).port)
  const document = stage.documents['25 MiB']
  // Warm: code compiled, pools open, so that the rest counts readers only.
  await send({ base: stage.base, paths: await freshLinks(stage.base, stage.hat, document, cookie, 40), headers: { cookie }, connections: 8, expectBytes: -1 })
  await sleep(3_000)
  const quiet = memoryOf(stage.server)

  const readers: Socket[] = []
  for (let session = 0; session < 200 / readersOf; session++) {
    const { cookie: own } = await stage.session()
    for (const link of await freshLinks(stage.base, stage.hat, document, own, readersOf)) readers.push(slowReader(port, link, own))
  }
  await sleep(8_000)
  const each = (memoryOf(stage.server) - quiet) / readers.length / MiB
  report('memory of each of 200 slow readers of 25 MiB', `${each.toFixed(2)} MiB`, '≤ 2.5', each <= 2.5)
  for (const reader of readers) reader.destroy()
  await sleep(5_000)

  const files = openFiles(stage.server.pid)
  const before = memoryOf(stage.server)
  for (let batch = 0; batch < 1_000 / readersOf; batch++) {
    const links = await freshLinks(stage.base, stage.hat, document, cookie, readersOf)
    await Promise.all(links.map((link) => abortAfter(port, link, cookie)))
  }
  await sleep(10_000)
  const left = openFiles(stage.server.pid) - files
  const grown = (memoryOf(stage.server) - before) / MiB
  report('open files left by 1,000 aborts', String(left), '≤ 4', left <= 4)
  report('memory left by 1,000 aborts', `${grown.toFixed(0)} MiB`, '≤ 64', grown <= 64)
}

function slowReader(port: number, path: string, cookie: string): Socket {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  socket.write(`GET ${path} HTTP/1.1\r\nhost: bench.example\r\ncookie: ${cookie}\r\n\r\n`)
  // Takes a little and then nothing, like a phone in a tunnel.
  socket.once('data', () => socket.pause())
  return socket
}

function abortAfter(port: number, path: string, cookie: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = slowReader(port, path, cookie)
    socket.once('data', () => { socket.destroy() })
    socket.once('close', () => resolve())
  })
}

function openFiles(pid: number): number {
  const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid)
  return [String(pid), ...children].reduce((sum, id) => sum + readdirSync(`/proc/${id}/fd`).length, 0)
}

function parentOf(pid: string): number {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}
