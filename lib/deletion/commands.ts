import 'server-only'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { deletesDocuments } from '@/lib/deletion/policy'
import { removeDocument } from '@/lib/deletion/remove'
import { deleting, restoring } from '@/lib/deletion/schema'

/**
 * Takes a document out of every list and sight at once; links already given out end at their next use. Its release ends with
 * it. Until the practice's days are over it can be brought back; then a job destroys its keys.
 */
export const deleteDocument = command({
  name: 'deletion.delete',
  as: 'staff',
  input: deleting,
  allow: deletesDocuments,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now }) => {
    const removed = await removeDocument({ db, principal, now }, input.document, input.why)
    if (!removed) notFound()
    return { document: input.document, patient: removed.patient }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})

/** Brings a deleted document back as it was, but for its release: who may see it again is decided anew, by a person. */
export const restoreDocument = command({
  name: 'deletion.restore',
  as: 'staff',
  input: restoring,
  allow: deletesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    // The order first, as the job takes it first: whichever comes second finds it obeyed or taken back.
    const order = await db.updateTable('destruction')
      .set({ cancelledAt: now, cancelledBy: principal.hatId, cancelledByName: principal.name })
      .where('practiceId', '=', practiceId).where('documentId', '=', input.document)
      .where('cancelledAt', 'is', null).where('destroyedAt', 'is', null).returning('id').executeTakeFirst()
    if (!order) {
      const gone = await db.selectFrom('destruction').select('id').where('practiceId', '=', practiceId)
        .where('documentId', '=', input.document).where('destroyedAt', 'is not', null).executeTakeFirst()
      if (gone) throw new AppError('conflict', 'destroyed', { says: 'Its keys have been destroyed. Nobody can bring it back.' })
      notFound()
    }
    const document = await db.updateTable('document').set({ deletedAt: null, deletedBy: null, deletedByName: null, deletedWhy: null })
      .where('practiceId', '=', practiceId).where('id', '=', input.document).where('deletedAt', 'is not', null)
      .returning('patientId').executeTakeFirst()
    if (!document) notFound()
    return { document: input.document, patient: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})
