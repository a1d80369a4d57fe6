import 'server-only'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { endsAccess, invitesPatients } from '@/lib/invitations/policy'
import { ofPatient } from '@/lib/invitations/schema'
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
    const patient = await db.selectFrom('patient').select(['id', 'givenName', 'familyName', 'email', 'language'])
      .where('practiceId', '=', practiceId).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    const access = await db.selectFrom('portalAccess')
      .select(['id', 'personId', 'relation', 'displayName', 'fromAt', 'expiresAt', 'untilAt', 'endedWhy'])
      .where('practiceId', '=', practiceId).where('patientId', '=', input.patient).orderBy('fromAt', 'desc').execute()
    const open = await db.selectFrom('invitation')
      .select(['id', 'channel', 'displayName', 'relation', 'email', 'createdAt', 'expiresAt', 'createdByName', 'codeTries'])
      .where('practiceId', '=', practiceId).where('patientId', '=', input.patient).where('usedAt', 'is', null)
      .where('revokedAt', 'is', null).where('expiresAt', '>', now).where('codeTries', '<', 5).orderBy('createdAt', 'desc').execute()
    const live = (row: (typeof access)[number]) => row.untilAt === null && (row.expiresAt === null || row.expiresAt > now)
    const dto = (row: (typeof access)[number]) => ({
      id: row.id, relation: row.relation, name: row.displayName, since: row.fromAt, until: row.untilAt ?? row.expiresAt, endedWhy: row.endedWhy,
    })
    return {
      timeZone: principal.practice.timeZone,
      mayEnd: endsAccess.allows(principal),
      mayVerify: verifiesIdentity.allows(principal),
      patient: { id: patient.id, name: `${patient.givenName} ${patient.familyName}`, email: patient.email, language: patient.language },
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
