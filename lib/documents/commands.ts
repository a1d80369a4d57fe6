import 'server-only'
import { sql } from 'kysely'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { WriteHandle } from '@/db/practice'
import { releaseNotice, type Reader } from '@/lib/documents/letters'
import { filesDocuments, releasesDocuments, reviewsDocuments } from '@/lib/documents/policy'
import { atRest } from '@/lib/documents/rows'
import { ruleReleases, type ReleaseTiming } from '@/lib/documents/rules'
import { filing, ofDocument, releasing, withdrawing } from '@/lib/documents/schema'
import type { Letter } from '@/lib/platform/letter'

type Given = { db: WriteHandle; principal: { practice: { id: string; name: string }; hatId: string; name: string }; mail: (letter: Letter) => Promise<void> }

/** Files an arrived document; the owner's rule for its category may release it at once, and is then the recorded reason. */
export const fileDocument = command({
  name: 'documents.file',
  as: 'staff',
  input: filing,
  allow: filesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const document = await lock(db, principal.practice.id, input.document)
    if (!document.patientId) throw new AppError('conflict', 'nobody’s yet', { says: 'Say first whose it is: choose a patient under “Whose is it?”.' })
    await db.updateTable('document')
      .set({
        category: input.category, title: input.title, takenOn: input.takenOn, tooth: input.tooth ?? null,
        filedAt: document.filedAt ?? now, filedBy: document.filedBy ?? principal.hatId,
      })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.document).execute()
    const released = document.filedAt === null
      && await releaseByRule({ db, principal, mail }, { ...document, category: input.category }, 'filing')
    return { document: input.document, patient: document.patientId, released }
  },
  audit: ({ input, output }) => ({
    documentId: input.document, patientId: output?.patient ?? null,
    detail: { category: input.category, released: output?.released ?? false },
  }),
})

/** A dentist has looked at it; a rule that waits for this releases it, unless it has been released before. */
export const reviewDocument = command({
  name: 'documents.review',
  as: 'staff',
  input: ofDocument,
  allow: reviewsDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const document = await lock(db, principal.practice.id, input.document)
    if (!document.filedAt) throw new AppError('conflict', 'not filed', { says: 'File this document before reviewing it.' })
    if (!document.reviewedAt)
      await db.updateTable('document').set({ reviewedAt: now, reviewedBy: principal.hatId })
        .where('practiceId', '=', principal.practice.id).where('id', '=', input.document).execute()
    const released = !document.reviewedAt && await releaseByRule({ db, principal, mail }, document, 'review')
    return { document: input.document, patient: document.patientId, released }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
})

/** Lets the patient and whoever acts for her see a document, until a day or until withdrawn. */
export const releaseDocument = command({
  name: 'documents.release',
  as: 'staff',
  input: releasing,
  allow: releasesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }) => {
    const document = await lock(db, principal.practice.id, input.document)
    if (!document.filedAt || !document.patientId)
      throw new AppError('conflict', 'not filed', { says: 'File this document before releasing it.' })
    const expiresAt = input.until ? await endOfDay(db, input.until, principal.practice.timeZone) : null
    if (expiresAt && expiresAt <= now)
      throw new AppError('invalid', 'ends in the past', { fields: { until: ['Choose a day that has not passed.'] } })
    await endExpired(db, principal.practice.id, input.document)
    const live = await db.selectFrom('release').select('id')
      .where('practiceId', '=', principal.practice.id).where('documentId', '=', input.document).where('untilAt', 'is', null).executeTakeFirst()
    if (live) throw new AppError('conflict', 'released already', { says: 'This document is released already.' })
    await insertRelease({ db, principal, mail }, { document: input.document, patient: document.patientId, note: input.note, expiresAt, ruleId: null, by: principal.name })
    return { document: input.document, patient: document.patientId }
  },
  audit: ({ input, output }) => ({ documentId: input.document, patientId: output?.patient ?? null }),
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

/** One writer at a time per document: a release and a withdrawal at once happen one after the other, both on record. */
async function lock(db: WriteHandle, practice: string, id: string) {
  const row = await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .select(['document.id', 'document.patientId', 'document.category', 'document.filedAt', 'document.filedBy', 'document.reviewedAt'])
    .where('document.practiceId', '=', practice).where('document.id', '=', id).where('version.state', 'in', atRest)
    .where('document.deletedAt', 'is', null).where('document.returnedAt', 'is', null)
    .forUpdate('document')
    .executeTakeFirst()
  return row ?? notFound()
}

type Locked = { id: string; patientId: string | null; category: string | null; reviewedAt: Date | null }

async function releaseByRule(given: Given, document: Locked, moment: 'filing' | 'review'): Promise<boolean> {
  const { db, principal } = given
  if (!document.patientId || !document.category) return false
  const rule = await db.selectFrom('releaseRule')
    .innerJoin('membership', (join) =>
      join.onRef('membership.practiceId', '=', 'releaseRule.practiceId').onRef('membership.id', '=', 'releaseRule.setBy'))
    .select(['releaseRule.id', 'releaseRule.timing', 'membership.displayName as setBy'])
    .where('releaseRule.practiceId', '=', principal.practice.id).where('releaseRule.category', '=', document.category)
    .where('releaseRule.untilAt', 'is', null).executeTakeFirst()
  if (!rule || !ruleReleases(rule.timing as ReleaseTiming, moment, document.reviewedAt !== null)) return false
  // A rule decides where nobody has yet. A release that was withdrawn or ran out is somebody's decision that it be over.
  const before = await db.selectFrom('release').select('id')
    .where('practiceId', '=', principal.practice.id).where('documentId', '=', document.id).limit(1).executeTakeFirst()
  if (before) return false
  await insertRelease(given, { document: document.id, patient: document.patientId, note: '', expiresAt: null, ruleId: rule.id, by: `the rule of ${rule.setBy}` })
  return true
}

/** A release that ran out is closed before another may begin: at most one is open. */
async function endExpired(db: WriteHandle, practice: string, document: string) {
  await db.updateTable('release')
    .set({ untilAt: sql<Date>`expires_at`, endedByName: '', endedWhy: 'its time was over' })
    .where('practiceId', '=', practice).where('documentId', '=', document).where('untilAt', 'is', null)
    .where('expiresAt', '<=', sql<Date>`now()`).execute()
}

async function insertRelease(
  { db, principal, mail }: Given,
  release: { document: string; patient: string; note: string; expiresAt: Date | null; ruleId: string | null; by: string },
) {
  const { id } = await db.insertInto('release')
    .values({
      practiceId: principal.practice.id, documentId: release.document, patientId: release.patient, note: release.note,
      expiresAt: release.expiresAt, releasedBy: principal.hatId, releasedByName: release.by, ruleId: release.ruleId,
    })
    .returning('id').executeTakeFirstOrThrow()
  // Everybody who may open it now, at the address of the account; see db/migrations/0013_letters.sql.
  const { rows } = await sql<Reader>`select email, language, has_account from access.release_readers(${id})`.execute(db)
  for (const reader of rows) await mail(releaseNotice(reader, principal.practice.name))
}

/** The last instant of a calendar day in the practice's zone, as PostgreSQL's zone data have it (23- and 25-hour days too). */
async function endOfDay(db: WriteHandle, day: string, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ((${day}::date + 1)::timestamp at time zone ${zone}) as at`.execute(db)
  const at = rows[0]?.at
  if (!at) throw new Error('no end of day')
  return at
}
