import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import { log } from '@/lib/platform/log'

/** Compares what triggers counted with the rows themselves, and mends it. A difference is a fault of ours, and is told. */
export async function recountStorage(practice: string): Promise<void> {
  const { rows } = await job(practice, (db) => sql<{ changed: boolean }>`select access.recount_storage() as changed`.execute(db))
  if (rows[0]?.changed) log.warn({ event: 'quota.recounted', practice })
}
