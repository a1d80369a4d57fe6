import childProcess, { type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import pg from 'pg'
import type { Phase } from './points'

// Every way in which the product touches the outside is counted here, in the process that is to crash: statements, calls of the
// file system below the store, and programs it starts. The product's code is the product's; only what it calls is watched.

export type Trap = { call: number; phase: Phase; spring: () => void }

let trap: Trap | null = null
let counting = false
let calls = 0

/** Counts from here; springs the trap at its call. */
export function arm(next: Trap | null): void {
  trap = next
  calls = 0
  counting = true
}

/** @returns how many calls there were */
export function disarm(): number {
  counting = false
  trap = null
  return calls
}

/** What the file system does instead of what it was asked for: throws, or does a part and throws. */
export type Weather = { before: (call: FileCall) => Promise<void> | void; done: (call: FileCall) => void }
export type FileCall = { name: string; path: string; to?: string; flags?: string | undefined; handle?: FileHandle; bytes?: Uint8Array }
let weather: Weather | null = null
export const setWeather = (next: Weather | null) => void (weather = next)

function around<T>(run: () => Promise<T>): Promise<T> {
  const here = counting && ++calls === trap?.call ? trap : null
  if (here?.phase === 'before') here.spring()
  const running = run()
  if (here?.phase === 'amid') setImmediate(here.spring)
  // Registered before whoever waits for it: nothing of the product's follows first.
  if (here?.phase === 'after') running.then(here.spring, here.spring)
  return running
}

async function asked<T>(call: FileCall, run: () => Promise<T>): Promise<T> {
  await weather?.before(call)
  const result = await run()
  weather?.done(call)
  return result
}

/**
 * Watches everything from now on; once per process, before the product has opened anything.
 * @param started hears the number of every program that is started
 */
export function watch(store: string, started: (pid: number) => void): void {
  const below = (path: unknown): path is string => typeof path === 'string' && path.startsWith(store)
  const disk = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  for (const name of ['rename', 'rm', 'mkdir', 'readdir', 'stat', 'statfs']) {
    const original = disk[name]?.bind(disk) ?? (() => Promise.reject(new Error(name)))
    disk[name] = (...args) => (below(args[0])
      ? around(() => asked({ name, path: String(args[0]), ...(name === 'rename' ? { to: String(args[1]) } : {}) }, () => original(...args)))
      : original(...args))
  }
  const open = fs.promises.open.bind(fs.promises)
  fs.promises.open = async (path, flags, mode) => {
    if (!below(path)) return open(path, flags, mode)
    const call = { name: 'open', path, flags: typeof flags === 'string' ? flags : 'r' }
    return around(() => asked(call, async () => watched(await open(path, flags, mode), call)))
  }
  for (const name of ['open', 'read'] as const) {
    const disk = fs as unknown as Record<string, (...args: unknown[]) => unknown>
    const original = disk[name]?.bind(fs)
    disk[name] = (...args) => {
      // Reads by number are the store's alone here: nothing else of the product reads so.
      if (!original || (name === 'open' && !below(args[0]))) return original?.(...args)
      const answer = args.pop() as (error: unknown, result?: unknown) => void
      around(() => new Promise((resolve, reject) => original(...args, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))))
        .then((result) => answer(null, result), answer)
      return undefined
    }
  }
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    return counting ? around(() => query.apply(this, args) as Promise<unknown>) : query.apply(this, args)
  } as never
  const spawn = childProcess.spawn.bind(childProcess) as (...args: unknown[]) => unknown
  childProcess.spawn = ((...args: unknown[]) => {
    let child: unknown
    void around(async () => {
      child = spawn(...args)
      started((child as ChildProcess).pid ?? 0)
    })
    return child
  }) as never
}

/** A file whose writes and syncs are counted, too. */
function watched(handle: FileHandle, { path, flags }: FileCall): FileHandle {
  const write = handle.write.bind(handle) as (bytes: Uint8Array, at: number, length: number) => Promise<unknown>
  const sync = handle.sync.bind(handle)
  const own = handle as unknown as Record<string, unknown>
  own['write'] = (bytes: Uint8Array, at: number, length: number) =>
    around(() => asked({ name: 'write', path, flags, handle, bytes: bytes.subarray(at, at + length) }, () => write(bytes, at, length)))
  own['sync'] = () => around(() => asked({ name: 'sync', path, flags, handle }, () => sync()))
  return handle
}
