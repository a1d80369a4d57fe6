import { main } from '@/scripts/lib/lifetime'
import { start, withClient } from '@/scripts/lib/postgres'

// Starts the named cluster, writes one row, says so, and waits to be killed.
await main(async () => {
  const postgres = await start({ name: process.argv[2] ?? '' })
  const rows = await withClient(postgres.superuserUrl, async (client) => {
    await client.query('create table if not exists kept (at timestamptz default now())')
    await client.query('insert into kept default values')
    return (await client.query('select pg_postmaster_start_time() is not null as up, count(*)::int as kept from kept')).rows
  })
  console.log(JSON.stringify(rows[0]))
  await new Promise((resolve) => setTimeout(resolve, 600_000))
})
