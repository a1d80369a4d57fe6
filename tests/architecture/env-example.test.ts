import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { envExample } from '@/scripts/lib/env-example'
import { root } from '@/scripts/lib/paths'

test('.env.example is the one the schema makes', () => {
  expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(envExample())
})
