import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { isAlive } from '@/scripts/lib/lock'
import { root, stateDir } from '@/scripts/lib/paths'
import { findHome } from '@/scripts/lib/postgres-home'

const name = `kill-${process.pid}`
const data = join(findHome().dir, 'pg', name)
const started: number[] = []

afterAll(() => {
  for (const pid of started.filter(isAlive)) process.kill(pid, 'SIGKILL')
  for (const path of [data, ...['json', 'log', 'lock'].map((end) => join(stateDir, `pg-${name}.${end}`))]) {
    rmSync(path, { recursive: true, force: true })
  }
})

/** The process that holds the cluster, its server's number, and the rows it counted. */
async function hold(): Promise<{ holder: ChildProcess; server: number; kept: number }> {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  const holder = spawn(process.execPath, ['--conditions=react-server', `--import=${tsx}`, join(root, 'tests', 'setup', 'hold-postgres.ts'), name], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(holder.pid ?? 0)
  const line = await new Promise<string>((resolve, reject) => {
    holder.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk)))
    holder.once('exit', () => reject(new Error('ended before it began')))
  })
  const server = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  started.push(server)
  return { holder, server, kept: (JSON.parse(line) as { kept: number }).kept }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(100)
  return !isAlive(pid)
}

test('the embedded PostgreSQL survives kill -9, a stale lock and an orphan, and keeps what was written', async () => {
  const first = await hold()
  expect(first.kept).toBe(1)

  // The holder alone: its server must not stay behind.
  first.holder.kill('SIGKILL')
  expect(await gone(first.server)).toBe(true)

  // Holder and server at one blow: a lock file without an owner stays behind.
  const second = await hold()
  process.kill(second.server, 'SIGKILL')
  second.holder.kill('SIGKILL')
  expect(await gone(second.server)).toBe(true)

  // A lock file that names a living process which is no server of ours (numbers return after a reboot).
  if (existsSync(join(data, 'postmaster.pid'))) rmSync(join(data, 'postmaster.pid'))
  writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n\nready\n`)

  const third = await hold()
  expect(third.kept).toBe(3)
  third.holder.kill('SIGTERM')
  expect(await gone(third.server)).toBe(true)
}, 60_000)
