import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { command, query } from '@/lib/access/operation'
import { decidesHeldFiles, seesDocuments } from '@/lib/documents/policy'
import { deciding, ofDocument, type Arriving } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

/** Versions that came whole and are not there to be opened. What was refused is told of for a week. */
function arriving(db: ReadHandle, practice: string) {
  return db.selectFrom('documentVersion as version')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'version.practiceId').onRef('document.id', '=', 'version.documentId'))
    .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
    .select(['version.documentId', 'version.version', 'version.fileName', 'version.byteSize', 'version.contentType', 'version.state', 'version.failure',
      'version.createdAt', 'document.uploadedByName', 'patient.id as patientId', 'patient.givenName', 'patient.familyName'])
    .where('version.practiceId', '=', practice)
    .where('document.deletedAt', 'is', null)
    .where((where) => where.or([
      where('version.state', 'in', ['checking', 'held']),
      where.and([where('version.state', '=', 'rejected'), where('version.failure', 'in', ['infected', 'refused', 'lost']), where('version.createdAt', '>', sql<Date>`now() - interval '7 days'`)]),
    ]))
}

type Row = Awaited<ReturnType<ReturnType<typeof arriving>['execute']>>[number]

function item(row: Row): Arriving {
  return {
    document: row.documentId, version: row.version, fileName: row.fileName, byteSize: row.byteSize, contentType: row.contentType,
    state: row.state === 'checking' || row.state === 'held' ? row.state : 'refused', reason: row.failure ?? '', createdAt: row.createdAt,
    uploadedBy: row.uploadedByName, patient: row.patientId ? { id: row.patientId, name: `${row.givenName} ${row.familyName}` } : null,
  }
}

/** What is being checked, held, or was refused lately; what waits for a person stands first. */
export const listArriving = query({
  name: 'documents.waiting',
  as: 'staff',
  input: z.object({}),
  allow: seesDocuments,
  closedBy: [],
  audit: nothing('a list of what is on its way in; no record is opened'),
  run: async ({ db, principal }) => {
    const rows = await arriving(db, principal.practice.id)
      .orderBy(sql`version.state <> 'held'`).orderBy('version.createdAt', 'desc').limit(100).execute()
    return { items: rows.map(item), can: { decide: decidesHeldFiles.allows(principal) } }
  },
})

/** How far one document is. `ready`: there is a version to open, whatever else is on its way. */
export const showArriving = query({
  name: 'documents.arriving',
  as: 'staff',
  input: ofDocument,
  allow: seesDocuments,
  closedBy: [],
  audit: nothing('how far it is; what it is stands on its page, whose opening is recorded'),
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const [ready, rows] = await Promise.all([
      db.selectFrom('documentVersion').select('version').where('practiceId', '=', practice).where('documentId', '=', input.document)
        .where('state', '=', 'ready').limit(1).executeTakeFirst(),
      arriving(db, practice).where('version.documentId', '=', input.document).orderBy('version.version', 'desc').execute(),
    ])
    if (!ready && rows.length === 0) notFound()
    return { ready: ready !== undefined, items: rows.map(item), can: { decide: decidesHeldFiles.allows(principal) } }
  },
})

/** A person answers for what the scanner could not look through: it is taken in, or refused and destroyed. */
export const decideHeld = command({
  name: 'documents.decide_held',
  as: 'staff',
  input: deciding,
  allow: decidesHeldFiles,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const row = await db.updateTable('documentVersion')
      .set({
        ...(input.decision === 'take' ? { state: 'ready', readyAt: now } : { state: 'rejected', failure: 'refused' }),
        decidedBy: principal.hatId, decidedByName: principal.name, decidedWhy: input.why,
      })
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('version', '=', input.version)
      .where('state', '=', 'held')
      .returning('documentId').executeTakeFirst()
    if (!row) notFound('nothing held')
    return { document: input.document }
  },
  audit: ({ input }) => ({ documentId: input.document, detail: { version: input.version, decision: input.decision } }),
})
