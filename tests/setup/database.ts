import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { forgetEnv } from '@/lib/platform/env'
import type { Cluster } from './cluster'

export type Database = Omit<Cluster, 'template'> & {
  name: string
  /** One statement, or many without parameters, as the owner (under forced row-level security, like anyone). */
  asOwner: Query
  /** As a superuser, whom no policy binds: to lay out a scene and to look behind the curtain, never to prove a denial. */
  asSuperuser: Query
  /** The same past the triggers: what somebody who has the whole database does to it. */
  asIntruder: Query
  /** As the bare runtime role, before it has entered any kind of principal. */
  asRuntime: Query
  /** Drops it; done by itself at the end of the file's process. */
  drop: () => Promise<void>
}

type Query = <Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>

/**
 * A migrated, empty database for this file alone, copied from the run's template in some tens of milliseconds.
 * The product's own pool is pointed at it: call this before anything that opens one (`beforeAll`).
 */
export async function freshDatabase(cluster: Cluster = inject('cluster')): Promise<Database> {
  const name = `t_${randomBytes(8).toString('hex')}`
  const on = (url: string, database: string) => {
    const moved = new URL(url)
    moved.pathname = `/${database}`
    return moved.href
  }
  // Copies exclude each other on the template: one at a time, whatever the number of workers.
  await once(on(cluster.ownerUrl, 'postgres'), async (client) => {
    await client.query("select pg_advisory_lock(hashtext('enamel'), hashtext('clone'))")
    await client.query(`create database ${name} template ${cluster.template} strategy file_copy`)
  })
  const urls = {
    ownerUrl: on(cluster.ownerUrl, name),
    runtimeUrl: on(cluster.runtimeUrl, name),
    superuserUrl: on(cluster.superuserUrl, name),
  }
  process.env.DATABASE_URL = urls.runtimeUrl
  forgetEnv()
  const query = (url: string, first?: string): Query => {
    return (text, values) => once(url, async (client) => {
      if (first) await client.query(first)
      return (await client.query(text, values)).rows
    })
  }
  const drop = () => once(on(cluster.ownerUrl, 'postgres'), async (client) => void (await client.query(`drop database if exists ${name} with (force)`)))
  return { ...urls, name, asOwner: query(urls.ownerUrl), asSuperuser: query(urls.superuserUrl), asIntruder: query(urls.superuserUrl, 'set session_replication_role = replica'), asRuntime: query(urls.runtimeUrl), drop }
}

/** A connection that lives until the test ends: for sessions, locks and transactions held open. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

async function once<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}
