import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { keepsFolders } from '@/lib/folders/policy'
import type { FolderItem } from '@/lib/folders/schema'
import { z } from '@/lib/platform/zod'

/** The practice's folder programs, those in use first, with when each was last used and what it has brought. */
export const listFolders = query({
  name: 'folders.list',
  as: 'staff',
  input: z.object({}),
  allow: keepsFolders,
  closedBy: [],
  run: async ({ db, principal }): Promise<FolderItem[]> => {
    const practice = principal.practice.id
    const rows = await db.selectFrom('folderProgram as folder')
      .innerJoin('workstation', (join) => join.onRef('workstation.practiceId', '=', 'folder.practiceId').onRef('workstation.id', '=', 'folder.workstationId'))
      .select(['folder.id', 'folder.name', 'workstation.name as workstation', 'folder.fromAt as since', 'folder.madeByName as madeBy', 'folder.lastUsedAt as lastUse',
        'folder.untilAt', 'folder.endedByName', 'workstation.untilAt as gone'])
      .select((row) => row.selectFrom('document').innerJoin('documentVersion as version', (join) =>
        join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id').on('version.version', '=', 1))
        .whereRef('document.practiceId', '=', 'folder.practiceId').whereRef('document.uploadedBy', '=', 'folder.id')
        .where('version.state', 'not in', ['receiving', 'rejected', 'expired'])
        .select(sql<{ files: number; last: string | null }>`jsonb_build_object('files', count(*), 'last', max(document.created_at))`.as('it')).as('brought'))
      .where('folder.practiceId', '=', practice)
      .orderBy('folder.fromAt').orderBy('folder.id').limit(200).execute()
    return rows.map(({ brought, untilAt, endedByName, gone, ...row }) => ({
      ...row, files: brought?.files ?? 0, lastFile: brought?.last ? new Date(brought.last) : null,
      live: untilAt === null && gone === null, until: untilAt ?? gone, endedBy: endedByName ?? '',
    })).toSorted((a, b) => Number(b.live) - Number(a.live))
  },
  audit: nothing('a list of programs and counts of files opens no record'),
})
