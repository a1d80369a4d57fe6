import 'server-only'
import { sql } from 'kysely'
import { job, platformJob } from '@/db/job'
import { writeAudit } from '@/lib/access/audit'
import { now as clock } from '@/lib/platform/clock'
import { sealLetter } from '@/lib/platform/letter'
import { faultOf, log } from '@/lib/platform/log'
import { accessEnding } from '@/lib/proxies/letters'

/**
 * Closes the portal accesses that have run out, which let nobody in any more already, and tells whose access ends within a
 * month, once. One practice per transaction; a practice that fails holds up no other.
 */
export async function tendAccesses(): Promise<void> {
  const practices = await platformJob(async (db) => (await sql<{ id: string }>`select id from platform.practice_ids() as id`.execute(db)).rows)
  let failed = 0
  for (const { id } of practices) {
    try {
      await tend(id, clock())
    } catch (error) {
      failed += 1
      log.error({ event: 'accesses.failed', practice: id, ...faultOf(error) })
    }
  }
  if (failed > 0) throw new Error('the accesses must be looked at again')
}

async function tend(practice: string, now: Date): Promise<void> {
  await job(practice, async (db) => {
    const over = await sql<{ id: string; patientId: string }>`select id, patient_id from access.close_run_out(${now})`.execute(db)
    for (const { id, patientId } of over.rows) await writeAudit(db, { operation: 'proxies.ran_out', decision: 'allow', patientId, subjectId: id })
    const ending = await sql<{ email: string; language: string; expiresAt: Date }>`select email, language, expires_at from access.take_ending(${now})`.execute(db)
    if (ending.rows.length === 0) return
    const of = await db.selectFrom('practice').select(['name', 'timeZone']).where('practiceId', '=', practice).executeTakeFirstOrThrow()
    for (const { email, language, expiresAt } of ending.rows) {
      const letter = accessEnding(email, language, of, expiresAt)
      await sql`select platform.enqueue_mail(${letter.kind}, ${sealLetter(letter)})`.execute(db)
    }
  })
}
