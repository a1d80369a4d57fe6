import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { z } from '@/lib/platform/zod'

// The portal's operations as somebody in a hurry would write them: the same door, no condition of their own. What a patient
// then still does not see is row-level security's doing.

const common = { as: 'patient', allow: ownRecord, audit: nothing('a test’s') } as const

/** As portal.documents.list, page and link, but for whatever the database shows. */
export const looseList = query({
  ...common,
  name: 'loose.list',
  input: z.object({}),
  closedBy: ['documents', 'portal'],
  run: async ({ db }) => (await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id'))
    .select('document.title').execute()).map(({ title }) => title),
})

export const loosePage = query({
  ...common,
  name: 'loose.page',
  input: z.object({ document: z.uuid() }),
  closedBy: ['documents', 'portal'],
  run: async ({ db, input }) =>
    (await db.selectFrom('document').select(['id', 'title']).where('id', '=', input.document).executeTakeFirst()) ?? notFound(),
})

export const looseLink = query({
  ...common,
  name: 'loose.link',
  input: z.object({ document: z.uuid() }),
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal, input }) => {
    const row = await db.selectFrom('document').select('id').where('id', '=', input.document).executeTakeFirst()
    return row ? { address: `/v1/d/${principal.hatId}/${row.id}` } : notFound()
  },
})
