import type { EditableField } from '@/lib/patients/rules'
import { readDate } from '@/lib/format/typed-date'
import { z } from '@/lib/platform/zod'

const id = z.uuid()
const name = (says: string) => z.string(says).trim().max(100, 'Keep it under 100 characters.')
  .refine((text) => /[\p{L}\p{N}]/u.test(text), says)
const optional = (max: number) => z.string().trim().max(max, `Keep it under ${max} characters.`).default('')

/** A birth date in any of the ways people write one; stored as `1987-03-14`. */
const birthDate = z.string('Write the birth date.').trim().min(1, 'Write the birth date.').max(40).transform((text, context) => {
  const now = new Date()
  const date = readDate(text, now.getUTCFullYear())
  const fault = !date ? 'Write the whole date, such as 3/14/1987.'
    // A practice east of the server may already be a day ahead.
    : Date.parse(date) > now.getTime() + 86_400_000 ? 'This date is in the future.'
    : date < '1880' ? 'Look at the year again.' : null
  if (!fault && date) return date
  context.addIssue({ code: 'custom', message: fault ?? '' })
  return z.NEVER
})

export const phone = optional(40).refine(
  (text) => text === '' || (/^[\d\s()+.\-/x]+$/i.test(text) && text.replace(/\D/g, '').length >= 7 && text.replace(/\D/g, '').length <= 20),
  'Write a telephone number such as (423) 555-0110.',
)

export const email = z
  .union([z.literal(''), z.string().trim().max(254).pipe(z.email('Write an e-mail address such as name@example.org.'))],
    'Write an e-mail address such as name@example.org.')
  .default('')

const chartNumber = z.string('Write a chart number.').trim().max(20, 'Keep it under 20 characters.')
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ./-]*[\p{L}\p{N}])?$/u, 'Write a chart number of letters, digits and hyphens.')

const identity = {
  givenName: name('Write the given name.'),
  familyName: name('Write the family name.'),
  preferredName: optional(100),
  birthDate,
  phone,
  email,
  address: optional(300),
  language: z.enum(['en', 'es'], 'Choose a language.').default('en'),
  staffNote: optional(2000),
}

/** `seen` holds the ids of likely doubles that the person was shown and judged to be somebody else. */
export const creating = z.object({ ...identity, chartNumber, seen: z.string().max(1000).default('') })
export const updating = z.object({ patient: id, version: z.coerce.number().int().positive(), ...identity })
export const ofPatient = z.object({ patient: id })
export const archiving = z.object({
  patient: id,
  why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(300, 'Keep it under 300 characters.'),
})

export const contactKinds = ['emergency', 'guardian', 'guarantor', 'other'] as const
export const addingContact = z.object({
  patient: id,
  kind: z.enum(contactKinds, 'Choose what this contact is for.'),
  name: z.string('Write the name.').trim().min(1, 'Write the name.').max(120),
  relation: optional(60),
  phone,
  email,
}).refine(({ phone, email }) => phone !== '' || email !== '', { path: ['phone'], message: 'Write a telephone number or an e-mail address.' })

export const alertKinds = ['allergy', 'condition', 'medication', 'other'] as const
export const addingAlert = z.object({
  patient: id,
  kind: z.enum(alertKinds, 'Choose what this is about.'),
  text: z.string('Write what to watch for.').trim().min(1, 'Write what to watch for.').max(200, 'Keep it under 200 characters.'),
  severe: z.preprocess((value) => value === 'on' || value === true, z.boolean()),
})
export const endingContact = z.object({ patient: id, contact: id })
export const endingAlert = z.object({ patient: id, alert: id })

export const typed = z.string().max(200, 'Type less.').default('')
export const listing = z.object({
  q: typed,
  archived: z.boolean().default(false),
  /** The patient after whom the page begins, or before whom it ends. Ids, since an address must not hold a name. */
  after: id.optional(),
  before: id.optional(),
})
export const searching = z.object({ q: typed })

/** A patient as lists show one: enough to tell two of the same name apart, and nothing of the chart. */
export type PatientItem = {
  id: string
  givenName: string
  familyName: string
  preferredName: string
  birthDate: string
  chartNumber: string
  phone: string
  archived: boolean
}

/** A likely double, and why it is thought one. */
export type Double = PatientItem & { why: string }

export type Alert = { id: string; kind: string; text: string; severe: boolean; from: Date; until: Date | null; by: string | null; endedBy: string | null }
export type Contact = { id: string; kind: string; name: string; relation: string; phone: string; email: string; from: Date; until: Date | null }
export type PatientVisit = { id: string; startsAt: Date; endsAt: Date; reason: string; status: string; operatory: string; provider: string }
export type Opening = { at: Date; name: string; roles: string[]; kind: string; mine: boolean; operation: string }

export type PatientRecord = {
  id: string
  /** The instant it was opened. */
  asked: Date
  version: number
  givenName: string
  familyName: string
  preferredName: string
  birthDate: string
  chartNumber: string
  phone: string
  email: string
  address: string
  language: string
  staffNote: string
  archived: { at: Date; by: string; why: string } | null
  alerts: Alert[]
  contacts: Contact[]
  visits: PatientVisit[]
  openings: Opening[]
  /** Who may use the portal for this patient now. */
  portal: { id: string; name: string; relation: string; since: Date }[]
  can: { edit: boolean; alert: boolean; archive: boolean; invite: boolean }
}

/** What stands on record when an edit meets somebody else's: their version, and who saved it when. */
export type EditConflict = { version: number; by: string | null; at: Date; now: Record<EditableField, string> }
