import 'server-only'
import { sql } from 'kysely'
import type { WriteHandle } from '@/db/practice'
import { AppError, notFound } from '@/lib/access/errors'
import { releaseNotice, type Reader } from '@/lib/documents/letters'
import { requireSecondLook } from '@/lib/documents/look'
import { atRest } from '@/lib/documents/rows'
import { ruleReleases, type ReleaseTiming } from '@/lib/documents/rules'
import type { Letter } from '@/lib/platform/letter'

// What every command has in common that lets somebody see a document, or see it no more.

export type Given = { db: WriteHandle; principal: { practice: { id: string; name: string }; hatId: string; name: string }; mail: (letter: Letter) => Promise<void> }

/** One writer at a time per document: a release and a withdrawal at once happen one after the other, both on record. */
export async function lock(db: WriteHandle, practice: string, id: string) {
  const row = await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .select(['document.id', 'document.patientId', 'document.category', 'document.title', 'document.createdAt', 'document.uploadedByPatient', 'document.importId',
      'document.filedAt', 'document.filedBy', 'document.reviewedAt'])
    .where('document.practiceId', '=', practice).where('document.id', '=', id).where('version.state', 'in', atRest)
    .where('document.deletedAt', 'is', null).where('document.returnedAt', 'is', null)
    .forUpdate('document')
    .executeTakeFirst()
  return row ?? notFound()
}
export type Locked = Awaited<ReturnType<typeof lock>>

/** A page that was drawn for another chart than the document now stands in does nothing. */
export async function requireSameChart(db: WriteHandle, practice: string, document: Locked, chart: string | undefined): Promise<void> {
  if (chart === undefined) return
  const now = document.patientId === null ? undefined : await db.selectFrom('patient').select('chartNumber')
    .where('practiceId', '=', practice).where('id', '=', document.patientId).executeTakeFirst()
  if (now?.chartNumber !== chart)
    throw new AppError('conflict', 'moved meanwhile', { says: 'Somebody moved this document to another chart in the meantime. Nothing has been done; look at the page anew.' })
}

/** Whether the owner's rule for its category releases a document at this moment. */
export async function ruleFor(db: WriteHandle, practice: string, document: Pick<Locked, 'id' | 'category' | 'reviewedAt' | 'importId'>, moment: 'filing' | 'review') {
  // Old documents that came in by an index are released by a person or not at all (docs/decisions/0022).
  if (!document.category || document.importId) return null
  const rule = await db.selectFrom('releaseRule')
    .innerJoin('membership', (join) =>
      join.onRef('membership.practiceId', '=', 'releaseRule.practiceId').onRef('membership.id', '=', 'releaseRule.setBy'))
    .select(['releaseRule.id', 'releaseRule.timing', 'membership.displayName as setBy'])
    .where('releaseRule.practiceId', '=', practice).where('releaseRule.category', '=', document.category)
    .where('releaseRule.untilAt', 'is', null).executeTakeFirst()
  if (!rule || !ruleReleases(rule.timing as ReleaseTiming, moment, document.reviewedAt !== null)) return null
  // A rule decides where nobody has yet. A release that was withdrawn or ran out is somebody's decision that it be over.
  const before = await db.selectFrom('release').select('id')
    .where('practiceId', '=', practice).where('documentId', '=', document.id).limit(1).executeTakeFirst()
  return before ? null : rule
}

/** Releases by the owner's rule, which is then the recorded reason. The second look is the caller's to have asked for. */
export async function releaseByRule(given: Given, document: { id: string; patientId: string }, rule: { id: string; setBy: string }): Promise<void> {
  await announce(given, await insertRelease(given, {
    document: document.id, patient: document.patientId, note: '', expiresAt: null, ruleId: rule.id, by: `the rule of ${rule.setBy}`, readers: null,
  }))
}

