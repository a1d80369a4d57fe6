import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { readsTheShare } from '@/lib/access/policy'
import { audience } from '@/lib/documents/audience'
import { fileName, openKey, refusedByDatabase } from '@/lib/documents/redeem'
import { verifyLink, type SignedLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import { z } from '@/lib/platform/zod'

type Row = {
  outcome: 'allowed' | 'gone'; title: string; contentType: string; byteSize: number; sha256: Buffer; readyAt: Date; storageKey: string
  keyVersion: number; wrappedDek: Buffer; commitment: Buffer; rootKid: number; wrappedKey: Buffer; stored: string
}

/** A guest's link is used: as lib/documents/redeem.ts, under the share that is her hat. */
export const redeemAsGuest = query({
  name: 'shares.redeem',
  as: 'guest',
  input: z.object({ link: z.custom<SignedLink>((link) => typeof link === 'object' && link !== null) }),
  allow: readsTheShare,
  closedBy: ['documents', 'portal'],
  run: async ({ call, principal, input: { link }, now }) => {
    const practice = principal.practice.id
    const verdict = verifyLink(link, vault().link, {
      practice, epoch: principal.practice.epoch, host: audience(), sessionId: principal.session.id, subject: 'G',
    }, now.getTime())
    if ((verdict.outcome !== 'ok' && verdict.outcome !== 'expired') || link.hat !== principal.hatId) notFound(`link ${verdict.outcome}`)
    const [row] = await call(sql<Row>`select * from access.redeem_share(${link.document}, ${link.version}, ${link.variant}, ${link.nonce},
      ${verdict.outcome === 'ok'}, ${'shares.redeem'}, ${link.action}, ${policyVersion})`).catch(refusedByDatabase)
    if (!row) notFound('no such document in sight')
    if (row.outcome === 'gone') throw new AppError('gone', 'the link is older than a minute and has no lease')
    const of = { practice, document: link.document, version: link.version, variant: row.stored }
    return {
      of, dek: openKey(row, of), storageKey: row.storageKey, commitment: row.commitment, size: row.byteSize, sha256: row.sha256,
      type: row.contentType, name: fileName(row), action: link.action, modified: row.readyAt,
      etag: `"${link.document}.${link.version}.${link.variant}.${link.hat}"`, practice, nonce: link.nonce,
      guest: { name: principal.name, language: principal.language, by: principal.sharedBy, practiceName: principal.practice.name, timeZone: principal.practice.timeZone },
    }
  },
  audit: nothing('access.redeem_share writes the event itself, once per opening, before it returns the key'),
})
