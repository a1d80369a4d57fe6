import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { AppError } from '@/lib/access/errors'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import { anyone } from '@/lib/access/policy'
import type { HatRef } from '@/lib/access/principal'
import { listToFile } from '@/lib/documents/queries'
import { listMyDocuments } from '@/lib/portal/queries'
import { sql } from 'kysely'
import { z } from '@/lib/platform/zod'
import { world, type World } from '@/tests/factories/world'

// A hat comes bound to a form and back from the browser: it may be of any shape. None of them is more than a claim, and none
// makes an operation run as another kind of principal than it is for.

let w: World
beforeAll(async () => {
  w = await world()
})

const whoAmI = query({
  name: 'test.who_am_i',
  as: 'person',
  input: z.object({}),
  allow: anyone('it is a test'),
  closedBy: [],
  audit: nothing('a test’s'),
  run: async ({ call, principal }) => ({ kind: principal.kind, role: (await call(sql<{ role: string }>`select current_user as role`))[0]?.role }),
})

const shapes = (): unknown[] => [
  null, undefined, 0, true, '', 'person', 'visitor', 'staff', [], {}, { practice: 5 }, { practice: null }, { portal: {} }, { hat: '' }, { hat: ['x'] },
  { practice: randomUUID() }, { portal: randomUUID() }, { hat: randomUUID() }, { practice: w.b.id }, { portal: w.hats.ben }, { hat: w.members.desk },
  { practice: w.b.id, portal: w.hats.ben, hat: w.members.desk }, { practice: w.a.id.toUpperCase() }, { portal: `${w.hats.anna} ` },
]

test('a hat of any shape that is not hers is refused, never a fault', async () => {
  const { token } = await w.session(w.people.anna)
  const caller = () => ({ token, requestId: randomUUID(), act: true })
  for (const shape of shapes()) {
    for (const attempt of [() => perform(listMyDocuments, caller(), shape as HatRef, {}), () => perform(listToFile, caller(), shape as HatRef, {})]) {
      const error = await attempt().then(() => 'allowed', (thrown: unknown) => thrown)
      expect(error, JSON.stringify(shape)).toBeInstanceOf(AppError)
      expect((error as AppError).status).toBe(404)
    }
  }
  expect((await perform(listMyDocuments, caller(), { portal: w.hats.anna }, {})).items).toHaveLength(1)
})

test('an operation of a person runs as a person, whatever hat is sent along', async () => {
  const { token } = await w.session(w.people.owner)
  for (const shape of [...shapes(), { practice: w.a.id }, { hat: w.members.owner }])
    expect(await perform(whoAmI, { token, requestId: randomUUID(), act: true }, shape as HatRef, {}), JSON.stringify(shape)).toEqual({ kind: 'person', role: 'enamel_identity' })
})
