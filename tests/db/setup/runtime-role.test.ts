import { beforeAll, describe, expect, test } from 'vitest'
import { requireRuntimeRole } from '@/scripts/lib/runtime-role'
import { type Database, freshDatabase } from '@/tests/setup/database'

let database: Database
const as = (role: string) => {
  const url = new URL(database.superuserUrl)
  url.username = role
  url.password = 'only-for-this-test'
  return url.href
}

beforeAll(async () => {
  database = await freshDatabase()
})

describe('the role a server may run on', () => {
  test('the runtime role may', async () => {
    await expect(requireRuntimeRole(database.runtimeUrl)).resolves.toBeUndefined()
  })

  test('the owner may not', async () => {
    await expect(requireRuntimeRole(database.ownerUrl)).rejects.toThrow(/create roles[^]*owns the database[^]*owns protected tables/)
  })

  test('a superuser may not', async () => {
    await expect(requireRuntimeRole(database.superuserUrl)).rejects.toThrow(/is a superuser[^]*has BYPASSRLS/)
  })

  test.each([
    ['bypasses', 'bypassrls', '', /has BYPASSRLS/],
    ['could become the owner', '', 'enamel_owner', /may become its owner/],
    ['could become a superuser', '', 'enamel_boot', /may become a superuser/],
  ])('a role that %s may not', async (_, attribute, group, complaint) => {
    const role = `probe_${Math.random().toString(36).slice(2, 10)}`
    await database.asSuperuser(`create role ${role} login noinherit ${attribute} password 'only-for-this-test'`)
    try {
      if (group) await database.asSuperuser(`grant ${group} to ${role} with inherit false, set true`)
      await expect(requireRuntimeRole(as(role))).rejects.toThrow(complaint)
    } finally {
      await database.asSuperuser(`drop role ${role}`)
    }
  })

  test('a database without tables, or none at all, is told in words and without the password', async () => {
    const empty = new URL(database.runtimeUrl)
    empty.pathname = '/postgres'
    await expect(requireRuntimeRole(empty.href)).rejects.toThrow(/npm run migrate/)
    const wrong = new URL(database.runtimeUrl)
    wrong.password = 'wrong-password'
    await expect(requireRuntimeRole(wrong.href)).rejects.toThrow(/authentication failed/)
    await expect(requireRuntimeRole(wrong.href)).rejects.not.toThrow(/wrong-password/)
  })
})
