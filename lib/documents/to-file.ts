import 'server-only'
import { sql } from 'kysely'
import type { WriteHandle } from '@/db/practice'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { deletesDocuments } from '@/lib/deletion/policy'
import { filesDocuments } from '@/lib/documents/policy'
import { discarding, movingUnfiled, returning } from '@/lib/documents/schema'

/** Somebody chose the wrong chart, or none: what nobody has filed yet is put to another patient. */
export const moveUnfiled = command({
  name: 'documents.move_unfiled',
  as: 'staff',
  input: movingUnfiled,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    // What a patient sent is in her own portal: in another's it would show that one what she sent. It goes back, or away.
    if (document.uploadedByPatient) throw new AppError('conflict', 'sent by a patient', { says: 'A patient sent this from this record’s own portal. Return it with a word, or discard it.' })
    const patient = await db.selectFrom('patient').select('id')
      .where('practiceId', '=', practice).where('id', '=', input.patient).where('archivedAt', 'is', null).executeTakeFirst()
    if (!patient) notFound()
    await db.updateTable('document').set({ patientId: input.patient }).where('practiceId', '=', practice).where('id', '=', input.document).execute()
    return { document: input.document, from: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: input.patient, subjectId: output?.from ?? null }),
})

/**
 * What does not belong here leaves every list, with the reason; its keys are destroyed after the practice’s days to think, and
 * until then those who may delete bring it back. Filed documents are deleted elsewhere (lib/deletion).
 */
export const discardUnfiled = command({
  name: 'documents.discard_unfiled',
  as: 'staff',
  input: discarding,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, call }) => {
    const document = await lock(db, principal.practice.id, input.document)
    const stood = await db.selectFrom('privacyCase').select('id').where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).limit(1).executeTakeFirst()
    if (stood && !deletesDocuments.allows(principal))
      throw new AppError('forbidden', 'it stood in a record', { says: 'This stood in somebody’s record. Only the owner, the privacy officer or a dentist does away with it.' })
    const [row] = await call(sql<{ done: boolean }>`select access.discard_unfiled(${input.document}, ${input.why}) as done`)
    if (!row?.done) notFound()
    return { document: input.document, patient: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})

/** What a patient sent goes back to her with a word: a card that cannot be read, a page that is missing. */
export const returnToSender = command({
  name: 'documents.return',
  as: 'staff',
  input: returning,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const document = await lock(db, principal.practice.id, input.document)
    if (!document.uploadedByPatient) throw new AppError('conflict', 'not sent by a patient', { says: 'Only what a patient sent can go back to her.' })
    await db.updateTable('document').set({ returnedAt: now, returnedBy: principal.hatId, returnedByName: principal.name, returnedWord: input.word })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.document).execute()
    return { document: input.document, patient: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})

/** A document that has arrived whole and waits; what is filed, discarded or given back is not there for these. */
async function lock(db: WriteHandle, practice: string, id: string) {
  const row = await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .select(['document.id', 'document.patientId', 'document.uploadedByPatient'])
    .where('document.practiceId', '=', practice).where('document.id', '=', id).where('version.state', '=', 'ready')
    .where('document.filedAt', 'is', null).where('document.deletedAt', 'is', null).where('document.returnedAt', 'is', null)
    .forUpdate('document').executeTakeFirst()
  return row ?? notFound()
}
