import 'server-only'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query, type Run } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { audience } from '@/lib/documents/audience'
import { seesDocuments } from '@/lib/documents/policy'
import { issueLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import { z } from '@/lib/platform/zod'

const input = z.object({
  document: z.uuid(),
  action: z.enum(['inline', 'attachment']).default('inline'),
  /** One page's picture, from 1, in place of the file itself. */
  page: z.number().int().min(1).max(9999).optional(),
  /** An earlier version, for staff; a patient has no other than the current one. */
  version: z.number().int().min(1).max(100_000).optional(),
})

/**
 * A fresh link of 60 seconds, for a document that is in the caller's sight now. It is checked all over again when used;
 * looking first keeps this from being an oracle that signs whatever id it is handed.
 */
async function issue({ db, principal, input: { document, action, page, version }, now }: Run<'staff', 'query', z.output<typeof input>> | Run<'patient', 'query', z.output<typeof input>>) {
  const mine = principal.kind === 'patient' ? principal.patientId : null
  const row = await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id'))
    .select(['document.id', 'version.version'])
    .where('document.practiceId', '=', principal.practice.id).where('document.id', '=', document)
    .where('version.state', '=', 'ready').where('document.deletedAt', 'is', null)
    // Said here too, so that the wall between two patients of one practice is not row-level security's alone.
    .$if(mine !== null, (rows) => rows.where('document.patientId', '=', mine))
    .$if(version === undefined || mine !== null, (rows) => rows.whereRef('version.version', '=', 'document.currentVersion'))
    .$if(version !== undefined, (rows) => rows.where('version.version', '=', version ?? 0))
    .executeTakeFirst()
  if (!row) notFound()
  const variant = page === undefined ? 'orig' : `page-${page}-1600`
  // A page that has no picture (yet) is not there: no link is made that would open nothing.
  if (page !== undefined) {
    const picture = await db.selectFrom('documentRendition').select('variant')
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', row.id).where('version', '=', row.version)
      .where('variant', '=', variant).where('state', '=', 'ready').executeTakeFirst()
    if (!picture) notFound()
  }
  const { address } = issueLink(
    vault().link,
    { practice: principal.practice.id, epoch: principal.practice.epoch, host: audience(), sessionId: principal.session.id },
    { hat: principal.hatId, document: row.id, version: row.version, variant, action },
    now.getTime(),
  )
  return { address }
}

const used = nothing('the opening is recorded when the link is used')

export const linkForStaff = query({
  name: 'documents.link', as: 'staff', input, allow: seesDocuments, closedBy: [], run: issue, audit: used,
})

export const linkForPatient = query({
  name: 'portal.documents.link', as: 'patient', input, allow: ownRecord, closedBy: ['documents', 'portal'], run: issue, audit: used,
})
