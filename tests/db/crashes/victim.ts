import { appendFileSync, existsSync, mkdirSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@/lib/access/errors'
import { dice } from '../../attack/engine/absent'
import { deeds, Refused, type Scene } from './operations'
import type { Point } from './points'
import { powerLoss } from './power'
import { arm, disarm, setWeather, watch, type Weather } from './seams'

// The process that crashes. It waits warm until it is told whose turn it is, prepares, says that it has begun, and does one thing,
// in the middle of which it dies or is let down. What it promises it says at once, on a pipe of its own.

/** `call` 0: nothing strikes, the calls are counted. `ballast`: where a real disk can be filled up. */
export type Order = { point: Point; call: number; scene: Scene; ballast: string | null }

const store = process.env.ENAMEL_STORE_DIR ?? ''
const say = (words: Record<string, unknown>): void => void writeSync(3, `${JSON.stringify(words)}\n`)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Has whoever runs this do something to the database, and stands still until it is done. */
function demand(what: 'cut' | 'down'): void {
  say({ demand: what })
  readSync(4, Buffer.alloc(1))
}

const noRoom = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

/** No room from here on; the first write still takes a part of what it was given. */
function fullDisk(ballast: string | null): { weather: Weather | null; strike: () => void; lift: () => void } {
  if (ballast !== null) {
    const strike = () => {
      for (const piece of [65_536, 4096, 1]) {
        try {
          for (;;) appendFileSync(ballast, Buffer.alloc(piece))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
    }
    return { weather: null, strike, lift: () => rmSync(ballast, { force: true }) }
  }
  let full = false
  let partial = true
  const weather: Weather = {
    done: () => undefined,
    before: async ({ name, flags, handle, bytes }) => {
      if (!full || (name !== 'write' && name !== 'sync' && !(name === 'open' && flags === 'wx'))) return
      if (name === 'write' && handle && bytes && partial) {
        partial = false
        writeSync(handle.fd, bytes, 0, Math.floor(bytes.length / 2))
      }
      throw noRoom()
    },
  }
  return { weather, strike: () => void (full = true), lift: () => void (full = false) }
}

/** The store is away: not there at all, or an empty folder as where nothing is mounted. */
function goneStore(empty: boolean) {
  const away = `${store}-away`
  return {
    strike: () => {
      renameSync(store, away)
      if (empty) mkdirSync(store)
    },
    lift: () => {
      if (!existsSync(away)) return
      // Whatever was put there meanwhile lies beneath the volume, where nobody finds it.
      rmSync(store, { recursive: true, force: true })
      renameSync(away, store)
    },
  }
}

function troubleOf({ point, ballast }: Order): { weather?: Weather | null; strike: () => void; lift: () => void } {
  const roll = dice(`trouble ${point.seed}`)
  const lift = () => undefined
  switch (point.kind) {
    case 'kill': return { strike: die, lift }
    case 'power': {
      const power = powerLoss(`${store}-limbo`)
      return { weather: power, strike: () => (power.tear(roll), die()), lift }
    }
    case 'full': return fullDisk(ballast)
    case 'gone': return goneStore(roll(2) === 0)
    case 'cut': case 'down': { const { kind } = point; return { strike: () => demand(kind), lift } }
  }
}

async function obey(order: Order): Promise<void> {
  const { point, call, scene } = order
  const work = { scene, seed: point.seed, say }
  const deed = deeds[point.operation]
  const about = await deed.prepare(work)
  say({ about })
  const trouble = troubleOf(order)
  let struck = false
  if (call > 0) setWeather(trouble.weather ?? null)
  arm(call > 0 ? { call, phase: point.phase, spring: () => {
    struck = true
    say({ struck: true })
    trouble.strike()
  } } : null)
  const outcome = await deed.act(work, about).then((kept) => ({ kept }), (error: unknown) => {
    const told = error instanceof Refused ? error.message : error instanceof AppError ? error.code : null
    return { refused: told ?? String(error), fault: told === null }
  })
  // A promise is heard at once, before anything else can go wrong.
  say(outcome)
  if (call > 0 && !struck && 'kept' in outcome && (point.kind === 'kill' || point.kind === 'power')) {
    say({ struck: true })
    trouble.strike()
  }
  const calls = disarm()
  trouble.lift()
  setWeather(null)
  // Idle connections that were cut are noticed before the next point begins with one of them.
  if (struck && (point.kind === 'cut' || point.kind === 'down')) await sleep(30)
  say({ over: calls, struck })
}

watch(store, (pid) => say({ started: pid }))
say({ ready: true })
let turn = Promise.resolve()
createInterface({ input: process.stdin }).on('line', (line) => {
  turn = turn.then(() => obey(JSON.parse(line) as Order)).catch((error: unknown) => {
    say({ broken: error instanceof Error ? error.stack : String(error) })
  })
})
