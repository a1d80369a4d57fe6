import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { deletesDocuments } from '@/lib/deletion/policy'
import { pagesOf } from '@/lib/documents/pages'
import { atRest, documentItem, withLatestRelease } from '@/lib/documents/rows'
import { receiptsOf } from '@/lib/documents/receipts'
import { filesDocuments, releasesDocuments, reviewsDocuments, seesDocuments } from '@/lib/documents/policy'
import { proposedFor, withProposal } from '@/lib/documents/proposal'
import { ofDocument, ofPatient, type Version } from '@/lib/documents/schema'
import { seesStorage } from '@/lib/quota/policy'
import { openHolds } from '@/lib/retention/holds'
import { holdsRecords } from '@/lib/retention/policy'
import { z } from '@/lib/platform/zod'

/** A patient's documents as the practice keeps them, newest first. */
export const listDocuments = query({
  name: 'documents.list',
  as: 'staff',
  input: ofPatient.extend({ before: z.object({ takenOn: z.iso.date(), id: z.uuid() }).optional() }),
  allow: seesDocuments,
  closedBy: [],
  audit: nothing('titles on the page of a patient whose opening is recorded'),
  run: async ({ db, principal, input, now }) => {
    let rows = withLatestRelease(db, principal.practice.id)
      .where('document.patientId', '=', input.patient)
      .where('document.filedAt', 'is not', null)
    const { before } = input
    if (before)
      rows = rows.where((where) => where(where.refTuple('document.takenOn', 'document.id'), '<', where.tuple(before.takenOn, before.id)))
    const found = await rows.orderBy('document.takenOn', 'desc').orderBy('document.id', 'desc').limit(pageSize + 1).execute()
    const items = found.slice(0, pageSize).map((row) => documentItem(row, now))
    const last = found.length > pageSize ? items.at(-1) : undefined
    const receipts = await receiptsOf(db, principal.practice.id, items.filter(({ release }) => release.state === 'released').map(({ id }) => id))
    return {
      items: items.map((item) => ({ ...item, receipts: receipts.get(item.id) ?? [] })),
      before: last ? { takenOn: last.takenOn ?? '', id: last.id } : null,
      can: { file: filesDocuments.allows(principal), deleted: deletesDocuments.allows(principal), release: releasesDocuments.allows(principal) },
    }
  },
})

const pageSize = 50
/** No patient's id: what asks for it finds nothing. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** How large a file may be, how much the practice may keep and keeps, and whether the caller brings files in. */
export const showLimits = query({
  name: 'documents.limits',
  as: 'staff',
  input: z.object({}),
  allow: seesDocuments,
  closedBy: [],
  audit: nothing('sums of bytes; no record'),
  run: async ({ principal, call }) => {
    const [room] = await call(sql<{ fileLimit: number; storageLimit: number; used: number }>`select file_limit, storage_limit, used from access.room()`)
    if (!room) notFound()
    return { ...room, can: { file: filesDocuments.allows(principal) } }
  },
})

