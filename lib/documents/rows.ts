import 'server-only'
import type { ReadHandle } from '@/db/practice'
import { releaseState } from '@/lib/documents/rules'
import type { Category, DocumentItem } from '@/lib/documents/schema'

/** Here, whole or not: a damaged file is shown as what it is, for nobody would miss what is not in a list. */
export const atRest = ['ready', 'corrupt']

/**
 * Documents of one practice with their current version and latest release. The practice stands in every condition though
 * row-level security asks for it too: it prunes to one practice's part of the index.
 */
export function withLatestRelease(db: ReadHandle, practice: string) {
  return db
    .selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .leftJoinLateral(
      (from) =>
        from.selectFrom('release')
          .select(['fromAt', 'expiresAt', 'untilAt', 'releasedByName', 'ruleId', 'note', 'endedByName', 'endedWhy', 'audience'])
          .whereRef('release.practiceId', '=', 'document.practiceId').whereRef('release.documentId', '=', 'document.id')
          // What was released in another record, by mistake, says nothing of this one.
          .whereRef('release.patientId', '=', 'document.patientId')
          .orderBy('fromAt', 'desc').limit(1).as('latest'),
      (join) => join.onTrue())
    .select([
      'document.id', 'document.title', 'document.category', 'document.takenOn', 'document.tooth', 'document.uploadedByName',
      'document.createdAt', 'document.filedAt', 'document.reviewedAt',
      'version.contentType', 'version.byteSize', 'version.fileName', 'version.state as versionState',
      'latest.fromAt', 'latest.expiresAt', 'latest.untilAt', 'latest.releasedByName', 'latest.ruleId', 'latest.note',
      'latest.endedByName', 'latest.endedWhy', 'latest.audience',
    ])
    .where('document.practiceId', '=', practice)
    .where('document.deletedAt', 'is', null)
    .where('version.state', 'in', atRest)
}

type Row = Awaited<ReturnType<ReturnType<typeof withLatestRelease>['execute']>>[number]

/** The DTO of a row. */
export function documentItem(row: Row, now: Date): DocumentItem {
  const release = row.fromAt
    ? {
        fromAt: row.fromAt, expiresAt: row.expiresAt, untilAt: row.untilAt, releasedByName: row.releasedByName ?? '',
        ruleId: row.ruleId, note: row.note ?? '', endedByName: row.endedByName, endedWhy: row.endedWhy, audience: row.audience ?? 'all',
      }
    : null
  return {
    id: row.id, title: row.title, category: row.category as Category | null, takenOn: row.takenOn, tooth: row.tooth,
    contentType: row.contentType, byteSize: row.byteSize, damaged: row.versionState === 'corrupt', uploadedBy: row.uploadedByName, createdAt: row.createdAt,
    filedAt: row.filedAt, reviewedAt: row.reviewedAt, release: releaseState(row.filedAt !== null, release, now),
  }
}
