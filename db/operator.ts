import 'server-only'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** A handle of the database's owner: for `npm run admin` alone, never in a server. */
export type OperatorHandle = Kysely<unknown>

/** One transaction over the owner's connection. Row-level security is forced on owners too: it calls functions. */
export async function operator<T>(ownerUrl: string, run: (db: OperatorHandle) => Promise<T>): Promise<T> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: ownerUrl, max: 1 }) }), plugins: [new CamelCasePlugin()],
  })
  try {
    return await db.transaction().execute(run)
  } finally {
    await db.destroy()
  }
}
