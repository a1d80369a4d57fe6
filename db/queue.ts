import 'server-only'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

/** The schema of the job queue; its tables belong to enamel_worker, which holds nothing else. */
export const queueSchema = 'graphile_worker'

/**
 * A pool whose every connection is enamel_worker from its first moment. `url` is the owner's (migrations) or the
 * runtime role's (workers): both may become that role, and neither reads the queue as itself.
 */
export function workerPool(url: string, max: number): pg.Pool {
  const opened = new pg.Pool({ connectionString: url, max, options: '-c role=enamel_worker', application_name: 'enamel-worker' })
  // The library insists on listeners of the pool's owner; a lost connection is replaced at the next look.
  const ignore = () => undefined
  opened.on('error', ignore)
  opened.on('connect', (client) => client.on('error', ignore))
  return opened
}

/**
 * Brings the queue's own tables up to date, as enamel_worker, so that they are its own and its rows are behind no
 * policy for it. Call it under the lock of `migrate`.
 */
export async function migrateQueue(ownerUrl: string, owner: Pick<pg.Pool, 'query'>): Promise<void> {
  // The library begins with CREATE SCHEMA IF NOT EXISTS, which asks for this privilege even when the schema is there.
  await owner.query(`do $$ begin execute format('grant create on database %I to enamel_worker', current_database()); end $$`)
  const pool = workerPool(ownerUrl, 2)
  try {
    await runMigrations({ pgPool: pool, schema: queueSchema, logger: new Logger(() => () => undefined) })
  } finally {
    await pool.end()
    await owner.query(`do $$ begin execute format('revoke create on database %I from enamel_worker', current_database()); end $$`)
  }
}
