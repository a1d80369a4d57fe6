import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import type { Helper, OpenInvitation } from '@/lib/people/schema'
import { z } from '@/lib/platform/zod'
import type { Scope } from '@/lib/proxies/schema'

type Invited = { id: string; displayName: string; relation: string; scope: Scope; categories: string[]; channel: 'mail' | 'counter'; expiresAt: Date; accessExpiresAt: Date | null; mine: boolean }

/** Who has access to the record. The patient, of age, sees everybody; who acts for her, or is a minor, sees only itself: row-level security says so. */
export const listPeople = query({
  name: 'people.list',
  as: 'patient',
  input: z.object({}),
  allow: ownRecord,
  closedBy: ['portal'],
  run: async ({ db, principal, now, call }): Promise<{ grown: boolean; people: Helper[]; invitations: OpenInvitation[] }> => {
    const practiceId = principal.practice.id
    const [answer] = await call(sql<{ grown: boolean }>`select access.portal_grown() as grown`)
    const rows = await db.selectFrom('portalAccess as access')
      .select(['access.id', 'access.displayName', 'access.relation', 'access.fromAt', 'access.expiresAt', 'access.scope', 'access.categories', 'access.task', 'access.byOrder', 'access.givenByPatient'])
      .where('access.practiceId', '=', practiceId).where('access.patientId', '=', principal.patientId).where('access.untilAt', 'is', null)
      .where(({ or, eb }) => or([eb('access.expiresAt', 'is', null), eb('access.expiresAt', '>', now)]))
      .orderBy('access.fromAt').orderBy('access.id').limit(100).execute()
    const last = rows.length === 0 ? [] : await db.selectFrom('auditEvent as event')
      .leftJoin('document', (join) => join.onRef('document.practiceId', '=', 'event.practiceId').onRef('document.id', '=', 'event.documentId'))
      .distinctOn('event.hatId').select(['event.hatId', 'event.at', 'document.title'])
      .where('event.practiceId', '=', practiceId).where('event.patientId', '=', principal.patientId)
      .where('event.hatId', 'in', rows.map(({ id }) => id)).where('event.operation', '=', 'portal.documents.redeem').where('event.decision', '=', 'allow')
      .orderBy('event.hatId').orderBy('event.at', 'desc').execute()
    const invited = answer?.grown ? await call(sql<Invited>`select * from access.my_invitations()`) : []
    return {
      grown: answer?.grown ?? false,
      people: rows.map((row) => {
        const opened = last.find(({ hatId }) => hatId === row.id)
        return {
          id: row.id, name: row.displayName, relation: row.relation, mine: row.id === principal.hatId, since: row.fromAt, until: row.expiresAt,
          scope: row.scope as Scope, categories: row.categories, task: row.task, byOrder: row.byOrder, byPractice: !row.givenByPatient,
          last: opened ? { at: opened.at, title: opened.title ?? '' } : null,
        }
      }),
      invitations: invited.map((row) => ({
        id: row.id, name: row.displayName, relation: row.relation, scope: row.scope, categories: row.categories, channel: row.channel,
        until: row.expiresAt, accessUntil: row.accessExpiresAt, mine: row.mine,
      })),
    }
  },
  audit: nothing('who has access is the patient’s to know, and shows nothing of the record'),
})
