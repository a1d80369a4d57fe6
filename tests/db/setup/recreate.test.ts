import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { start, withClient, type Postgres } from '@/scripts/lib/postgres'

let postgres: Postgres
beforeAll(async () => {
  postgres = await start({ name: 'recreate', ephemeral: true })
  // A script lets go of the line to its parent, so as not to wait for it; here it is the runner's, and nothing else keeps this process.
  process.channel?.ref()
}, 60_000)
afterAll(() => postgres.stop())

test('a database is begun anew whoever is in it, the server’s own work included, and is the owner’s', async () => {
  const { ownerUrl, superuserUrl } = postgres.urls('enamel')
  // What an autovacuum is to the owner: a process of the superuser's, which the owner may not end.
  const busy = new pg.Client({ connectionString: superuserUrl })
  // Told of, or only closed: whichever comes first, and nothing else would keep this process waiting.
  const ended = new Promise<void>((resolve) => {
    busy.on('error', () => resolve())
    busy.on('end', () => resolve())
  })
  await busy.connect()
  await withClient(ownerUrl, (client) => client.query('create table mark (n int)'))
  await postgres.recreate('enamel')
  await ended
  await withClient(ownerUrl, async (client) => {
    expect((await client.query(`select to_regclass('mark') as mark, pg_get_userbyid(datdba) as owner from pg_database where datname = 'enamel'`)).rows)
      .toEqual([{ mark: null, owner: 'enamel_owner' }])
    await client.query('create table mark (n int)')
  })
})