/** A release that ran out is closed before another may begin: at most one is open. */
export async function endExpired(db: WriteHandle, practice: string, document: string) {
  await db.updateTable('release')
    .set({ untilAt: sql<Date>`expires_at`, endedByName: '', endedWhy: 'its time was over' })
    .where('practiceId', '=', practice).where('documentId', '=', document).where('untilAt', 'is', null)
    .where('expiresAt', '<=', sql<Date>`now()`).execute()
}

/** What may be released by hand now, once a person has looked twice where that is asked. Gives what she confirmed. */
export async function requireReleasable(db: WriteHandle, practice: string, document: Locked, sure: string): Promise<{ patient: string; confirmed: string }> {
  const { id, patientId } = document
  if (!document.filedAt || !patientId) throw new AppError('conflict', 'not filed', { says: 'File this document before releasing it.' })
  await endExpired(db, practice, id)
  const live = await db.selectFrom('release').select('id')
    .where('practiceId', '=', practice).where('documentId', '=', id).where('untilAt', 'is', null).executeTakeFirst()
  if (live) throw new AppError('conflict', 'released already', { says: 'This document is released already.' })
  return { patient: patientId, confirmed: await requireSecondLook(db, practice, { id, patientId }, sure) }
}

export type NewRelease = {
  document: string; patient: string; note: string; expiresAt: Date | null; ruleId: string | null; by: string
  /** The live accesses that it is made to; null where it is made to all. */
  readers: string[] | null
  insteadOf?: string
}

/** Writes a release and gives who is to hear of it. */
export async function insertRelease({ db, principal }: Given, release: NewRelease): Promise<Reader[]> {
  const practice = principal.practice.id
  const { id } = await db.insertInto('release')
    .values({
      practiceId: practice, documentId: release.document, patientId: release.patient, note: release.note,
      expiresAt: release.expiresAt, releasedBy: principal.hatId, releasedByName: release.by, ruleId: release.ruleId,
      audience: release.readers === null ? 'all' : 'named',
    })
    .returning('id').executeTakeFirstOrThrow()
  if (release.readers !== null)
    await db.insertInto('releaseReader').values(release.readers.map((accessId) => ({ practiceId: practice, releaseId: id, accessId }))).execute()
  // Everybody who may open it now, at the address of the account; see db/migrations/0013_letters.sql.
  const { rows } = await sql<Reader>`select email, language, has_account from access.release_readers(${id}, ${release.insteadOf ?? null})`.execute(db)
  return rows
}

/** One letter to each, however many documents it is about. */
export async function announce({ principal, mail }: Given, readers: readonly Reader[]): Promise<void> {
  const told = new Set<string>()
  for (const reader of readers) {
    if (told.has(reader.email)) continue
    told.add(reader.email)
    await mail(releaseNotice(reader, principal.practice.name))
  }
}

/**
 * The named persons of a release: live accesses to this very record whose scope covers the document. Whoever else is named is
 * not there.
 */
export async function namedReaders(db: WriteHandle, practice: string, document: Locked, audience: 'all' | 'named', readers: readonly string[], now: Date): Promise<string[] | null> {
  if (audience === 'all') return null
  const wanted = [...new Set(readers)]
  const found = await db.selectFrom('portalAccess').select('id')
    .where('practiceId', '=', practice).where('patientId', '=', document.patientId).where('id', 'in', wanted).where('untilAt', 'is', null)
    .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .where(({ or, eb }) => or([eb('scope', '=', 'all'), eb(sql.val(document.category), '=', sql<string>`any (categories)`)]))
    .execute()
  if (found.length !== wanted.length) notFound('no such reader')
  return wanted
}

/** The last instant of a calendar day in the practice's zone, as PostgreSQL's zone data have it (23- and 25-hour days too). */
export async function endOfDay(db: WriteHandle, day: string, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ((${day}::date + 1)::timestamp at time zone ${zone}) as at`.execute(db)
  const at = rows[0]?.at
  if (!at) throw new Error('no end of day')
  return at
}
