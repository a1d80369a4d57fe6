import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import { faultOf, log } from '@/lib/platform/log'

/**
 * Delivery met a version that is missing or does not authenticate. Noted for a job, which reads the file from end to end and
 * alone says whether it is damaged; a reader never waits for it. Never throws: the fault itself is in the log already.
 */
export async function reportFault(practice: string, document: string, version: number): Promise<void> {
  try {
    await job(practice, async (db) => {
      const noted = await db.updateTable('documentVersion').set({ suspectedAt: sql<Date>`now()` })
        .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version)
        .where('state', '=', 'ready').where('suspectedAt', 'is', null).returning('version').executeTakeFirst()
      if (noted) await sql`select platform.enqueue_job('check-files', ${JSON.stringify({ practice })}::jsonb)`.execute(db)
    })
  } catch (error) {
    log.warn({ event: 'vault.fault_not_noted', practice, ...faultOf(error) })
  }
}
