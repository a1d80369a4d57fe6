import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { deletesDocuments } from '@/lib/deletion/policy'
import type { Deleted, Tombstone } from '@/lib/deletion/schema'
import { fullName } from '@/lib/format/names'
import { z } from '@/lib/platform/zod'

const pageSize = 100

/** What was deleted and can still be brought back, and what is left to say of what cannot. Newest first. */
export const listDeleted = query({
  name: 'deletion.list',
  as: 'staff',
  input: z.object({}),
  allow: deletesDocuments,
  closedBy: [],
  run: async ({ db, principal }) => {
    const practice = principal.practice.id
    const rows = db.selectFrom('destruction as order')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'order.practiceId').onRef('document.id', '=', 'order.documentId'))
      .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
        .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
      .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
      .select(['document.id', 'document.title', 'document.category', 'document.takenOn', 'document.deletedAt', 'document.deletedByName',
        'version.fileName', 'version.byteSize', 'patient.id as patientId', 'patient.givenName', 'patient.familyName',
        'order.why', 'order.cause', 'order.dueAt', 'order.orderedAt', 'order.orderedByName', 'order.destroyedAt',
        sql<boolean>`access.is_held(document.practice_id, document.id, document.patient_id)`.as('held')])
      .where('order.practiceId', '=', practice).where('order.cancelledAt', 'is', null)
    const [waiting, done] = await Promise.all([
      rows.where('order.destroyedAt', 'is', null).orderBy('order.orderedAt', 'desc').orderBy('order.id').limit(pageSize).execute(),
      rows.where('order.destroyedAt', 'is not', null).orderBy('order.destroyedAt', 'desc').orderBy('order.id', 'desc').limit(pageSize).execute(),
    ])
    const patient = (row: (typeof waiting)[number]) =>
      (row.patientId && row.givenName && row.familyName ? { id: row.patientId, name: fullName({ givenName: row.givenName, familyName: row.familyName }) } : null)
    return {
      deleted: waiting.map((row): Deleted => ({
        id: row.id, title: row.title, fileName: row.fileName, category: row.category, takenOn: row.takenOn, bytes: row.byteSize ?? 0, patient: patient(row),
        deletedAt: row.deletedAt ?? row.orderedAt, deletedBy: row.deletedByName ?? row.orderedByName, why: row.why, until: row.dueAt, held: row.held,
      })),
      destroyed: done.map((row): Tombstone => ({
        id: row.id, category: row.category, takenOn: row.takenOn, patient: patient(row), orderedBy: row.orderedByName, why: row.why,
        cause: row.cause as Tombstone['cause'], destroyedAt: row.destroyedAt ?? row.orderedAt,
      })),
    }
  },
  audit: nothing('titles of what was taken away; nothing of it can be opened'),
})
