import 'server-only'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { readsTheShare } from '@/lib/access/policy'
import { audience } from '@/lib/documents/audience'
import { askingLink } from '@/lib/shares/schema'
import { issueLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'

/**
 * A fresh link of 60 seconds for a guest (class G): bound to the share, to this half hour of hers, to the paper in the version
 * that was shared, and to one page of it or to the file itself. Redeeming it asks everything again.
 */
export const linkForGuest = query({
  name: 'shares.link',
  as: 'guest',
  input: askingLink,
  allow: readsTheShare,
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal, input: { document, page }, now }) => {
    const row = await db.selectFrom('shareDocument as shared')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'shared.practiceId').onRef('document.id', '=', 'shared.documentId')
        .onRef('document.currentVersion', '=', 'shared.version'))
      .innerJoin('share', (join) => join.onRef('share.practiceId', '=', 'shared.practiceId').onRef('share.id', '=', 'shared.shareId'))
      .select(['document.id', 'shared.version', 'share.maySave'])
      .where('shared.practiceId', '=', principal.practice.id).where('shared.shareId', '=', principal.hatId).where('document.id', '=', document)
      .executeTakeFirst()
    if (!row || (page === undefined && !row.maySave)) notFound()
    const { address } = issueLink(
      vault().link,
      { practice: principal.practice.id, epoch: principal.practice.epoch, host: audience(), sessionId: principal.session.id, subject: 'G' },
      { hat: principal.hatId, document: row.id, version: row.version, ...(page === undefined ? { variant: 'orig', action: 'attachment' } : { variant: `page-${page}-1600`, action: 'inline' }) },
      now.getTime(),
    )
    return { address }
  },
  audit: nothing('the opening is recorded when the link is used'),
})
