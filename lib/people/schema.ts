import { z } from '@/lib/platform/zod'
import { reaches, type Scope } from '@/lib/proxies/schema'

const id = z.uuid()
const categories = z.array(z.enum(reaches)).default([])
const day = z.iso.date('day')

/** The messages are keys of the page's own dictionary, where each has its words in both languages. */
export const inviting = z.object({
  name: z.string('name').trim().min(1, 'name').max(120),
  relation: z.enum(['carer', 'helper'], 'choose'),
  channel: z.enum(['mail', 'counter'], 'choose'),
  email: z.email('email').trim().max(254).optional(),
  language: z.enum(['en', 'es'], 'choose'),
  scope: z.enum(['all', 'categories'], 'choose'),
  categories,
  until: day,
})
  .refine((given) => given.channel !== 'mail' || given.email, { path: ['email'], message: 'email' })
  .refine((given) => given.scope !== 'categories' || given.categories.length > 0, { path: ['categories'], message: 'kinds' })

export const narrowing = z.object({ access: id, scope: z.enum(['all', 'categories'], 'choose').optional(), categories, until: day.optional() })
  .refine((given) => given.scope !== 'categories' || given.categories.length > 0, { path: ['categories'], message: 'kinds' })
export const ofAccess = z.object({ access: id })
export const ofInvitation = z.object({ invitation: id })

/** Somebody who may see a record, as the page about them shows it. */
export type Helper = {
  id: string
  name: string
  relation: string
  mine: boolean
  since: Date
  until: Date | null
  scope: Scope
  categories: string[]
  task: string | null
  /** Given by the practice in a way that only the practice ends. */
  byOrder: boolean
  byPractice: boolean
  /** What they opened last, by title where it may be told. */
  last: { at: Date; title: string } | null
}

/** An invitation that nobody has taken up yet. */
export type OpenInvitation = { id: string; name: string; relation: string; scope: Scope; categories: string[]; channel: 'mail' | 'counter'; until: Date; accessUntil: Date | null; mine: boolean }
