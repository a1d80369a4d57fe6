import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { z } from '@/lib/platform/zod'
import { seesStorage } from '@/lib/quota/policy'
import type { Storage, Use } from '@/lib/quota/schema'

const shown = 20

/** How full the practice's storage is: the few lines that triggers keep (docs/decisions/0014), and no document. */
export const storageLevel = query({
  name: 'quota.level',
  as: 'staff',
  input: z.object({}),
  allow: seesStorage,
  closedBy: [],
  run: async ({ db, principal }) => {
    const [limit, lines, damaged] = await Promise.all([
      limitOf(db, principal.practice.id), linesOf(db, principal.practice.id),
      db.selectFrom('documentVersion').select('documentId').where('practiceId', '=', principal.practice.id).where('state', '=', 'corrupt').limit(1).execute(),
    ])
    return { limit, used: sum(lines).bytes, damaged: damaged.length > 0 }
  },
  audit: nothing('a figure, and no record'),
})

/** What takes up how much, what is on its way in, and what is damaged. */
export const showStorage = query({
  name: 'quota.show',
  as: 'staff',
  input: z.object({}),
  allow: seesStorage,
  closedBy: [],
  run: async ({ db, principal }): Promise<Storage> => {
    const practice = principal.practice.id
    const [limit, lines, largest, unfinished, damaged] = await Promise.all([
      limitOf(db, practice),
      linesOf(db, practice),
      versions(db, practice).where('version.state', 'in', ['ready', 'corrupt', 'held', 'checking'])
        .orderBy('version.byteSize', (order) => order.desc().nullsLast()).limit(shown).execute(),
      db.selectFrom('documentVersion as version')
        .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'version.practiceId').onRef('document.id', '=', 'version.documentId'))
        .select(['version.documentId', 'version.createdAt', 'version.receivedBytes', 'version.declaredSize', 'version.addedByName', 'document.uploadedByName'])
        .where('version.practiceId', '=', practice).where('version.state', '=', 'receiving')
        .orderBy('version.createdAt').limit(shown).execute(),
      versions(db, practice).where('version.state', '=', 'corrupt').orderBy('version.documentId').orderBy('version.version').limit(100).execute(),
    ])
    return {
      limit, used: sum(lines), deleted: sum(lines.filter(({ part }) => part === 'deleted')),
      byCategory: grouped(lines, ({ category }) => category).map(([category, use]) => ({ category, ...use })).toSorted((a, b) => b.bytes - a.bytes),
      byYear: grouped(lines, ({ year }) => year).map(([year, use]) => ({ year, ...use })).toSorted((a, b) => b.year - a.year),
      largest: largest.map((row) => ({ ...named(row), bytes: row.byteSize ?? 0 })),
      unfinished: unfinished.map((row) => ({
        id: row.documentId, since: row.createdAt, by: row.addedByName ?? row.uploadedByName, received: row.receivedBytes, declared: row.declaredSize,
      })),
      damaged: damaged.map((row) => ({ ...named(row), why: row.failure ?? '', checking: row.suspectedAt !== null })),
    }
  },
  audit: nothing('titles and sizes; no record is opened'),
})

type Line = Use & { category: string; year: number; part: string }

async function limitOf(db: ReadHandle, practice: string): Promise<number> {
  const { storageLimit } = await db.selectFrom('practice').select('storageLimit').where('practiceId', '=', practice).executeTakeFirstOrThrow()
  return storageLimit
}

async function linesOf(db: ReadHandle, practice: string): Promise<Line[]> {
  return db.selectFrom('storageUse').select(['category', 'year', 'part', 'files', 'bytes']).where('practiceId', '=', practice).execute()
}

const sum = (lines: readonly Use[]): Use => ({
  files: lines.reduce((all, { files }) => all + files, 0), bytes: lines.reduce((all, { bytes }) => all + bytes, 0),
})

function grouped<K>(lines: readonly Line[], by: (line: Line) => K): [K, Use][] {
  return [...Map.groupBy(lines, by)].map(([key, some]): [K, Use] => [key, sum(some)]).filter(([, { files }]) => files > 0)
}

function versions(db: ReadHandle, practice: string) {
  return db.selectFrom('documentVersion as version')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'version.practiceId').onRef('document.id', '=', 'version.documentId'))
    .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
    .select(['document.id', 'document.title', 'document.deletedAt', 'version.version', 'version.byteSize', 'version.failure', 'version.fileName',
      'version.suspectedAt', 'patient.givenName', 'patient.familyName', sql<boolean>`version.version = document.current_version`.as('current')])
    .where('version.practiceId', '=', practice)
}

function named(row: Awaited<ReturnType<ReturnType<typeof versions>['execute']>>[number]) {
  return {
    id: row.id, title: row.title || row.fileName, version: row.version, current: row.current, deleted: row.deletedAt !== null,
    patient: row.givenName && row.familyName ? `${row.givenName} ${row.familyName}` : null,
  }
}
