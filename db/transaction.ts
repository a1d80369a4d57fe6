import 'server-only'
import type { Socket } from 'node:net'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { DB } from '@/db/schema'
import { pool } from '@/db/pool'

/** The database roles that a transaction may enter: the kinds of principal, reading or writing. */
export type Role =
  | 'enamel_identity'
  | 'enamel_staff_read'
  | 'enamel_staff_write'
  | 'enamel_patient_read'
  | 'enamel_patient_write'
  | 'enamel_guest_read'
  | 'enamel_guest_write'
  | 'enamel_folder_read'
  | 'enamel_folder_write'
  | 'enamel_job'

/** What row-level security asks about. Absent settings are empty, and an empty setting sees no row. */
export type Settings = {
  practice?: string
  hat?: string
  person?: string
  session?: string
  request?: string
}

export type Transaction = Kysely<DB>

/**
 * Runs `run` in one transaction as `role`, with transaction-local settings, and commits. Anything thrown rolls back.
 * Role and settings are parameters of one statement that leaves with BEGIN, in the same flight as the first query.
 *
 * @throws whatever `run` throws, or the database's error
 */
export async function transact<T>(role: Role, settings: Settings, run: (db: Transaction) => Promise<T>): Promise<T> {
  return await checkedOut(async (client, giveUp) => {
    try {
      const entered = enter(client, role, settings)
      // Noticed below; without this line a failure would be unhandled while `run` is still busy failing for it.
      entered.catch(() => undefined)
      let result: T
      try {
        result = await run(handle(client))
      } catch (error) {
        await entered
        throw error
      }
      await entered
      const { command } = await client.query('commit')
      if (command !== 'COMMIT') throw new Error('the transaction was aborted by an error that its code swallowed')
      return result
    } catch (error) {
      await client.query('rollback').catch(giveUp)
      throw error
    }
  })
}

/**
 * The one question that the login role may ask by itself, without a transaction around it: whose a session is. Its
 * answer is the first thing that every request needs, and a role of its own would triple what it costs.
 */
export async function askWho<T>(token: Buffer, practice: string | null, portal: string | null, hat: string | null, act: boolean): Promise<T | undefined> {
  return await checkedOut(async (client) => {
    const { rows } = await client.query<Record<string, unknown>>({
      name: 'principal', text: 'select * from identity.principal($1, $2, $3, $4, $5)', values: [token, practice, portal, hat, act],
    })
    return rows[0] && (camelKeys(rows[0]) as T)
  })
}

const camelKeys = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]))

/** A connection for as long as `use` takes. `giveUp`: it is in no state to be used again. */
async function checkedOut<T>(use: (client: pg.PoolClient, giveUp: (error: Error) => void) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | boolean = false
  // A connection that dies in our hands (a restarted database) says so twice: to the query, and as an event that would end
  // the process if nobody heard it. The pool listens only to idle ones.
  const lost = (error: Error) => (broken = error)
  client.on('error', lost)
  try {
    return await use(client, lost)
  } finally {
    client.release(broken)
    client.off('error', lost)
  }
}

async function enter(client: pg.PoolClient, role: Role, settings: Settings) {
  // What is asked first goes to the database in one write with what is asked here: a write costs more than a query.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
  await Promise.all([
    client.query('begin'),
    client.query({
      name: 'enter',
      text: `select set_config('role', $1, true), set_config('enamel.practice', $2, true),
        set_config('enamel.hat', $3, true), set_config('enamel.person', $4, true),
        set_config('enamel.session', $5, true), set_config('enamel.request', $6, true)`,
      values: [
        role,
        settings.practice ?? '',
        settings.hat ?? '',
        settings.person ?? '',
        settings.session ?? '',
        settings.request ?? '',
      ],
    }),
  ])
}

const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/** A Kysely over this one connection: it cannot open another, and dies with the transaction. */
function handle(client: pg.PoolClient): Transaction {
  const single = {
    connect: async () => ({ query: client.query.bind(client), release: () => undefined }),
    end: async () => undefined,
  }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: single as never }), plugins: [camelCase] })
}