/** What has arrived and waits to be filed, oldest first. */
export const listToFile = query({
  name: 'documents.to_file',
  as: 'staff',
  input: z.object({}),
  allow: seesDocuments,
  closedBy: [],
  audit: nothing('a list of what waits; no record is opened'),
  run: async ({ db, principal, now }) => {
    const rows = await withProposal(withLatestRelease(db, principal.practice.id))
      .leftJoin('patient', (join) =>
        join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
      .leftJoin('portalAccess as sender', (join) =>
        join.onRef('sender.practiceId', '=', 'document.practiceId').onRef('sender.id', '=', 'document.uploadedBy').on('document.uploadedByPatient', '=', true))
      .leftJoin('importRow as imported', (join) =>
        join.onRef('imported.practiceId', '=', 'document.practiceId').onRef('imported.documentId', '=', 'document.id').on('document.importId', 'is not', null))
      .select(['patient.id as patientId', 'patient.givenName', 'patient.familyName', 'document.uploadedByPatient', 'document.sentAs', 'document.sentNote', 'sender.relation', 'document.importId', 'imported.reason as importReason'])
      .where('document.filedAt', 'is', null).where('document.returnedAt', 'is', null)
      .orderBy('document.createdAt').orderBy('document.id')
      .limit(200)
      .execute()
    return rows.map((row) => ({
      ...documentItem(row, now),
      fileName: row.fileName,
      patient: row.patientId ? { id: row.patientId, name: `${row.givenName} ${row.familyName}` } : null,
      proposed: proposedFor(row),
      sent: sentBy(row),
      // What came in by an index of old documents, and why it could not be filed as that says; empty where it has not been tried.
      imported: row.importId === null ? null : { why: row.importReason ?? '' },
    }))
  },
})

/** One document's page: what it is, where it stands, who has opened it. The bytes are another operation. */
export const showDocument = query({
  name: 'documents.show',
  as: 'staff',
  input: ofDocument,
  allow: seesDocuments,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    const row = await withProposal(withLatestRelease(db, practice))
      .leftJoin('patient', (join) =>
        join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
      .leftJoin('portalAccess as sender', (join) =>
        join.onRef('sender.practiceId', '=', 'document.practiceId').onRef('sender.id', '=', 'document.uploadedBy').on('document.uploadedByPatient', '=', true))
      .select(['patient.id as patientId', 'patient.givenName', 'patient.familyName', 'document.uploadedByPatient', 'document.sentAs', 'document.sentNote',
        'document.returnedAt', 'document.returnedByName', 'document.returnedWord', 'sender.relation', 'patient.chartNumber'])
      .where('document.id', '=', input.document)
      .executeTakeFirst()
    if (!row) notFound()
    const patientId = row.patientId ?? nobody
    const [pages, releases, openings, recipients, receipts] = await Promise.all([
      pagesOf(db, practice, input.document),
      db.selectFrom('release')
        .select(['fromAt', 'expiresAt', 'untilAt', 'releasedByName', 'ruleId', 'note', 'endedByName', 'endedWhy', 'audience'])
        .where('practiceId', '=', practice).where('documentId', '=', input.document).where('patientId', '=', patientId)
        .orderBy('fromAt', 'desc').limit(20).execute(),
      db.selectFrom('auditEvent')
        .select(['at', 'actorName', 'actorKind', 'actorRoles', 'operation'])
        .where('practiceId', '=', practice).where('documentId', '=', input.document).where('decision', '=', 'allow')
        .where('operation', 'in', ['documents.redeem', 'portal.documents.redeem', 'shares.redeem', 'shares.save'])
        .orderBy('at', 'desc').orderBy('id', 'desc').limit(20).execute(),
      db.selectFrom('portalAccess')
        .select(['id', 'displayName', 'relation'])
        .where('practiceId', '=', practice).where('patientId', '=', patientId)
        .where('untilAt', 'is', null)
        .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', now)]))
        // Whoever's sight it lies beyond is no reader of it.
        .where(sql<boolean>`(scope = 'all' or ${row.category} = any (categories))
          and (sees_others_uploads or not exists (select from document d where d.practice_id = portal_access.practice_id
            and d.id = ${input.document} and d.uploaded_by_patient and d.uploaded_by <> portal_access.id))`)
        .orderBy('displayName').limit(50).execute(),
      receiptsOf(db, practice, [input.document]),
    ])
    return {
      ...documentItem(row, now),
      fileName: row.fileName,
      patient: row.patientId ? { id: row.patientId, name: `${row.givenName} ${row.familyName}`, chartNumber: row.chartNumber ?? '' } : null,
      // `recipients`: whose scope covers it, and so who could be given it; `receipts`: who may see it now, and has opened it or not.
      proposed: proposedFor(row),
      sent: sentBy(row),
      returned: row.returnedAt ? { at: row.returnedAt, by: row.returnedByName ?? '', word: row.returnedWord ?? '' } : null,
      pages, releases, openings, recipients, receipts: receipts.get(input.document) ?? [],
      can: {
        file: filesDocuments.allows(principal), review: reviewsDocuments.allows(principal),
        release: releasesDocuments.allows(principal), withdraw: releasesDocuments.allows(principal),
      },
    }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient?.id ?? null }),
})

/** How a document is kept: its versions, newest first, what holds it, and whether it is whole. */
export const keptDocument = query({
  name: 'documents.kept',
  as: 'staff',
  input: ofDocument,
  allow: seesDocuments,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const document = await db.selectFrom('document').select(['patientId', 'currentVersion', 'uploadedByName'])
      .where('practiceId', '=', practice).where('id', '=', input.document).where('deletedAt', 'is', null).executeTakeFirst()
    if (!document) notFound()
    const [rows, holds] = await Promise.all([
      db.selectFrom('documentVersion')
        .select(['version', 'state', 'fileName', 'byteSize', 'readyAt', 'createdAt', 'addedByName', 'correction', 'correctionNote', 'failure', 'suspectedAt'])
        .where('practiceId', '=', practice).where('documentId', '=', input.document)
        .where('state', 'in', ['receiving', 'checking', 'held', ...atRest]).orderBy('version', 'desc').limit(100).execute(),
      openHolds(db, practice, { patient: document.patientId, document: input.document }),
    ])
    const rest = rows.filter(({ state }) => atRest.includes(state))
    return {
      versions: rest.map((row, at): Version => ({
        version: row.version, current: row.version === document.currentVersion, damaged: row.state === 'corrupt', bytes: row.byteSize ?? 0,
        cameAt: row.readyAt ?? row.createdAt, by: row.addedByName ?? document.uploadedByName, why: row.correction, note: row.correctionNote,
        replaced: replacedBy(rest[at - 1]),
      })),
      arriving: rows.filter(({ state }) => !atRest.includes(state)).map(({ version, createdAt, addedByName }) => ({ version, since: createdAt, by: addedByName ?? '' })),
      holds,
      can: { correct: filesDocuments.allows(principal), delete: deletesDocuments.allows(principal), hold: holdsRecords.allows(principal), storage: seesStorage.allows(principal) },
    }
  },
  audit: nothing('stands on the page of a document whose opening is recorded'),
})

type Next = { readyAt: Date | null; createdAt: Date; addedByName: string | null; correction: string | null } | undefined
const replacedBy = (next: Next) => (next ? { at: next.readyAt ?? next.createdAt, by: next.addedByName ?? '', why: next.correction ?? '' } : null)

/** What a patient said of what she sent, and who of those who act for her it was; null for what the office brought in. */
function sentBy(row: { uploadedByPatient: boolean; sentAs: string | null; sentNote: string; relation: string | null }) {
  return row.uploadedByPatient ? { as: row.sentAs ?? 'other', note: row.sentNote, relation: row.relation ?? 'self' } : null
}
