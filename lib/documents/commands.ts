import 'server-only'
import { AppError } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { requireSecondLook } from '@/lib/documents/look'
import { filesDocuments, releasesDocuments, reviewsDocuments } from '@/lib/documents/policy'
import {
  announce, endExpired, endOfDay, insertRelease, lock, namedReaders, releaseByRule, requireReleasable, requireSameChart, ruleFor,
} from '@/lib/documents/releasing'
import { filing, readdressing, releasing, reviewing, withdrawing } from '@/lib/documents/schema'

/** Files an arrived document; the owner's rule for its category may release it at once, and is then the recorded reason. */
export const fileDocument = command({
  name: 'documents.file',
  as: 'staff',
  input: filing,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    await requireSameChart(db, practice, document, input.chart)
    const { patientId } = document
    if (!patientId) throw new AppError('conflict', 'nobody’s', { says: 'Say first whose it is: choose a patient under “Whose is it?”.' })
    const rule = document.filedAt === null ? await ruleFor(db, practice, { ...document, category: input.category }, 'filing') : null
    // Once filed, a better title is no question of whose it is.
    const confirmed = document.filedAt === null ? await requireSecondLook(db, practice, { id: document.id, patientId }, input.sure, { byRule: rule !== null }) : ''
    await db.updateTable('document')
      .set({
        category: input.category, title: input.title, takenOn: input.takenOn, tooth: input.tooth ?? null,
        filedAt: document.filedAt ?? now, filedBy: document.filedBy ?? principal.hatId,
      })
      .where('practiceId', '=', practice).where('id', '=', input.document).execute()
    if (rule) await releaseByRule({ db, principal, mail }, { id: document.id, patientId }, rule)
    return { document: input.document, patient: patientId, released: rule !== null, confirmed }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null,
    detail: { category: input.category, released: output?.released ?? false, ...(output?.confirmed ? { confirmed: output.confirmed } : {}) },
  }),
})

/** A dentist has looked at it; a rule that waits for this releases it, unless it has been released before. */
export const reviewDocument = command({
  name: 'documents.review',
  as: 'staff',
  input: reviewing,
  allow: reviewsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    const { patientId } = document
    if (!document.filedAt || !patientId) throw new AppError('conflict', 'not filed', { says: 'File this document before reviewing it.' })
    const rule = document.reviewedAt ? null : await ruleFor(db, practice, document, 'review')
    // A rule releases no more blindly than a person does.
    const confirmed = rule ? await requireSecondLook(db, practice, { id: document.id, patientId }, input.sure) : ''
    if (!document.reviewedAt)
      await db.updateTable('document').set({ reviewedAt: now, reviewedBy: principal.hatId })
        .where('practiceId', '=', practice).where('id', '=', input.document).execute()
    if (rule) await releaseByRule({ db, principal, mail }, { id: document.id, patientId }, rule)
    return { document: input.document, patient: patientId, released: rule !== null, confirmed }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null, ...(output?.confirmed ? { detail: { confirmed: output.confirmed } } : {}),
  }),
})

/** Lets the patient and whoever acts for her see a document, or some of them by name, until a day or until withdrawn. */
export const releaseDocument = command({
  name: 'documents.release',
  as: 'staff',
  input: releasing,
  allow: releasesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    await requireSameChart(db, practice, document, input.chart)
    const expiresAt = input.until ? await endOfDay(db, input.until, principal.practice.timeZone) : null
    if (expiresAt && expiresAt <= now)
      throw new AppError('invalid', 'ends in the past', { fields: { until: ['Choose a day that has not passed.'] } })
    const readers = await namedReaders(db, practice, document, input.audience, input.readers, now)
    const { patient, confirmed } = await requireReleasable(db, practice, document, input.sure)
    const given = { db, principal, mail }
    await announce(given, await insertRelease(given, { document: document.id, patient, note: input.note, expiresAt, ruleId: null, by: principal.name, readers }))
    return { document: input.document, patient, confirmed }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null,
    detail: { audience: input.audience, ...(output?.confirmed ? { confirmed: output.confirmed } : {}) },
  }),
})

/** Another audience is another release: the one that stands ends, and says why. */
export const readdressDocument = command({
  name: 'documents.readdress',
  as: 'staff',
  input: readdressing,
  allow: releasesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    await requireSameChart(db, practice, document, input.chart)
    const readers = await namedReaders(db, practice, document, input.audience, input.readers, now)
    await endExpired(db, practice, document.id)
    const live = await db.updateTable('release')
      .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: 'released to others instead' })
      .where('practiceId', '=', practice).where('documentId', '=', document.id).where('untilAt', 'is', null)
      .returning(['id', 'note', 'expiresAt']).executeTakeFirst()
    if (!live) throw new AppError('conflict', 'not released', { says: 'This document is not released.' })
    const { patient, confirmed } = await requireReleasable(db, practice, document, input.sure)
    const given = { db, principal, mail }
    await announce(given, await insertRelease(given, {
      document: document.id, patient, note: live.note, expiresAt: live.expiresAt, ruleId: null, by: principal.name, readers, insteadOf: live.id,
    }))
    return { document: input.document, patient, confirmed }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null,
    detail: { audience: input.audience, ...(output?.confirmed ? { confirmed: output.confirmed } : {}) },
  }),
})

/** Ends a release; links already issued stop at their next use. */
export const withdrawDocument = command({
  name: 'documents.withdraw',
  as: 'staff',
  input: withdrawing,
  allow: releasesDocuments,
  // Taking back must work while writing is closed: that is when it may matter most.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const document = await lock(db, principal.practice.id, input.document)
    const ended = await db.updateTable('release')
      .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: input.why })
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('untilAt', 'is', null)
      .returning('id').executeTakeFirst()
    if (!ended) throw new AppError('conflict', 'not released', { says: 'This document is not released.' })
    return { document: input.document, patient: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})
