import 'server-only'
import type { WriteHandle } from '@/db/practice'
import { notFound, AppError } from '@/lib/access/errors'
import { nothing, writeAudit } from '@/lib/access/audit'
import { command } from '@/lib/access/operation'
import { filesDocuments } from '@/lib/documents/policy'
import { arrived, arriving, correcting, failing } from '@/lib/documents/schema'
import { atRest, finishArrival, type ArrivedFile } from '@/lib/platform/arrival'
import { newStorageKey } from '@/lib/platform/storage/store'
import { newId } from '@/lib/platform/ids'
import { newFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import type { FileContext } from '@/lib/vault/vlt1'

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
    const document = newId()
    const key = await keyFor(db, { practice, document, version: 1, variant: 'orig' })
    await db.insertInto('document')
      .values({
        practiceId: practice, id: document, patientId: patient.id, title: '',
        uploadedBy: principal.hatId, uploadedByName: principal.name,
      })
      .execute()
    await db.insertInto('documentVersion').values({ ...key.row, fileName: input.fileName }).execute()
    return { document, ...key.given }
  },
  audit: ({ input, output }) => ({ patientId: input.patient, documentId: output?.document ?? null }),
})

/**
 * A further version of a document that is there: a correction, with its reason. It becomes the current one when it is ready
 * (access.version_is_ready), and what it replaces stays. Two at once are numbered one after the other, and the higher number
 * is the later word, whichever arrives first.
 */
export const beginCorrection = command({
  name: 'documents.correct',
  as: 'staff',
  input: correcting,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const document = await db.selectFrom('document').select(['id', 'patientId'])
      .where('practiceId', '=', practice).where('id', '=', input.document).where('deletedAt', 'is', null)
      .forUpdate().executeTakeFirst()
    if (!document) notFound()
    const { last } = await db.selectFrom('documentVersion').select(({ fn }) => fn.max('version').as('last'))
      .where('practiceId', '=', practice).where('documentId', '=', document.id).executeTakeFirstOrThrow()
    const key = await keyFor(db, { practice, document: document.id, version: last + 1, variant: 'orig' })
    await db.insertInto('documentVersion')
      .values({
        ...key.row, fileName: input.fileName, correction: input.why, correctionNote: input.note,
        addedBy: principal.hatId, addedByName: principal.name,
      })
      .execute()
    return { document: document.id, patient: document.patientId, ...key.given }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null, detail: { version: output?.of.version ?? null },
  }),
})

/** A key of the version's own under the practice's active one, and the place where its bytes will rest. */
async function keyFor(db: WriteHandle, of: FileContext) {
  const { practice } = of
  const key = await db.selectFrom('practiceKey').select(['version', 'rootKid', 'wrapped'])
    .where('practiceId', '=', practice).where('state', '=', 'active').orderBy('version', 'desc').executeTakeFirst()
  if (!key) throw new AppError('unavailable', 'the practice has no active key')
  const { dek, wrapped } = vault().keys.use({ practice, ...key }, (practiceKey) => newFileKey(practiceKey, of, key.version))
  const storageKey = newStorageKey()
  return {
    row: { practiceId: practice, documentId: of.document, version: of.version, storageKey, keyVersion: key.version, wrappedDek: Buffer.from(wrapped) },
    given: { of, dek, storageKey },
  }
}

/** The second commit: the file rests whole, under a name that survives a loss of power, and is checked or ready. */
export const completeArrival = command({
  name: 'documents.arrived',
  as: 'staff',
  input: arrived,
  allow: filesDocuments,
  // A file whose bytes rest already is not lost because somebody closed writes in the meantime.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const { document, version, ...found } = input
    const row = await db.updateTable('documentVersion')
      .set({
        ...atRest(now), contentType: found.contentType, byteSize: found.byteSize,
        sha256: Buffer.from(found.sha256), commitment: Buffer.from(found.commitment), width: found.width, height: found.height,
      })
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', document).where('version', '=', version)
      .where('state', '=', 'receiving')
      .returning('documentId').executeTakeFirst()
    if (!row) notFound('no upload under way')
    return { document }
  },
  audit: ({ input }) => ({ documentId: input.document, detail: { bytes: input.byteSize, version: input.version } }),
})

/**
 * The second commit where the session locked between the two. Only for the door that took the bytes in the same request
 * that `beginArrival` allowed; a session that ended finishes nothing.
 */
export async function completeWhileLocked(practice: string, file: ArrivedFile): Promise<void> {
  const done = await finishArrival(practice, file, (db) => writeAudit(db, {
    operation: 'documents.arrived', decision: 'allow', reason: 'the session locked while the file came in',
    documentId: file.document, detail: { bytes: file.byteSize, version: file.version },
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
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('version', '=', input.version)
      .where('state', '=', 'receiving').execute()
    return {}
  },
  audit: nothing('the arrival is on record; this row says how it ended'),
})
