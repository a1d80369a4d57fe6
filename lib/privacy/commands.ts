import 'server-only'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { WriteHandle } from '@/db/practice'
import { lock, requireSameChart } from '@/lib/documents/releasing'
import { found, toItem } from '@/lib/patients/rows'
import { searchTerms } from '@/lib/patients/rules'
import { newId } from '@/lib/platform/ids'
import { answersForPrivacy, putsRight } from '@/lib/privacy/policy'
import { closing, noting, puttingRight, type Matches } from '@/lib/privacy/schema'

/**
 * A document stands in the wrong record: one step takes it out of there. Every release ends, so that links already given out
 * and their leases open nothing at their next use; the document goes to the right chart, or to nobody's, to be filed anew and
 * seen by no patient; and a privacy case says what was shown to whom.
 */
export const putRight = command({
  name: 'documents.wrong_patient',
  as: 'staff',
  input: puttingRight,
  allow: putsRight,
  // Taking out of a wrong record must work while writing is closed: that is when it may matter most.
  closedBy: [],
  stepUp: true,
  run: async ({ db, principal, input, now, record }) => {
    const practice = principal.practice.id
    const document = await lock(db, practice, input.document)
    await requireSameChart(db, practice, document, input.chart)
    const { patientId: wrong } = document
    if (!wrong) throw new AppError('conflict', 'nobody’s', { says: 'This document stands in nobody’s record.' })
    const right = input.right ?? null
    if (right === null && input.named !== '') throw await matches(db, practice, input.named, wrong, now)
    if (right === wrong) invalid('right', 'This is the record in which it stands now.')
    if (right !== null && !(await db.selectFrom('patient').select('id').where('practiceId', '=', practice).where('id', '=', right).executeTakeFirst())) notFound('no such patient')

    const shown = document.uploadedByPatient || (await db.selectFrom('release').select('id').where('practiceId', '=', practice)
      .where('documentId', '=', document.id).where('patientId', '=', wrong).limit(1).executeTakeFirst()) !== undefined
    await db.updateTable('release')
      .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: 'it stood in the wrong record' })
      .where('practiceId', '=', practice).where('documentId', '=', document.id).where('untilAt', 'is', null).execute()
    // A review in the wrong chart was none, and a decision to hold it was about somebody else.
    await db.updateTable('document')
      .set({ patientId: right, filedAt: null, filedBy: null, reviewedAt: null, reviewedBy: null, heldAt: null, heldBy: null })
      .where('practiceId', '=', practice).where('id', '=', document.id).execute()
    const came = await db.selectFrom('privacyCase').select('openedAt').where('practiceId', '=', practice)
      .where('documentId', '=', document.id).where('rightPatientId', '=', wrong).orderBy('openedAt', 'desc').limit(1).executeTakeFirst()
    const opened = newId()
    await db.insertInto('privacyCase')
      .values({
        practiceId: practice, id: opened, kind: 'wrong_patient', documentId: document.id, patientId: wrong, rightPatientId: right,
        title: document.title, category: document.category, shown, stoodFrom: came?.openedAt ?? document.createdAt, why: input.why,
        openedBy: principal.hatId, openedByName: principal.name,
      })
      .execute()
    // Told in both records. What the portal shows of its history names neither the document nor the other patient.
    if (right) await record({ documentId: document.id, patientId: right, subjectId: opened, detail: { moved: 'in' } })
    return { document: document.id, patient: wrong, case: opened }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null, subjectId: output?.case ?? null, detail: { moved: 'out' } }),
})

/** A name was typed and nobody chosen yet: the form comes back with those whom it may mean. Nothing has been done. */
async function matches(db: WriteHandle, practice: string, named: string, wrong: string, now: Date) {
  const rows = searchTerms(named, now.getUTCFullYear()).length === 0 ? []
    : await found(db as never, practice, named, now).where('archivedAt', 'is', null).where('patient.id', '<>', wrong).orderBy('sortKey').orderBy('patient.id').limit(8).execute()
  const shows: Matches = { matches: rows.map(toItem) }
  return new AppError('conflict', 'whose it is must be chosen', {
    says: rows.length === 0 ? `Nobody here fits that. Nothing has been done yet. Write another name, or leave it empty: whose it is can be said later.`
      : 'Choose whose it is. Nothing has been done yet.',
    shows,
  })
}

/** Adds a note to an open case. What is written stays. */
export const noteCase = command({
  name: 'privacy.note',
  as: 'staff',
  input: noting,
  allow: answersForPrivacy,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await lockOpen(db, principal.practice.id, input.case)
    await write(db, principal, input.case, 'note', input.text)
    return { case: input.case }
  },
  audit: ({ input }) => ({ subjectId: input.case }),
})

/** Closes a case with what was found out and what was done about it. */
export const closeCase = command({
  name: 'privacy.close',
  as: 'staff',
  input: closing,
  allow: answersForPrivacy,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    await lockOpen(db, principal.practice.id, input.case)
    await write(db, principal, input.case, 'finding', input.finding)
    await write(db, principal, input.case, 'done', input.done)
    await db.updateTable('privacyCase').set({ closedAt: now, closedBy: principal.hatId, closedByName: principal.name })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.case).execute()
    return { case: input.case }
  },
  audit: ({ input }) => ({ subjectId: input.case }),
})

type Writer = { practice: { id: string }; hatId: string; name: string }

async function write(db: WriteHandle, { practice, hatId, name }: Writer, caseId: string, kind: 'note' | 'finding' | 'done', text: string) {
  await db.insertInto('privacyNote').values({ practiceId: practice.id, id: newId(), caseId, kind, text, writtenBy: hatId, writtenByName: name }).execute()
}

async function lockOpen(db: WriteHandle, practice: string, id: string) {
  const row = await db.selectFrom('privacyCase').select('closedAt').where('practiceId', '=', practice).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) notFound()
  if (row.closedAt) throw new AppError('conflict', 'closed already', { says: 'This case is closed. What was written stays as it is.' })
}
