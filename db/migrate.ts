import 'server-only'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import pg from 'pg'
import { migrateQueue } from '@/db/queue'

const folder = join(process.cwd(), 'db')

/** Plain SQL files, in the order of their names: a migration is reviewed as the SQL that runs. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(join(folder, 'migrations'))).filter((name) => name.endsWith('.sql')).sort()
    const entries = names.map(async (name): Promise<[string, Migration]> => {
      const text = await readFile(join(folder, 'migrations', name), 'utf8')
      return [name.slice(0, -4), { up: async (db) => void (await sql.raw(text).execute(db)) }]
    })
    return Object.fromEntries(await Promise.all(entries))
  },
}

/**
 * Brings roles and tables up to date. Any number of processes may call it at once: roles belong to the cluster and not
 * to a database, so the lock is taken in the cluster's `postgres` database, one migration of any database at a time.
 *
 * @param ownerUrl a role that may create roles; used here and nowhere at run time
 * @param runtimePassword when given, becomes the password of enamel_runtime
 * @throws the first failing statement's error; nothing of that migration is kept
 */
export async function migrate({ ownerUrl, runtimePassword }: { ownerUrl: string; runtimePassword?: string }) {
  const lock = new pg.Client({ connectionString: clusterUrl(ownerUrl) })
  await lock.connect()
  try {
    await lock.query("select pg_advisory_lock(hashtext('enamel'), hashtext('migrate'))")
    const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 })
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    try {
      await pool.query(await readFile(join(folder, 'roles.sql'), 'utf8'))
      if (runtimePassword) await setRuntimePassword(pool, runtimePassword)
      const migrator = new Migrator({ db, provider: sqlFiles, migrationTableSchema: 'migration' })
      const { error, results } = await migrator.migrateToLatest()
      if (error) throw error
      await migrateQueue(ownerUrl, pool)
      await pool.query(await readFile(join(folder, 'hand-over.sql'), 'utf8'))
      return (results ?? []).map((result) => result.migrationName)
    } finally {
      await db.destroy()
    }
  } finally {
    await lock.end()
  }
}

/** ALTER ROLE takes no parameters; the literal is quoted by the server, from a setting and never from joined text. */
async function setRuntimePassword(pool: pg.Pool, password: string) {
  const client = await pool.connect()
  try {
    await client.query("select set_config('enamel.password', $1, false)", [password])
    await client.query(`do $$ begin
      execute format('alter role enamel_runtime password %L', current_setting('enamel.password'));
    end $$`)
  } finally {
    client.release(true)
  }
}

function clusterUrl(url: string) {
  const cluster = new URL(url)
  cluster.pathname = '/postgres'
  return cluster.href
}
