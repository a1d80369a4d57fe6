import 'server-only'
import { nothing } from '@/lib/access/audit'
import { query, type Run } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { seesDocuments } from '@/lib/documents/policy'
import { ofDocument, type Comparable } from '@/lib/documents/schema'
import type { z } from '@/lib/platform/zod'

/** Pictures that one may be held against; the newest. */
const atMost = 60

/**
 * The other X-rays and photographs of the same person that have a picture and are in sight, for a document that is one itself.
 * None is opened by that.
 */
async function others({ db, principal, input: { document } }: Run<'staff', 'query', z.output<typeof ofDocument>> | Run<'patient', 'query', z.output<typeof ofDocument>>): Promise<Comparable[]> {
  const mine = principal.kind === 'patient' ? principal.patientId : null
  const pictures = () => db.selectFrom('document')
    .where('document.practiceId', '=', principal.practice.id).where('document.deletedAt', 'is', null).where('document.filedAt', 'is not', null)
    .where('document.category', 'in', ['radiograph', 'photograph'])
    // Said here too, so that the wall between two patients of one practice is not row-level security's alone.
    .$if(mine !== null, (rows) => rows.where('document.patientId', '=', mine))
  const row = await pictures().select('document.patientId').where('document.id', '=', document).executeTakeFirst()
  // Not a picture, not filed, not there: nothing to hold it against.
  if (!row?.patientId) return []
  const found = await pictures()
    .innerJoin('documentRendition as picture', (join) =>
      join.onRef('picture.practiceId', '=', 'document.practiceId').onRef('picture.documentId', '=', 'document.id')
        .onRef('picture.version', '=', 'document.currentVersion').on('picture.variant', '=', 'page-1-1600').on('picture.state', '=', 'ready'))
    .select(['document.id', 'document.title', 'document.takenOn', 'picture.width', 'picture.height'])
    .where('document.patientId', '=', row.patientId).where('document.id', '<>', document)
    .orderBy('document.takenOn', 'desc').orderBy('document.id', 'desc').limit(atMost).execute()
  return found.map(({ id, title, takenOn, width, height }) => ({ id, title, takenOn: takenOn ?? '', width: width ?? 1, height: height ?? 1 }))
}

const unopened = nothing('titles beside one another; looking at a picture is recorded when its link is used')

export const compareAsStaff = query({
  name: 'documents.compare', as: 'staff', input: ofDocument, allow: seesDocuments, closedBy: [], run: others, audit: unopened,
})

export const compareAsPatient = query({
  name: 'portal.documents.compare', as: 'patient', input: ofDocument, allow: ownRecord, closedBy: ['documents', 'portal'], run: others, audit: unopened,
})
