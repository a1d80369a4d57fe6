import 'server-only'
import { sql } from 'kysely'
import { nothing, policyVersion } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query, type Run } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { audience } from '@/lib/documents/audience'
import { seesDocuments } from '@/lib/documents/policy'
import { openFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { issueSheetLink, SHEET_LIMIT, sheetLinkHolds, type SheetLink } from '@/lib/vault/sheet-link'
import type { FileContext } from '@/lib/vault/vlt1'
import { z } from '@/lib/platform/zod'

const asking = z.object({ documents: z.array(z.uuid()).min(1).max(SHEET_LIMIT) })
const redeeming = z.object({ link: z.custom<SheetLink>((link) => typeof link === 'object' && link !== null) })

type Given<S extends z.ZodType> = Run<'staff', 'query', z.output<S>> | Run<'patient', 'query', z.output<S>>

const binding = ({ principal }: Given<typeof asking> | Given<typeof redeeming>) => ({
  practice: principal.practice.id, epoch: principal.practice.epoch, host: audience(), sessionId: principal.session.id,
})

/** A fresh link to the previews of these documents, if one of them at least is in the caller's sight. */
async function issue(given: Given<typeof asking>) {
  const { db, principal, input: { documents }, now } = given
  const mine = principal.kind === 'patient' ? principal.patientId : null
  const row = await db.selectFrom('document').select('id')
    .where('practiceId', '=', principal.practice.id).where('id', 'in', documents).where('deletedAt', 'is', null)
    .$if(mine !== null, (rows) => rows.where('patientId', '=', mine)).limit(1).executeTakeFirst()
  if (!row) notFound()
  return { address: issueSheetLink(vault().link, binding(given), principal.hatId, documents, now.getTime()) }
}

type Row = {
  documentId: string; version: number; byteSize: number; storageKey: string; keyVersion: number; wrappedDek: Buffer
  commitment: Buffer; rootKid: number; wrappedKey: Buffer
}
/** One preview at rest, and how to open it. */
export type Preview = { of: FileContext; dek: Buffer; size: number; storageKey: string; commitment: Buffer }

/** The link is used: what of its set is in sight now, in its order, and null for everything else. One event for all of it. */
async function redeem(given: Given<typeof redeeming>, operation: string): Promise<{ previews: (Preview | null)[] }> {
  const { call, principal, input: { link }, now } = given
  if (!sheetLinkHolds(link, vault().link, binding(given), now.getTime()) || link.hat !== principal.hatId) notFound('sheet link')
  const rows = await call(sql<Row>`select * from access.redeem_sheet(${link.documents}::uuid[], ${link.nonce}, ${operation}, ${policyVersion})`).catch((error: unknown) => {
    if ((error as { code?: string }).code === '42501') notFound('the lease is not theirs')
    throw error
  })
  const found = new Map(rows.map((row) => [row.documentId, row]))
  return { previews: link.documents.map((document) => {
    const row = found.get(document)
    return row ? open(row, principal.practice.id) : null
  }) }
}

function open(row: Row, practice: string): Preview {
  const of = { practice, document: row.documentId, version: row.version, variant: 'thumb-256' }
  const dek = vault().keys.use({ practice, version: row.keyVersion, rootKid: row.rootKid, wrapped: row.wrappedKey },
    (key) => openFileKey(key, of, { keyVersion: row.keyVersion, wrapped: row.wrappedDek }))
  return { of, dek, size: row.byteSize, storageKey: row.storageKey, commitment: row.commitment }
}

const used = nothing('the previews are recorded when the link is used')
const recorded = nothing('access.redeem_sheet writes the event itself, one for each patient, before it returns the keys')

export const sheetForStaff = query({
  name: 'documents.sheet_link', as: 'staff', input: asking, allow: seesDocuments, closedBy: [], run: issue, audit: used,
})

export const sheetForPatient = query({
  name: 'portal.documents.sheet_link', as: 'patient', input: asking, allow: ownRecord, closedBy: ['documents', 'portal'], run: issue, audit: used,
})

export const redeemSheetAsStaff = query({
  name: 'documents.sheet', as: 'staff', input: redeeming, allow: seesDocuments, closedBy: [],
  run: (given) => redeem(given, 'documents.sheet'), audit: recorded,
})

export const redeemSheetAsPatient = query({
  name: 'portal.documents.sheet', as: 'patient', input: redeeming, allow: ownRecord, closedBy: ['documents', 'portal'],
  run: (given) => redeem(given, 'portal.documents.sheet'), audit: recorded,
})
