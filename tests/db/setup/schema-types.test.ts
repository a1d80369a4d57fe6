import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { writeDbTypes } from '@/scripts/lib/db-types'
import { root } from '@/scripts/lib/paths'

test('db/schema.ts is what the migrations make (npm run db:types)', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'enamel-types-')), 'schema.ts')
  expect(await writeDbTypes(inject('cluster').ownerUrl, file)).toBe(0)
  const made = readFileSync(file, 'utf8')
  expect(readFileSync(join(root, 'db', 'schema.ts'), 'utf8')).toBe(made)
  expect(made, 'a date is no instant').toMatch(/birthDate: string;/)
})
