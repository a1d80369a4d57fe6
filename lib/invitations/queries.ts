import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { endsAccess, invitesPatients } from '@/lib/invitations/policy'
import { ofPatient, type Access } from '@/lib/invitations/schema'
import type { EvidenceKind, Scope } from '@/lib/proxies/schema'
import { verifiesIdentity } from '@/lib/recovery/policy'

/** Who has portal access to one patient's record, who had, and which invitations are out. */
export const patientAccess = query({
  name: 'invitations.ofPatient',
  as: 'staff',
  input: ofPatient,
  allow: invitesPatients,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const patient = await db.selectFrom('patient').select(['id', 'givenName', 'familyName', 'email', 'language', sql<Date>`access.comes_of_age(practice_id, birth_date)`.as('comesOfAge')])
      .where('practiceId', '=', practiceId).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    const access = await db.selectFrom('portalAccess')
      .select(['id', 'personId', 'relation', 'displayName', 'fromAt', 'expiresAt', 'untilAt', 'endedWhy', 'scope', 'categories', 'task',
        'seesOthersUploads', 'byOrder', 'endsAtMajority', 'reviewOn', 'why', 'givenByPatient'])
      .where('practiceId', '=', practiceId).where('patientId', '=', input.patient).orderBy('fromAt', 'desc').execute()
    const open = await db.selectFrom('invitation')
      .select(['id', 'channel', 'displayName', 'relation', 'email', 'createdAt', 'expiresAt', 'createdByName', 'codeTries'])
      .where('practiceId', '=', practiceId).where('patientId', '=', input.patient).where('usedAt', 'is', null)
      .where('revokedAt', 'is', null).where('expiresAt', '>', now).where('codeTries', '<', 5).orderBy('createdAt', 'desc').execute()
    const terms = await db.selectFrom('portalAccessTerm as term')
      .innerJoin('portalAccess as of', (join) => join.onRef('of.practiceId', '=', 'term.practiceId').onRef('of.id', '=', 'term.accessId'))
      .select(['term.accessId', 'term.at', 'term.byName', 'term.why', 'term.scope', 'term.categories', 'term.task', 'term.seesOthersUploads', 'term.expiresAt',
        'term.evidenceKind', 'term.evidence'])
      .where('term.practiceId', '=', practiceId).where('of.patientId', '=', input.patient).where('of.relation', '<>', 'self')
      .orderBy('term.id', 'desc').limit(200).execute()
    const live = (row: (typeof access)[number]) => row.untilAt === null && (row.expiresAt === null || row.expiresAt > now)
    const dto = (row: (typeof access)[number]): Access => ({
      id: row.id, relation: row.relation, name: row.displayName, since: row.fromAt, until: row.untilAt ?? row.expiresAt, endedWhy: row.endedWhy,
      scope: row.scope as Scope, categories: row.categories, task: row.task, apart: !row.seesOthersUploads, byOrder: row.byOrder,
      endsAtMajority: row.endsAtMajority, reviewOn: row.reviewOn, byPatient: row.givenByPatient,
      terms: terms.filter((term) => term.accessId === row.id).map((term) => ({
        at: term.at, by: term.byName, why: term.why, scope: term.scope as Scope, categories: term.categories, task: term.task, apart: !term.seesOthersUploads,
        until: term.expiresAt, evidenceKind: term.evidenceKind as EvidenceKind | null, evidence: term.evidence,
      })),
    })
    return {
      timeZone: principal.practice.timeZone,
      now,
      mayEnd: endsAccess.allows(principal),
      mayVerify: verifiesIdentity.allows(principal),
      patient: { id: patient.id, name: `${patient.givenName} ${patient.familyName}`, email: patient.email, language: patient.language },
      comesOfAge: patient.comesOfAge, minor: patient.comesOfAge > now,
      /** Inviting the patient replaces somebody, now or from before, and asks how it was made sure who it is. */
      replaces: access.some((row) => row.relation === 'self'),
      access: access.filter(live).map(dto),
      former: access.filter((row) => !live(row)).map(dto),
      invitations: open.map((row) => ({
        id: row.id, channel: row.channel, name: row.displayName, relation: row.relation, email: row.email, sentAt: row.createdAt,
        expiresAt: row.expiresAt, by: row.createdByName,
      })),
    }
  },
  audit: nothing('who may use the portal is about access, and shows nothing of the record'),
})
