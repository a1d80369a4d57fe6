import 'server-only'
import { sql } from 'kysely'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { emailKey } from '@/lib/auth/email'
import { codeHash, newCode, newToken } from '@/lib/auth/token'
import { dayBounds } from '@/lib/format/calendar'
import { runsOut } from '@/lib/invitations/rules'
import type { Invited } from '@/lib/invitations/schema'
import { helperInvitation } from '@/lib/people/letters'
import { actsForAnother, patientHerself } from '@/lib/people/policy'
import { inviting, narrowing, ofAccess, ofInvitation } from '@/lib/people/schema'
import { env } from '@/lib/platform/env'
import { newId } from '@/lib/platform/ids'
import { z } from '@/lib/platform/zod'

/** More than anybody has helpers, and few enough that nobody sends letters to the world from here. */
const mostOpen = 10
const year = 366 * 86_400_000

/**
 * Lets somebody help: by a letter, or by a code to scan from this screen. The six digits are shown once, to be told. The
 * database holds the same walls again: her own record, a carer or helper, a year at most.
 */
export const inviteHelper = command({
  name: 'people.invite',
  as: 'patient',
  input: inviting,
  allow: patientHerself,
  closedBy: ['portal', 'writes'],
  stepUp: true,
  run: async ({ db, principal, input, now, mail, call }): Promise<Invited> => {
    const practice = principal.practice
    const [state] = await call(sql<{ grown: boolean; open: number }>`select access.portal_grown() as grown, (select count(*)::int from access.my_invitations()) as open`)
    if (!state?.grown) throw new AppError('conflict', 'not of age', { says: 'minor' })
    if (state.open >= mostOpen) throw new AppError('conflict', 'too many open invitations', { says: 'many' })
    const accessExpiresAt = dayBounds(input.until, practice.timeZone).until
    if (accessExpiresAt <= now) invalid('until', 'past')
    if (accessExpiresAt.getTime() > now.getTime() + year) invalid('until', 'year')
    const email = input.channel === 'mail' && input.email ? emailKey(input.email) : ''
    const { token, hash } = newToken()
    const code = newCode()
    const invitation = newId()
    const expiresAt = runsOut(input.channel, now, practice.timeZone)
    await db.insertInto('invitation').values({
      practiceId: practice.id, id: invitation, kind: 'patient', channel: input.channel, tokenHash: hash, codeHash: codeHash('invitation', code), email,
      displayName: input.name, patientId: principal.patientId, relation: input.relation, language: input.language, createdBy: principal.hatId,
      createdByName: principal.personName, expiresAt, scope: input.scope, categories: input.scope === 'categories' ? input.categories : [],
      accessExpiresAt, byPatient: true,
    }).execute()
    if (input.channel === 'mail') await mail(helperInvitation(email, token, practice.name, input.language))
    const link = input.channel === 'counter' ? `${env().ENAMEL_ORIGIN}/join/${token}` : null
    return { invitation, name: input.name, channel: input.channel, email, code, link, expiresAt, language: input.language }
  },
  audit: ({ principal, input, output }) => ({
    patientId: principal.patientId, subjectId: output?.invitation ?? null,
    detail: { channel: input.channel, relation: input.relation, scope: input.scope, reach: input.categories.join(' ') },
  }),
})

/** Takes back an invitation that nobody has used. */
export const revokeInvitation = command({
  name: 'people.revoke',
  as: 'patient',
  input: ofInvitation,
  allow: patientHerself,
  closedBy: [],
  run: async ({ input, call }) => {
    const [row] = await call(sql<{ done: boolean }>`select access.take_back_my_invitation(${input.invitation}) as done`)
    if (!row?.done) notFound()
    return { invitation: input.invitation }
  },
  audit: ({ principal, input, output }) => ({ patientId: output ? principal.patientId : null, subjectId: input.invitation }),
})

/** Lets somebody see less, or for a shorter time, from the next request on. */
export const narrowHelper = command({
  name: 'people.narrow',
  as: 'patient',
  input: narrowing,
  allow: patientHerself,
  closedBy: [],
  run: async ({ db, principal, input, now, call }) => {
    const row = await db.selectFrom('portalAccess').select(['scope', 'categories', 'expiresAt'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.access).where('patientId', '=', principal.patientId)
      .where('relation', '<>', 'self').where('untilAt', 'is', null).executeTakeFirst()
    if (!row) notFound()
    const scope = input.scope ?? row.scope
    const categories = input.scope === 'categories' ? input.categories : input.scope === 'all' ? [] : row.categories
    const expiresAt = input.until ? dayBounds(input.until, principal.practice.timeZone).until : row.expiresAt
    if (expiresAt && expiresAt <= now) invalid('until', 'past')
    // Where the practice set no end, the patient sets one: a year at most.
    const ends = expiresAt ?? new Date(now.getTime() + year)
    const [answer] = await call(sql<{ outcome: string }>`select access.narrow_from_portal(${input.access}, ${scope}, ${categories}, ${ends}, 'narrowed by the patient') as outcome`)
    if (answer?.outcome === 'held') throw new AppError('conflict', 'the practice answers for it', { says: 'held' })
    if (answer?.outcome === 'wider') invalid(input.until ? 'until' : 'categories', 'wider')
    if (answer?.outcome !== 'narrowed') notFound()
    return { access: input.access, scope }
  },
  audit: ({ principal, input, output }) => ({ patientId: output ? principal.patientId : null, subjectId: input.access, ...(output ? { detail: { scope: output.scope, reach: input.categories.join(' ') } } : {}) }),
})

/** Ends somebody's access to her own record. */
export const endHelper = command({
  name: 'people.end',
  as: 'patient',
  input: ofAccess,
  allow: patientHerself,
  closedBy: [],
  run: async ({ input, call }) => {
    const [answer] = await call(sql<{ outcome: string }>`select access.end_from_portal(${input.access}, 'ended by the patient') as outcome`)
    if (answer?.outcome === 'held') throw new AppError('conflict', 'the practice answers for it', { says: 'held' })
    if (answer?.outcome !== 'ended') notFound()
    return { access: input.access }
  },
  audit: ({ principal, input, output }) => ({ patientId: output ? principal.patientId : null, subjectId: input.access }),
})

/** "I no longer need this": ends one's own access to another's record. */
export const giveUp = command({
  name: 'people.giveUp',
  as: 'patient',
  input: z.object({}),
  allow: actsForAnother,
  closedBy: [],
  run: async ({ principal, call }) => {
    const [answer] = await call(sql<{ outcome: string }>`select access.end_from_portal(${principal.hatId}, 'given up') as outcome`)
    if (answer?.outcome !== 'ended') notFound()
    return { access: principal.hatId }
  },
  audit: ({ principal, output }) => ({ patientId: output ? principal.patientId : null, subjectId: principal.hatId }),
})

/** The one thing that was asked for has been sent; the access ends a day later. */
export const finishTask = command({
  name: 'people.finishTask',
  as: 'patient',
  input: z.object({}),
  allow: actsForAnother,
  closedBy: ['portal'],
  run: async ({ call }) => {
    const [row] = await call(sql<{ done: boolean }>`select access.finish_task() as done`)
    if (!row?.done) throw new AppError('conflict', 'no task is open', { says: 'noTask' })
    return { done: true }
  },
  audit: ({ principal, output }) => (output ? { patientId: principal.patientId, subjectId: principal.hatId } : { subjectId: principal.hatId }),
})
