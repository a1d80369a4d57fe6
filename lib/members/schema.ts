import { z } from '@/lib/platform/zod'

export const roleNames = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing'] as const
export type Role = (typeof roleNames)[number]

const roles = z.array(z.enum(roleNames)).min(1, 'Choose at least one role.').max(roleNames.length)

/** An address as people type it. */
export const email = z.email('Write an e-mail address such as name@example.org.').trim().max(254)
export const personName = z.string('Write the name.').trim().min(1, 'Write the name.').max(120)

export const inviting = z.object({ name: personName, email, roles, language: z.enum(['en', 'es']).default('en') })
export const ofInvitation = z.object({ invitation: z.uuid() })
export const ofMember = z.object({ member: z.uuid() })
export const changingRoles = z.object({ member: z.uuid(), roles })
export const removing = z.object({
  member: z.uuid(),
  why: z.string('Write why, for the record.').trim().min(1, 'Write why, for the record.').max(300),
})

export type Member = {
  id: string
  name: string
  roles: string[]
  since: Date
  /** When this member last did something here. */
  lastUse: Date | null
  until: Date | null
  endedWhy: string | null
  you: boolean
}
export type PendingInvitation = { id: string; name: string; email: string; roles: string[]; sentAt: Date; expiresAt: Date; by: string; open: boolean }
export type MemberList = { timeZone: string; members: Member[]; former: Member[]; invitations: PendingInvitation[]; owner: boolean }
