import 'server-only'
import { Logger, parseCronItems, run, type CronItem, type TaskList } from 'graphile-worker'
import { queueSchema, workerPool } from '@/db/queue'
import { env } from '@/lib/platform/env'
import { faultOf, log } from '@/lib/platform/log'
import { tasks, times } from './tasks'

export type Worker = {
  /** Finishes what is under way, takes nothing more, and lets go of every connection. */
  stop: () => Promise<void>
  /** Settles when the work has ended, whoever ended it. */
  ended: Promise<void>
}

/** The library's messages may quote a row: only that there was one is passed on. */
const quiet = new Logger(() => (level) => {
  if (level === 'error' || level === 'warning') log.warn({ event: 'jobs.complaint' })
})

/**
 * Works on the queue until stopped: for processes of their own (`npm run worker`), any number of them. A task that
 * throws is tried again with growing pauses. Signals are the caller's.
 *
 * @throws when the database cannot be reached
 */
export async function runWorker(): Promise<Worker> {
  const pool = workerPool(env().DATABASE_URL, 4)
  const taskList: TaskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) =>
    [name, (payload: unknown) => task((payload ?? {}) as Record<string, string>)]))
  const items = Object.entries(times).map(([task, match]): CronItem => ({ task, match, options: { backfillPeriod: 0, maxAttempts: 1 } }))
  let runner: Awaited<ReturnType<typeof run>>
  try {
    runner = await run({
      pgPool: pool, schema: queueSchema, concurrency: 2, pollInterval: 2_000, noHandleSignals: true, logger: quiet,
    }, taskList, parseCronItems(items))
  } catch (error) {
    await pool.end()
    throw error
  }
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= (async () => {
    // It may have ended by itself, and says so by refusing to stop twice.
    await runner.stop().catch(() => undefined)
    await pool.end()
  })())
  const ended = (async () => {
    try {
      await runner.promise
    } finally {
      await stop()
    }
  })()
  return { stop, ended }
}

const key = Symbol.for('enamel.worker')
const shared = globalThis as { [key]?: { stop: () => Promise<void> } }

/**
 * The same inside the server's process, for one machine: started once however often it is called, and started again
 * when the database was gone. Null where jobs run in processes of their own (ENAMEL_WORKER=separate).
 */
export function startInlineWorker(): { stop: () => Promise<void> } | null {
  if (env().ENAMEL_WORKER !== 'inline') return null
  return (shared[key] ??= keepWorking())
}

/** Milliseconds between a worker's end and the next try. */
const pause = 5_000

function keepWorking(): { stop: () => Promise<void> } {
  let current: Worker | undefined
  const stopping = new AbortController()
  let wake = () => {}
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        current = await runWorker()
        if (stopping.signal.aborted) await current.stop()
        await current.ended
      } catch (error) {
        log.warn({ event: 'jobs.interrupted', ...faultOf(error) })
      }
      if (!stopping.signal.aborted) await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pause).unref()
      })
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      await current?.stop()
      await loop
      delete shared[key]
    },
  }
}
