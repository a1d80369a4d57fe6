import { relations } from '@/lib/invitations/rules'
import { z } from '@/lib/platform/zod'
import { evidence, reach, type EvidenceKind, type Scope } from '@/lib/proxies/schema'
import { checks } from '@/lib/recovery/schema'

const id = z.uuid()
const email = z.email('Write an e-mail address such as name@example.org.').trim().max(254)
const name = z.string('Write the name.').trim().min(1, 'Write the name.').max(120)
export const invitingPatient = z.object({
  patient: id,
  channel: z.enum(['mail', 'counter']),
  relation: z.enum(relations).default('self'),
  /** Who is invited; only for somebody who acts for the patient. */
  name: name.optional(),
  email: email.optional(),
  language: z.enum(['en', 'es'], 'Choose a language.'),
  /** How staff made sure who it is; asked when the invitation takes the place of an access there is. */
  how: z.enum(checks).optional(),
  /** For somebody who acts for the patient: how far and how long, on what ground, and why. */
  ...reach,
  evidenceKind: evidence.evidenceKind.optional(),
  evidence: evidence.evidence,
  why: z.string().trim().max(300, 'Keep it under 300 characters.').default(''),
})
  .refine((given) => given.channel !== 'mail' || given.email, { path: ['email'], message: 'Write where the invitation goes.' })
  .refine((given) => given.relation === 'self' || given.name, { path: ['name'], message: 'Write the name of the person who acts for the patient.' })
  .refine((given) => given.relation === 'self' || given.evidenceKind, { path: ['evidenceKind'], message: 'Choose what you saw.' })
  .refine((given) => given.relation === 'self' || given.why !== '', { path: ['why'], message: 'Write why, for the record.' })
  .refine((given) => given.relation === 'self' || given.scope !== 'categories' || given.categories.length > 0, { path: ['categories'], message: 'Choose at least one kind.' })
  .refine((given) => given.relation === 'self' || given.scope !== 'task' || given.task, { path: ['task'], message: 'Choose what to send.' })

export const ofPatient = z.object({ patient: id })
export const ofPatientInvitation = z.object({ patient: id, invitation: id })
export const endingAccess = z.object({
  patient: id,
  access: id,
  why: z.string('Write why, for the record.').trim().min(1, 'Write why, for the record.').max(300),
})

/** What staff see once, and tell or hand over. */
export type Invited = {
  invitation: string
  name: string
  channel: 'mail' | 'counter'
  email: string
  code: string
  /** Only at the counter: who has a letter needs no second copy lying about. */
  link: string | null
  expiresAt: Date
  language: string
}

type Reaching = { scope: Scope; categories: string[]; task: string | null; apart: boolean; until: Date | null }

/** One who has or had access to a patient, as the office sees it. */
export type Access = Reaching & {
  id: string
  relation: string
  name: string
  since: Date
  endedWhy: string | null
  byOrder: boolean
  endsAtMajority: boolean
  reviewOn: string | null
  byPatient: boolean
  /** Every state it was in, the latest first; none for the patient's own. */
  terms: (Reaching & { at: Date; by: string; why: string; evidenceKind: EvidenceKind | null; evidence: string })[]
}
