import 'server-only'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { seesDocuments } from '@/lib/documents/policy'
import { fullName } from '@/lib/format/names'
import { exposureOf } from '@/lib/privacy/exposure'
import { answersForPrivacy, putsRight } from '@/lib/privacy/policy'
import { listing, ofCase, ofDocument, type CaseItem, type PrivacyCase, type StoodWrong } from '@/lib/privacy/schema'
import { z } from '@/lib/platform/zod'

const pageSize = 50

/** Cases of the practice: open ones oldest first, closed ones newest first. */
export const listCases = query({
  name: 'privacy.list',
  as: 'staff',
  input: listing,
  allow: answersForPrivacy,
  closedBy: [],
  run: async ({ db, principal, input }): Promise<{ items: CaseItem[]; more: boolean }> => {
    const practice = principal.practice.id
    const rows = await cases(db, practice).where('privacyCase.closedAt', input.closed ? 'is not' : 'is', null)
      .orderBy('privacyCase.openedAt', input.closed ? 'desc' : 'asc').orderBy('privacyCase.id').limit(pageSize + 1).execute()
    const items = await Promise.all(rows.slice(0, pageSize).map(async (row) => ({
      ...item(row), readers: new Set((await exposureOf(db, practice, row)).opened.map(({ name, relation }) => `${relation}/${name}`)).size,
    })))
    return { items, more: rows.length > pageSize }
  },
  audit: nothing('a list of cases; the case itself, with its openings, is recorded when it is read'),
})

/** How many cases wait for somebody. */
export const countCases = query({
  name: 'privacy.count',
  as: 'staff',
  input: z.object({}),
  allow: answersForPrivacy,
  closedBy: [],
  run: async ({ db, principal }) => {
    const row = await db.selectFrom('privacyCase').select(({ fn }) => fn.countAll<number>().as('open'))
      .where('practiceId', '=', principal.practice.id).where('closedAt', 'is', null).executeTakeFirst()
    return { open: row?.open ?? 0 }
  },
  audit: nothing('a number of cases, and none of them read'),
})

/** One case: what stood where, what was shown, who opened it there, and what those who answer for it wrote. */
export const showCase = query({
  name: 'privacy.show',
  as: 'staff',
  input: ofCase,
  allow: answersForPrivacy,
  closedBy: [],
  run: async ({ db, principal, input }): Promise<PrivacyCase> => {
    const practice = principal.practice.id
    const row = await cases(db, practice).where('privacyCase.id', '=', input.case).executeTakeFirst()
    if (!row) notFound()
    const [exposure, notes] = [
      await exposureOf(db, practice, row),
      await db.selectFrom('privacyNote').select(['kind', 'text', 'writtenAt as at', 'writtenByName as by'])
        .where('practiceId', '=', practice).where('caseId', '=', input.case).orderBy('writtenAt').orderBy('id').limit(500).execute(),
    ]
    return {
      ...item(row), document: row.documentId, category: row.category, shown: row.shown, stoodFrom: row.stoodFrom, why: row.why, closedBy: row.closedByName,
      right: row.rightPatientId ? { id: row.rightPatientId, name: fullName({ givenName: row.rightGiven ?? '', familyName: row.rightFamily ?? '' }) } : null,
      exposure, notes: notes as PrivacyCase['notes'],
    }
  },
  // As a subject: the case is read, and no patient's record is opened by it.
  audit: ({ input }) => ({ subjectId: input.case }),
})

/** What the step that takes a document out of a record is about. Asks for the confirmation first, so that nothing typed is lost to it. */
export const beforePuttingRight = query({
  name: 'privacy.prepare',
  as: 'staff',
  input: ofDocument,
  allow: putsRight,
  closedBy: [],
  stepUp: true,
  run: async ({ db, principal, input, now }) => {
    const practice = principal.practice.id
    const row = await db.selectFrom('document')
      .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
        .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
      .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
      .select(['document.title', 'version.fileName', 'document.createdAt', 'document.uploadedByPatient', 'patient.id as patientId', 'givenName', 'familyName', 'chartNumber'])
      .where('document.practiceId', '=', practice).where('document.id', '=', input.document).where('document.deletedAt', 'is', null).where('version.state', '=', 'ready')
      .executeTakeFirst()
    if (!row) notFound()
    const released = await db.selectFrom('release').select('id').where('practiceId', '=', practice).where('documentId', '=', input.document).where('untilAt', 'is', null)
      .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)])).executeTakeFirst()
    const exposure = await exposureOf(db, practice, { documentId: input.document, patientId: row.patientId, stoodFrom: row.createdAt, openedAt: now })
    return {
      title: row.title || row.fileName || 'A new document', patient: fullName(row), chart: row.chartNumber,
      seen: released !== undefined || row.uploadedByPatient, opened: exposure.opened.length > 0,
    }
  },
  audit: ({ input }) => ({ documentId: input.document }),
})

/** In whose records a document stood by mistake, until when, and who of their readers opened it there. */
export const stoodWrong = query({
  name: 'privacy.of_document',
  as: 'staff',
  input: ofDocument,
  allow: seesDocuments,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practice = principal.practice.id
    const rows = await cases(db, practice).where('privacyCase.documentId', '=', input.document).orderBy('privacyCase.openedAt', 'desc').limit(10).execute()
    const stood: StoodWrong[] = await Promise.all(rows.map(async (row) =>
      ({ id: row.id, patient: item(row).patient, until: row.openedAt, shown: row.shown, exposure: await exposureOf(db, practice, row) })))
    return { stood, can: { putRight: putsRight.allows(principal), cases: answersForPrivacy.allows(principal) } }
  },
  audit: nothing('part of a document’s page, whose opening is recorded'),
})

function cases(db: ReadHandle, practice: string) {
  return db.selectFrom('privacyCase')
    .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'privacyCase.practiceId').onRef('patient.id', '=', 'privacyCase.patientId'))
    .leftJoin('patient as rightful', (join) => join.onRef('rightful.practiceId', '=', 'privacyCase.practiceId').onRef('rightful.id', '=', 'privacyCase.rightPatientId'))
    .select(['privacyCase.id', 'privacyCase.openedAt', 'privacyCase.openedByName', 'privacyCase.closedAt', 'privacyCase.closedByName', 'privacyCase.documentId',
      'privacyCase.patientId', 'privacyCase.rightPatientId', 'privacyCase.title', 'privacyCase.category', 'privacyCase.shown', 'privacyCase.stoodFrom', 'privacyCase.why',
      'patient.givenName', 'patient.familyName', 'rightful.givenName as rightGiven', 'rightful.familyName as rightFamily'])
    .where('privacyCase.practiceId', '=', practice)
}

type Row = Awaited<ReturnType<ReturnType<typeof cases>['execute']>>[number]

const item = (row: Row): Omit<CaseItem, 'readers'> => ({
  id: row.id, openedAt: row.openedAt, openedBy: row.openedByName, closedAt: row.closedAt, title: row.title,
  patient: { id: row.patientId, name: fullName(row) },
})
