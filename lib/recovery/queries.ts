import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { tokenHash } from '@/lib/auth/token'
import { ofMember } from '@/lib/members/schema'
import { approvesRecovery, lostTheWay } from '@/lib/recovery/policy'
import { ofRecoveryLink } from '@/lib/recovery/schema'

/** Which kind of recovery a link is for. It uses nothing up. */
export const showRecovery = query({
  name: 'recovery.show',
  as: 'visitor',
  input: ofRecoveryLink,
  allow: lostTheWay,
  closedBy: [],
  run: async ({ db, input }) =>
    (await sql<{ kind: 'patient' | 'staff' | 'welcome'; language: 'en' | 'es' }>`select * from identity.recovery(${tokenHash(input.token)})`.execute(db))
      .rows[0] ?? notFound('no open link'),
  audit: nothing('a link that is looked at does nothing'),
})

/** Who has approved so far that a member gets back in. */
export const memberRecovery = query({
  name: 'recovery.ofMember',
  as: 'staff',
  input: ofMember,
  allow: approvesRecovery,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const member = await db.selectFrom('membership').select(['id', 'displayName', 'personId'])
      .where('practiceId', '=', practiceId).where('id', '=', input.member).where('untilAt', 'is', null).executeTakeFirst()
    if (!member) notFound()
    const approvals = await db.selectFrom('memberRecovery as r')
      .innerJoin('memberRecoveryApproval as a', (on) => on.onRef('a.practiceId', '=', 'r.practiceId').onRef('a.recoveryId', '=', 'r.id'))
      .select(['a.approvedByName', 'a.approvedAs', 'a.how', 'a.at', 'a.approvedBy'])
      .where('r.practiceId', '=', practiceId).where('r.membershipId', '=', input.member)
      .where('r.closedAt', 'is', null).where('r.expiresAt', '>', now).orderBy('a.at').execute()
    return {
      timeZone: principal.practice.timeZone,
      member: { id: member.id, name: member.displayName },
      self: member.personId === principal.personId,
      mine: approvals.some(({ approvedBy }) => approvedBy === principal.hatId),
      approvals: approvals.map((row) => ({ by: row.approvedByName, as: row.approvedAs, how: row.how, at: row.at })),
    }
  },
  audit: nothing('approvals are about access, and show no record'),
})
