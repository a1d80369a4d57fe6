import 'server-only'
import { notFound, AppError } from '@/lib/access/errors'
import { nothing, writeAudit } from '@/lib/access/audit'
import { command } from '@/lib/access/operation'
import { filesDocuments } from '@/lib/documents/policy'
import { arrived, arriving, failing } from '@/lib/documents/schema'
import { finishArrival, type ArrivedFile } from '@/lib/platform/arrival'
import { newStorageKey } from '@/lib/platform/storage/store'
import { newId } from '@/lib/platform/ids'
import { newFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'

/**
 * The first of two commits around an upload: the row, its key and its place in the store are durable before the first
 * byte, so that whatever breaks in between is found by the janitor, and no file ever rests without a row that knows it.
 */
export const beginArrival = command({
  name: 'documents.arrive',
  as: 'staff',
  input: arriving,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const patient = await db.selectFrom('patient').select('id')
      .where('practiceId', '=', practice).where('id', '=', input.patient).where('archivedAt', 'is', null).executeTakeFirst()
    if (!patient) notFound()
    const key = await db.selectFrom('practiceKey').select(['version', 'rootKid', 'wrapped'])
      .where('practiceId', '=', practice).where('state', '=', 'active').orderBy('version', 'desc').executeTakeFirst()
    if (!key) throw new AppError('unavailable', 'the practice has no active key')
    const document = newId()
    const of = { practice, document, version: 1, variant: 'orig' }
    const { dek, wrapped } = vault().keys.use({ practice, ...key }, (practiceKey) => newFileKey(practiceKey, of, key.version))
    const storageKey = newStorageKey()
    await db.insertInto('document')
      .values({
        practiceId: practice, id: document, patientId: patient.id, title: '',
        uploadedBy: principal.hatId, uploadedByName: principal.name,
      })
      .execute()
    await db.insertInto('documentVersion')
      .values({
        practiceId: practice, documentId: document, version: 1, fileName: input.fileName, storageKey,
        keyVersion: key.version, wrappedDek: Buffer.from(wrapped),
      })
      .execute()
    return { document, of, dek, storageKey }
  },
  audit: ({ input, output }) => ({ patientId: input.patient, documentId: output?.document ?? null }),
})

/** The second commit: the file rests whole, under a name that survives a loss of power, and becomes ready. */
export const completeArrival = command({
  name: 'documents.arrived',
  as: 'staff',
  input: arrived,
  allow: filesDocuments,
  // A file whose bytes rest already is not lost because somebody closed writes in the meantime.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const { document, ...found } = input
    const row = await db.updateTable('documentVersion')
      .set({
        state: 'ready', readyAt: now, contentType: found.contentType, byteSize: found.byteSize,
        sha256: Buffer.from(found.sha256), commitment: Buffer.from(found.commitment), width: found.width, height: found.height,
      })
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', document).where('version', '=', 1)
      .where('state', '=', 'receiving')
      .returning('documentId').executeTakeFirst()
    if (!row) notFound('no upload under way')
    return { document }
  },
  audit: ({ input }) => ({ documentId: input.document, detail: { bytes: input.byteSize } }),
})

/**
 * The second commit where the session locked between the two. Only for the door that took the bytes in the same request
 * that `beginArrival` allowed; a session that ended finishes nothing.
 */
export async function completeWhileLocked(practice: string, file: ArrivedFile): Promise<void> {
  const done = await finishArrival(practice, file, (db) => writeAudit(db, {
    operation: 'documents.arrived', decision: 'allow', reason: 'the session locked while the file came in',
    documentId: file.document, detail: { bytes: file.byteSize },
  }))
  if (!done) notFound('no upload under way')
}

/** The file was refused or broke off: the row says so, and holds no file. */
export const failArrival = command({
  name: 'documents.arrival_failed',
  as: 'staff',
  input: failing,
  allow: filesDocuments,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await db.updateTable('documentVersion')
      .set({ state: input.state, failure: input.failure })
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('version', '=', 1)
      .where('state', '=', 'receiving').execute()
    return {}
  },
  audit: nothing('the arrival is on record; this row says how it ended'),
})
