import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { query, type Run } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { audience } from '@/lib/documents/audience'
import { seesDocuments } from '@/lib/documents/policy'
import { KeyError, openFileKey } from '@/lib/vault/keys'
import { verifyLink, type SignedLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import type { SniffedType } from '@/lib/vault/sniff/probe'
import type { FileContext } from '@/lib/vault/vlt1'
import { reportFault } from '@/lib/platform/faults'
import { log } from '@/lib/platform/log'
import { z } from '@/lib/platform/zod'

type Row = {
  outcome: 'allowed' | 'gone'; title: string; fileName: string; contentType: string; byteSize: number; sha256: Buffer
  readyAt: Date; storageKey: string; keyVersion: number; wrappedDek: Buffer; commitment: Buffer; rootKid: number; wrappedKey: Buffer
}

const input = z.object({ link: z.custom<SignedLink>((link) => typeof link === 'object' && link !== null) })

/**
 * A signed link is used. The order is: whose session and hat (before this), the link's MAC over both, then in one commit
 * row-level security, lease and audit. Whoever reaches the return has been put on record.
 *
 * `not_found` for everything that is not there or not theirs; `gone` only to the one whom the link was made for.
 */
async function redeem(given: Run<'staff', 'query', z.output<typeof input>> | Run<'patient', 'query', z.output<typeof input>>, operation: string) {
  const { call, principal, input: { link }, now } = given
  const practice = principal.practice.id
  const verdict = verifyLink(link, vault().link, {
    practice, epoch: principal.practice.epoch, host: audience(), sessionId: principal.session.id,
  }, now.getTime())
  // The hat stands in the signature through the address; that it is this caller's was found in round trip one.
  if ((verdict.outcome !== 'ok' && verdict.outcome !== 'expired') || link.hat !== principal.hatId) notFound(`link ${verdict.outcome}`)
  const [row] = await call(sql<Row>`select * from access.redeem(${link.document}, ${link.version}, ${link.variant}, ${link.nonce},
    ${verdict.outcome === 'ok'}, ${operation}, ${link.action}, ${policyVersion})`).catch(refusedByDatabase)
  if (!row) notFound('no such document in sight')
  if (row.outcome === 'gone') throw new AppError('gone', 'the link is older than a minute and has no lease')
  const of = { practice, document: link.document, version: link.version, variant: link.variant }
  const dek = openKey(row, of)
  return {
    of, dek, storageKey: row.storageKey, commitment: row.commitment, size: row.byteSize, sha256: row.sha256,
    type: row.contentType, name: fileName(row), action: link.action, modified: row.readyAt,
    etag: `"${link.document}.${link.version}.${link.variant}"`, practice, nonce: link.nonce,
  }
}

/** @throws AppError when the row's key is not this document's: somebody changed the row, or a root key is missing */
export function openKey(row: Pick<Row, 'keyVersion' | 'rootKid' | 'wrappedKey' | 'wrappedDek'>, of: FileContext): Buffer {
  try {
    return vault().keys.use({ practice: of.practice, version: row.keyVersion, rootKid: row.rootKid, wrapped: row.wrappedKey },
      (key) => openFileKey(key, of, { keyVersion: row.keyVersion, wrapped: row.wrappedDek }))
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    log.error({ event: 'vault.fault', code: error.code, document: of.document, practice: of.practice })
    // A root key that is missing here is this process's fault, and not the file's.
    if (error.code === 'does_not_open' && of.variant === 'orig') void reportFault(of.practice, of.document, of.version)
    throw new AppError('corrupt', `key ${error.code}`, { cause: error })
  }
}

/** The lease belongs to another session or hat, or has run out: to this caller there is nothing. */
export function refusedByDatabase(error: unknown): never {
  if ((error as { code?: string }).code === '42501') notFound('the lease is not theirs')
  throw error
}

const endings: Readonly<Record<SniffedType, string>> = {
  'application/pdf': '.pdf', 'image/jpeg': '.jpg', 'image/png': '.png', 'image/webp': '.webp', 'image/heic': '.heic', 'image/tiff': '.tif',
  'application/dicom': '.dcm', 'text/plain': '.txt', 'text/plain;charset=windows-1252': '.txt',
}

/** Named by its title, not by whatever the uploader's computer called it. */
export function fileName(row: Pick<Row, 'title' | 'contentType'>): string {
  return `${row.title || 'document'}${endings[row.contentType as SniffedType] ?? ''}`
}

const recorded = nothing('access.redeem writes the event itself, once per opening, before it returns the key')

export const redeemAsStaff = query({
  name: 'documents.redeem',
  as: 'staff',
  input,
  allow: seesDocuments,
  // Chairside reading goes on while the portal's documents are closed.
  closedBy: [],
  run: (given) => redeem(given, 'documents.redeem'),
  audit: recorded,
})

export const redeemAsPatient = query({
  name: 'portal.documents.redeem',
  as: 'patient',
  input,
  allow: ownRecord,
  closedBy: ['documents', 'portal'],
  run: (given) => redeem(given, 'portal.documents.redeem'),
  audit: recorded,
})
