import { constants } from 'node:os'

type Stop = () => Promise<void> | void
const stops: Stop[] = []
let stopping: Promise<void> | undefined
let firstSignalAt = 0

/** Registers what must be undone before this process ends, last registered first. */
export function onStop(stop: Stop): void {
  listen()
  stops.push(stop)
}

/** Undoes everything registered; safe to call twice. */
export function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) {
      try {
        await stop()
      } catch (error) {
        console.error(error instanceof Error ? error.message : error)
      }
    }
  })()
  return stopping
}

/** Whether a stop has begun: what dies from here on dies as asked. */
export function isStopping(): boolean {
  return stopping !== undefined
}

/** Undoes everything, then ends the process. */
export async function quit(code: number): Promise<never> {
  await stopAll()
  process.exit(code)
}

/** Runs a script's body: a refusal is told in one sentence, a fault with its stack, and nothing is left running. */
export async function main(body: () => Promise<number | void>): Promise<never> {
  listen()
  try {
    return await quit((await body()) ?? 0)
  } catch (error) {
    if (!isStopping()) console.error(error instanceof Refusal ? `\n${error.message}` : error)
    return await quit(1)
  }
}

/** Something the person at the terminal can put right; shown without a stack. */
export class Refusal extends Error {}

let listening = false
function listen(): void {
  if (listening) return
  listening = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted(128 + constants.signals[signal]))
  }
  // Nobody reads our output any more (a closed terminal, a pipe into `head`): end in order, not by an exception.
  process.stdout.on('error', () => interrupted(129))
  process.stderr.on('error', () => interrupted(129))
  // The parent holds the other end: if it was killed outright, no signal came, but the channel closes.
  if (process.channel) {
    process.channel.unref()
    process.on('disconnect', () => interrupted(129))
  }
}

function interrupted(code: number): void {
  const now = Date.now()
  if (stopping) {
    // A terminal's Ctrl-C reaches us from the terminal, npm and our parent: only a later one is impatience.
    if (now - firstSignalAt > 2000) process.exit(code)
    return
  }
  firstSignalAt = now
  void quit(code)
}
