import { categories } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

/** What an access may be narrowed to: the kinds of document, and the visits. */
export const reaches = [...categories, 'visits'] as const
export type Reach = (typeof reaches)[number]

/** The one thing that a helper may be asked to send. */
export const tasks = ['insurance_card', 'identification', 'earlier_xrays', 'signed_form', 'something_else'] as const
export type Task = (typeof tasks)[number]

/** What somebody saw before giving an access to another's record. */
export const evidenceKinds = ['birth_certificate', 'court_order', 'power_of_attorney', 'own_word', 'photo_id', 'other'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

const id = z.uuid()
export const until = z.iso.date('Use a date such as 2027-05-03.').optional()
const why = z.string('Write why, for the record.').trim().min(1, 'Write why, for the record.').max(300)

/** How far and how long, as the forms of the office ask it. */
export const reach = {
  scope: z.enum(['all', 'categories', 'task']).default('all'),
  categories: z.array(z.enum(reaches)).default([]),
  task: z.enum(tasks).optional(),
  /** A day, to its end on the practice's clock. Nothing: what is usual for the relation. */
  until,
  /** What others send from the portal stays out of this one's sight. */
  apart: z.boolean().default(false),
  /** The practice answers for it, as for a court's order: the patient cannot end it. */
  byOrder: z.boolean().default(false),
}
export const evidence = {
  evidenceKind: z.enum(evidenceKinds, 'Choose what you saw.'),
  evidence: z.string().trim().max(300, 'Keep it under 300 characters.').default(''),
}

const change = {
  patient: id,
  access: id,
  scope: z.enum(['all', 'categories'], 'Choose how far it reaches.').optional(),
  categories: reach.categories,
  until,
  apart: reach.apart,
  why,
}
const namesKinds = { path: ['categories'], message: 'Choose at least one kind.' }
export const narrowing = z.object(change).refine((given) => given.scope !== 'categories' || given.categories.length > 0, namesKinds)
export const extending = z.object({ ...change, byOrder: reach.byOrder, ...evidence })
  .refine((given) => given.scope !== 'categories' || given.categories.length > 0, namesKinds)

export type Scope = 'all' | 'categories' | 'task'

/** How far an access reaches and how long. */
export type Terms = {
  scope: Scope
  categories: string[]
  task: string | null
  seesOthersUploads: boolean
  expiresAt: Date | null
}

/** Somebody whose access the practice must look at. */
export type ToReview = {
  access: string
  name: string
  relation: string
  patient: { id: string; name: string }
  expiresAt: Date | null
  /** When the patient comes of age, where that is what it is about. */
  majority: Date | null
  reviewOn: string | null
}

/** A patient who came of age, whose parents' access has ended, and who has none of her own. */
export type Grown = { id: string; name: string; since: Date }
