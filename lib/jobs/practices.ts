import 'server-only'
import { sql } from 'kysely'
import { platformJob } from '@/db/job'
import { faultOf, log } from '@/lib/platform/log'

/** Does something for one practice, or for each; one that fails holds up no other, and the task is tried again. */
export async function everyPractice(task: string, only: string | undefined, work: (practice: string) => Promise<void>): Promise<void> {
  const practices = only ? [{ id: only }]
    : await platformJob(async (db) => (await sql<{ id: string }>`select id from platform.practice_ids() as id`.execute(db)).rows)
  let failed = 0
  for (const { id } of practices) {
    try {
      await work(id)
    } catch (error) {
      failed += 1
      log.error({ event: 'jobs.practice_failed', job: task, practice: id, ...faultOf(error) })
    }
  }
  if (failed > 0) throw new Error(`${task} must come again`)
}
