import 'server-only'
import { sql } from 'kysely'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { Staff } from '@/lib/access/principal'
import type { WriteHandle } from '@/db/practice'
import { emailKey } from '@/lib/auth/email'
import { newToken } from '@/lib/auth/token'
import { staffInvitation } from '@/lib/members/letters'
import { managesMembers } from '@/lib/members/policy'
import { roleChanges } from '@/lib/members/rules'
import { changingRoles, inviting, ofInvitation, removing } from '@/lib/members/schema'
import { newId } from '@/lib/platform/ids'
import type { Letter } from '@/lib/platform/letter'

const days = 86_400_000
type Given = { db: WriteHandle; principal: Staff; now: Date; mail: (letter: Letter) => Promise<void> }
type Invited = { name: string; email: string; roles: string[]; language: string }

/** Invites somebody to work here. An earlier invitation to the same address ends. */
export const inviteMember = command({
  name: 'members.invite',
  as: 'staff',
  input: inviting,
  allow: managesMembers,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async (given) => {
    const { db, principal, input, now } = given
    const email = emailKey(input.email)
    await db.updateTable('invitation').set({ revokedAt: now })
      .where('practiceId', '=', principal.practice.id).where('kind', '=', 'staff').where('email', '=', email)
      .where('usedAt', 'is', null).where('revokedAt', 'is', null).execute()
    return { invitation: await send(given, { ...input, email }), name: input.name }
  },
  audit: ({ input, output }) => ({ subjectId: output?.invitation ?? null, detail: { roles: input.roles.join(' ') } }),
})

/** A fresh link to the same person; the old one opens nothing any more. */
export const resendInvitation = command({
  name: 'members.resendInvitation',
  as: 'staff',
  input: ofInvitation,
  allow: managesMembers,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async (given) => {
    const old = await revoke(given, given.input.invitation)
    return { invitation: await send(given, { name: old.displayName, email: old.email, roles: old.roles, language: old.language }), name: old.displayName }
  },
  audit: ({ input, output }) => ({ subjectId: output?.invitation ?? input.invitation, detail: { replaces: input.invitation } }),
})

export const revokeInvitation = command({
  name: 'members.revokeInvitation',
  as: 'staff',
  input: ofInvitation,
  allow: managesMembers,
  // Taking a way in back must work while writing is closed.
  closedBy: [],
  run: async (given) => ({ name: (await revoke(given, given.input.invitation)).displayName }),
  audit: ({ input }) => ({ subjectId: input.invitation }),
})

/** Gives a member exactly these roles, from the next request on. */
export const changeRoles = command({
  name: 'members.changeRoles',
  as: 'staff',
  input: changingRoles,
  allow: managesMembers,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const member = await db.selectFrom('membership').select('displayName')
      .where('practiceId', '=', practiceId).where('id', '=', input.member).where('untilAt', 'is', null).forUpdate().executeTakeFirst()
    if (!member) notFound()
    const held = await db.selectFrom('membershipRole').select('role')
      .where('practiceId', '=', practiceId).where('membershipId', '=', input.member).where('untilAt', 'is', null).execute()
    const { add, end } = roleChanges(held.map(({ role }) => role), input.roles)
    if (end.includes('owner') && input.member === principal.hatId)
      throw new AppError('conflict', 'an owner resigns', { says: 'Somebody else who is an owner must take this role from you.' })
    for (const role of add)
      await db.insertInto('membershipRole').values({ practiceId, id: newId(), membershipId: input.member, role, givenBy: principal.hatId }).execute().catch(inSentences)
    if (end.length > 0) {
      const ended = await db.updateTable('membershipRole').set({ untilAt: now, endedBy: principal.hatId, endedWhy: 'roles changed' })
        .where('practiceId', '=', practiceId).where('membershipId', '=', input.member).where('role', 'in', end).where('untilAt', 'is', null)
        .returning('id').execute().catch(inSentences)
      if (ended.length !== end.length) throw new AppError('conflict', 'the roles changed meanwhile')
    }
    // Closed already, since their sender is no owner; without this they would open again if she became one once more.
    if (end.includes('owner'))
      await db.updateTable('invitation').set({ revokedAt: now })
        .where('practiceId', '=', practiceId).where('kind', '=', 'staff').where('createdBy', '=', input.member)
        .where('usedAt', 'is', null).where('revokedAt', 'is', null).execute()
    return { name: member.displayName, added: add, ended: end }
  },
  audit: ({ input, output }) => ({
    subjectId: input.member, detail: { added: output?.added.join(' ') ?? '', ended: output?.ended.join(' ') ?? '' },
  }),
})

/** Ends a membership with everything that came with it, from the next request on. */
export const removeMember = command({
  name: 'members.remove',
  as: 'staff',
  input: removing,
  allow: managesMembers,
  closedBy: [],
  run: async ({ db, input }) => {
    const { rows } = await sql<{ removed: boolean }>`select access.remove_member(${input.member}, ${input.why}) as removed`
      .execute(db).catch(inSentences)
    if (!rows[0]?.removed) notFound()
    return { member: input.member }
  },
  audit: ({ input }) => ({ subjectId: input.member }),
})

async function send({ db, principal, now, mail }: Given, to: Invited): Promise<string> {
  const { token, hash } = newToken()
  const id = newId()
  await db.insertInto('invitation').values({
    practiceId: principal.practice.id, id, kind: 'staff', channel: 'mail', tokenHash: hash, email: to.email, displayName: to.name,
    roles: to.roles, language: to.language, createdBy: principal.hatId, createdByName: principal.name,
    expiresAt: new Date(now.getTime() + 7 * days),
  }).execute()
  await mail(staffInvitation(to.email, token, principal.practice.name, principal.name, to.language))
  return id
}

async function revoke({ db, principal, now }: Given, id: string) {
  const row = await db.updateTable('invitation').set({ revokedAt: now })
    .where('practiceId', '=', principal.practice.id).where('id', '=', id).where('kind', '=', 'staff')
    .where('usedAt', 'is', null).where('revokedAt', 'is', null)
    .returning(['displayName', 'email', 'roles', 'language']).executeTakeFirst()
  return row ?? notFound()
}

/** The database keeps a practice from being nobody's, and an owner who no longer is one from acting; here both are words. */
function inSentences(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '42501') throw new AppError('forbidden', 'no owner any more', { cause: error })
  if (constraint === 'keeps_an_owner')
    throw new AppError('conflict', 'the last owner', { says: 'A practice keeps at least one owner. Make somebody else an owner first.' })
  throw error
}
