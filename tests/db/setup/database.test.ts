import { beforeAll, expect, test } from 'vitest'
import { type Database, connect, freshDatabase } from '@/tests/setup/database'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})

test('each file has a database of its own, with three ways in', async () => {
  const who = 'select current_user as who, current_database() as name'
  expect(await database.asOwner(who)).toEqual([{ who: 'enamel_owner', name: database.name }])
  expect(await database.asRuntime(who)).toEqual([{ who: 'enamel_runtime', name: database.name }])
  expect(await database.asSuperuser(who)).toEqual([{ who: 'enamel_boot', name: database.name }])
})

test('the owner is no superuser, as in production', async () => {
  const rows = await database.asOwner('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
})

test('a second copy is quick and separate', async () => {
  const begun = Date.now()
  const other = await freshDatabase()
  expect(Date.now() - begun).toBeLessThan(5000)
  expect(other.name).not.toBe(database.name)
  await other.drop()
  const client = await connect(database.runtimeUrl)
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
