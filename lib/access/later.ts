import 'server-only'
import { writeAudits, type AuditEvent } from '@/lib/access/audit'
import { job } from '@/db/job'
import { log } from '@/lib/platform/log'

type Waiting = { practice: string; event: AuditEvent; tries: number }

let waiting: Waiting[] = []
let timer: NodeJS.Timeout | undefined

/**
 * Records what is known only after the answer: how many bytes of an opening went out. The opening itself was recorded
 * before its first byte; this line may be lost with the process, and never holds an answer up.
 */
export function recordLater(practice: string, event: AuditEvent): void {
  if (waiting.length >= 10_000) return log.warn({ event: 'audit.later_dropped' })
  waiting.push({ practice, event, tries: 0 })
  timer ??= setTimeout(() => void flushLater(), 1_000).unref()
}

/** Writes what waits, one transaction per practice. */
export async function flushLater(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const batch = Map.groupBy(waiting.splice(0), ({ practice }) => practice)
  for (const [practice, entries] of batch) {
    // Together first; tried again each alone, so that one that is never taken does not take others with it.
    const groups = entries.some(({ tries }) => tries > 0) ? entries.map((entry) => [entry]) : [entries]
    for (const group of groups) {
      try {
        await job(practice, (db) => writeAudits(db, group.map(({ event }) => event)))
      } catch {
        const again = group.filter((entry) => ++entry.tries < 3)
        waiting.push(...again)
        log.warn({ event: 'audit.later_failed', count: group.length - again.length })
      }
    }
  }
  if (waiting.length > 0) timer ??= setTimeout(() => void flushLater(), 5_000).unref()
}
