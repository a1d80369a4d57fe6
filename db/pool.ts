import 'server-only'
import pg from 'pg'
import { env } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'

// `date` has no zone and no instant: it stays the text PostgreSQL sent. Sizes fit a double.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const key = Symbol.for('enamel.pool')
const shared = globalThis as { [key]?: pg.Pool }

/**
 * The one pool of the runtime role. Only the files of db/ may take it: the role can read nothing until a door has
 * entered a kind of principal, and the doors are db/practice.ts and db/identity.ts.
 */
export function pool(): pg.Pool {
  return (shared[key] ??= open())
}

function open() {
  const opened = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: 16,
    // BEGIN and the settings of a transaction leave together with its first statement.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'enamel',
  })
  // An idle connection that dies (a restarted database) is replaced at the next request; unheard, it would end us.
  opened.on('error', () => log.warn({ event: 'database.connection_lost' }))
  return opened
}
