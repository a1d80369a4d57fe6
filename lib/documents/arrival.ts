import 'server-only'
import { AppError, notFound } from '@/lib/access/errors'
import { nothing, writeAudit } from '@/lib/access/audit'
import { command, query } from '@/lib/access/operation'
import { announce, arrive, end, keyFor, requireRoom, roomFor, takeTurn, whereItIs } from '@/lib/documents/incoming'
import { filesDocuments, releasesDocuments } from '@/lib/documents/policy'
import { arrived, arriving, correcting, failing, goingOn, ofDocument } from '@/lib/documents/schema'
import { finishArrival, type ArrivedFile } from '@/lib/platform/arrival'

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
  run: async ({ db, principal, input, call }) => {
    const practice = principal.practice.id
    if (input.patient) {
      const patient = await db.selectFrom('patient').select('id')
        .where('practiceId', '=', practice).where('id', '=', input.patient).where('archivedAt', 'is', null).executeTakeFirst()
      if (!patient) notFound()
    }
    const room = await roomFor(call)
    requireRoom(room, input.size)
    return { ...(await announce({ db, principal }, { patient: input.patient, announced: input })), room }
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
  run: async ({ db, principal, input, call }) => {
    const practice = principal.practice.id
    const document = await db.selectFrom('document').select(['id', 'patientId'])
      .where('practiceId', '=', practice).where('id', '=', input.document).where('deletedAt', 'is', null)
      .forUpdate().executeTakeFirst()
    if (!document) notFound()
    // A correction of what is released is seen from the moment it is here: to bring it in is to release it.
    const live = await db.selectFrom('release').select('id').where('practiceId', '=', practice).where('documentId', '=', document.id).where('untilAt', 'is', null).limit(1).executeTakeFirst()
    if (live && !releasesDocuments.allows(principal))
      throw new AppError('forbidden', 'released', { says: 'This is released, and a corrected file would be seen at once. Somebody who releases documents brings it in.' })
    const room = await roomFor(call)
    requireRoom(room, null)
    const { last } = await db.selectFrom('documentVersion').select(({ fn }) => fn.max('version').as('last'))
      .where('practiceId', '=', practice).where('documentId', '=', document.id).executeTakeFirstOrThrow()
    const key = await keyFor(db, { practice, document: document.id, version: last + 1, variant: 'orig' })
    await db.insertInto('documentVersion')
      .values({
        ...key.row, fileName: input.fileName, correction: input.why, correctionNote: input.note,
        addedBy: principal.hatId, addedByName: principal.name,
      })
      .execute()
    return { document: document.id, patient: document.patientId, room, ...key.given }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null, detail: { version: output?.of.version ?? null },
  }),
})

/** The second commit: the file rests whole, under a name that survives a loss of power, and is checked or ready. */
export const completeArrival = command({
  name: 'documents.arrived',
  as: 'staff',
  input: arrived,
  allow: filesDocuments,
  // A file whose bytes rest already is not lost because somebody closed writes in the meantime.
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await arrive({ db, principal }, input)
    return { document: input.document }
  },
  audit: ({ input }) => ({ documentId: input.document, detail: { bytes: input.byteSize, version: input.version } }),
})

/**
 * The second commit where the session locked between the two. Only for the door that took the bytes in the same request
 * that was allowed when it began; a session that ended finishes nothing.
 */
export async function completeWhileLocked(practice: string, file: ArrivedFile, operation = 'documents.arrived'): Promise<void> {
  const done = await finishArrival(practice, file, (db) => writeAudit(db, {
    operation, decision: 'allow', reason: 'the session locked while the file came in',
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
    await end({ db, principal }, input.document, input.state, input.failure, input.version)
    return {}
  },
  audit: nothing('the arrival is on record; this row says how it ended'),
})

/** From where a broken upload goes on. Whoever began it may ask, from any session of hers. */
export const whereUploadIs = query({
  name: 'documents.upload_state',
  as: 'staff',
  input: ofDocument,
  allow: filesDocuments,
  closedBy: [],
  run: ({ db, principal, input }) => whereItIs(db, principal, input.document),
  audit: nothing('how far one’s own upload is; nothing of the file'),
})

/** The next request of an upload: it goes on from the offset that was acknowledged last, or not at all. */
export const takeUploadTurn = command({
  name: 'documents.upload_turn',
  as: 'staff',
  input: goingOn,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, call }) => ({ taken: await takeTurn({ db, principal }, input.document, input.offset), room: await roomFor(call) }),
  audit: nothing('the arrival is on record from its beginning; it is one, in however many pieces it comes'),
})

/** Whoever began an upload gives it up. */
export const cancelUpload = command({
  name: 'documents.upload_cancel',
  as: 'staff',
  input: ofDocument,
  allow: filesDocuments,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    if (!(await end({ db, principal }, input.document, 'expired', 'cancelled'))) notFound('no upload under way')
    return {}
  },
  audit: ({ input }) => ({ documentId: input.document }),
})
