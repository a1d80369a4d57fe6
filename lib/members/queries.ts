import 'server-only'
import { sql } from 'kysely'
import { notFound } from '@/lib/access/errors'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import type { ReadHandle } from '@/db/practice'
import { seesMembers } from '@/lib/members/policy'
import { ofMember, type Member, type MemberList } from '@/lib/members/schema'
import { z } from '@/lib/platform/zod'

/** Everybody who works or worked here, and whom the practice is waiting for. Former members stay, marked. */
export const listMembers = query({
  name: 'members.list',
  as: 'staff',
  input: z.object({}),
  allow: seesMembers,
  closedBy: [],
  run: async ({ db, principal, now }): Promise<MemberList> => {
    const rows = await memberRows(db, principal.practice.id, principal.hatId)
    const invitations = await db.selectFrom('invitation')
      .select(['id', 'displayName', 'email', 'roles', 'createdAt', 'expiresAt', 'createdByName'])
      .where('practiceId', '=', principal.practice.id).where('kind', '=', 'staff')
      .where('usedAt', 'is', null).where('revokedAt', 'is', null).orderBy('createdAt', 'desc').limit(200).execute()
    return {
      timeZone: principal.practice.timeZone,
      owner: principal.roles.includes('owner'),
      members: rows.filter((row) => row.until === null),
      former: rows.filter((row) => row.until !== null),
      invitations: invitations.map((row) => ({
        id: row.id, name: row.displayName, email: row.email, roles: row.roles, sentAt: row.createdAt, expiresAt: row.expiresAt,
        by: row.createdByName, open: row.expiresAt > now,
      })),
    }
  },
  audit: nothing('a list of colleagues opens no record'),
})

/** One member, as the pages that change or end a membership show it. */
export const showMember = query({
  name: 'members.show',
  as: 'staff',
  input: ofMember,
  allow: seesMembers,
  closedBy: [],
  run: async ({ db, principal, input }): Promise<Member> =>
    (await memberRows(db, principal.practice.id, principal.hatId)).find(({ id }) => id === input.member) ?? notFound(),
  audit: nothing('a colleague’s name and roles are no record'),
})

async function memberRows(db: ReadHandle, practice: string, me: string): Promise<Member[]> {
  const rows = await db.selectFrom('membership as m')
    .select((of) => [
      'm.id', 'm.displayName', 'm.fromAt', 'm.untilAt', 'm.endedWhy',
      // The roles of a former member are those that ended with the membership.
      of.selectFrom('membershipRole as r').select(sql<string[]>`coalesce(array_agg(distinct r.role), '{}')`.as('roles'))
        .whereRef('r.practiceId', '=', 'm.practiceId').whereRef('r.membershipId', '=', 'm.id')
        .where(sql<boolean>`r.until_at is not distinct from m.until_at`).as('roles'),
      of.selectFrom('auditEvent as e').select(({ fn }) => fn.max('e.at').as('at'))
        .whereRef('e.practiceId', '=', 'm.practiceId').whereRef('e.hatId', '=', 'm.id').as('lastUse'),
    ])
    .where('m.practiceId', '=', practice).orderBy('m.displayName').orderBy('m.fromAt').execute()
  return rows.map((row) => ({
    id: row.id, name: row.displayName, roles: row.roles ?? [], since: row.fromAt, lastUse: row.lastUse, until: row.untilAt,
    endedWhy: row.endedWhy, you: row.id === me,
  }))
}
