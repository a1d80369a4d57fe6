import 'server-only'
import { sql } from 'kysely'
import type { z } from 'zod'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { emailKey } from '@/lib/auth/email'
import { codeHash, newCode, newToken } from '@/lib/auth/token'
import { patientInvitation } from '@/lib/invitations/letters'
import { endsAccess, invitesPatients } from '@/lib/invitations/policy'
import { runsOut } from '@/lib/invitations/rules'
import { endingAccess, invitingPatient, ofPatientInvitation, type Invited } from '@/lib/invitations/schema'
import { env } from '@/lib/platform/env'
import { newId } from '@/lib/platform/ids'
import { endOf } from '@/lib/proxies/rules'
import { verifiesIdentity } from '@/lib/recovery/policy'

/**
 * Invites a patient, or somebody who acts for her, from her page: by mail, or at the counter. The code is shown to staff
 * once and told aloud; it stands on no paper and in no letter. An earlier open invitation for the same purpose ends.
 *
 * Who is invited as the patient takes the place of whoever is the patient until now: it is how somebody gets back in who had
 * nothing but a phone, and how a stranger would. So it needs what `verifyIdentity` needs, a recorded check by one of the same.
 */
export const invitePatient = command({
  name: 'invitations.invitePatient',
  as: 'staff',
  input: invitingPatient,
  allow: invitesPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, mail }): Promise<Invited> => {
    const practiceId = principal.practice.id
    const patient = await db.selectFrom('patient')
      .select(['givenName', 'familyName', 'archivedAt', sql<Date>`access.comes_of_age(practice_id, birth_date)`.as('comesOfAge')])
      .where('practiceId', '=', practiceId).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    if (patient.archivedAt) throw new AppError('conflict', 'archived', { says: 'This chart is archived. Restore it before inviting anybody to it.' })
    if (input.relation === 'self' && (await hasSelf(db, practiceId, input.patient))) {
      if (!verifiesIdentity.allows(principal))
        throw new AppError('forbidden', 'replaces an access', { says: 'This patient has portal access already. An owner, the privacy officer or the front desk can invite them again.' })
      if (!input.how) invalid('how', 'Choose how you made sure who it is.')
    }
    const name = input.relation === 'self' ? `${patient.givenName} ${patient.familyName}` : (input.name ?? '')
    const terms = input.relation === 'self' ? {} : proxyTerms(input, patient.comesOfAge, principal, now)
    const email = input.email ? emailKey(input.email) : ''
    await db.updateTable('invitation').set({ revokedAt: now })
      .where('practiceId', '=', practiceId).where('patientId', '=', input.patient).where('relation', '=', input.relation)
      .where('displayName', '=', name).where('usedAt', 'is', null).where('revokedAt', 'is', null).execute()
    const { token, hash } = newToken()
    const code = newCode()
    const invitation = newId()
    const expiresAt = runsOut(input.channel, now, principal.practice.timeZone)
    await db.insertInto('invitation').values({
      practiceId, id: invitation, kind: 'patient', channel: input.channel, tokenHash: hash, codeHash: codeHash('invitation', code), email,
      displayName: name, patientId: input.patient, relation: input.relation, language: input.language, createdBy: principal.hatId,
      createdByName: principal.name, expiresAt, ...terms,
    }).execute()
    if (input.channel === 'mail') await mail(patientInvitation(email, token, principal.practice.name, input.language))
    const link = input.channel === 'counter' ? `${env().ENAMEL_ORIGIN}/join/${token}` : null
    return { invitation, name, channel: input.channel, email, code, link, expiresAt, language: input.language }
  },
  audit: ({ input, output }) => ({
    patientId: output ? input.patient : null, subjectId: output?.invitation ?? input.patient,
    detail: {
      channel: input.channel, relation: input.relation, ...(input.how ? { how: input.how } : {}),
      ...(input.relation === 'self' ? {} : { scope: input.scope, reach: input.categories.join(' '), evidence: input.evidenceKind ?? '' }),
    },
  }),
})

/** What an invitation to act for the patient will give: how far, until when, and what was seen. */
function proxyTerms(input: z.output<typeof invitingPatient>, comesOfAge: Date, { practice }: Run<'staff', 'command', unknown>['principal'], now: Date) {
  const end = endOf({ relation: input.relation, scope: input.scope, until: input.until, evidenceKind: input.evidenceKind, now, timeZone: practice.timeZone, comesOfAge })
  if ('problem' in end) invalid('until', end.problem)
  return {
    scope: input.scope, categories: input.scope === 'categories' ? input.categories : [], task: input.scope === 'task' ? input.task ?? null : null,
    seesOthersUploads: !input.apart, byOrder: input.byOrder, endsAtMajority: end.endsAtMajority, accessExpiresAt: end.expiresAt, reviewOn: end.reviewOn,
    evidenceKind: input.evidenceKind ?? null, evidence: input.evidence, why: input.why,
  }
}

/**
 * Whether somebody is the patient in the portal, or ever was: an access that was ended first, or has run out, is no way around
 * being asked how staff made sure who it is.
 */
const hasSelf = async (db: Run<'staff', 'command', unknown>['db'], practiceId: string, patient: string) =>
  (await db.selectFrom('portalAccess').select('id').where('practiceId', '=', practiceId).where('patientId', '=', patient)
    .where('relation', '=', 'self').limit(1).executeTakeFirst()) !== undefined

/** Ends an invitation that nobody has used yet. */
export const revokePatientInvitation = command({
  name: 'invitations.revoke',
  as: 'staff',
  input: ofPatientInvitation,
  allow: invitesPatients,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const row = await db.updateTable('invitation').set({ revokedAt: now })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.invitation).where('patientId', '=', input.patient)
      .where('usedAt', 'is', null).where('revokedAt', 'is', null).returning('displayName').executeTakeFirst()
    if (!row) notFound()
    return { name: row.displayName }
  },
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: input.invitation }),
})

/** Ends somebody's portal access to this patient, from the next request on. */
export const endAccess = command({
  name: 'invitations.endAccess',
  as: 'staff',
  input: endingAccess,
  allow: endsAccess,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const row = await db.updateTable('portalAccess').set({ untilAt: now, endedBy: principal.hatId, endedWhy: input.why })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.access).where('patientId', '=', input.patient)
      .where('untilAt', 'is', null).returning('displayName').executeTakeFirst()
    if (!row) notFound()
    return { name: row.displayName }
  },
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: input.access }),
})
