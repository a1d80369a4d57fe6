import { isTimeZone } from '@/lib/format/dates'
import { langs } from '@/lib/format/lang'
import { categories } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'
import { timings, type Timing } from '@/lib/practice/rules'

/** What a practice can close at once. Appointments and chairside reading go on through all of them. */
export const functions = ['documents', 'portal', 'writes'] as const
export type PracticeFunction = (typeof functions)[number]

export const closing = z.object({
  function: z.enum(functions, 'Choose what to close.'),
  why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500, 'Keep it under 500 characters.'),
})

export const reopening = z.object({
  switch: z.uuid(),
  why: z.string('Say what has been made sure of.').trim().min(1, 'Say what has been made sure of.').max(500, 'Keep it under 500 characters.'),
})

const optionalText = (max: number) => z.string().trim().max(max, `Keep it under ${max} characters.`).default('')

export const phone = optionalText(40).refine(
  (text) => text === '' || (/^[\d\s()+.\-/x]+$/i.test(text) && text.replace(/\D/g, '').length >= 7),
  'Write a telephone number such as (423) 555-0110.',
)

export const email = z
  .union([z.literal(''), z.string().trim().pipe(z.email('Write an e-mail address such as name@example.org.'))])
  .default('')

export const settings = z.object({
  name: z.string('Write the practice’s name.').trim().min(1, 'Write the practice’s name.').max(120),
  phone,
  email,
  address: optionalText(300),
  timeZone: z.string('Choose a time zone.').refine(isTimeZone, 'Choose a time zone from the list.'),
  language: z.enum(langs, 'Choose a language.').default('en'),
  idleMinutes: z.coerce.number('Write a number of minutes.').int('Write whole minutes.')
    .min(5, 'At least 5 minutes: shorter would lock people out while they think.').max(60, 'At most 60 minutes.'),
  majorityAge: z.coerce.number('Write a number of years.').int('Write whole years.').min(16, 'At least 16 years.').max(21, 'At most 21 years.'),
})

/** One field per category, so that the whole table is one form. */
export const releaseRules = z.object(
  Object.fromEntries(categories.map((category) => [category, z.enum(timings, 'Choose one.')])) as Record<(typeof categories)[number], z.ZodEnum<{ [T in Timing]: T }>>,
)

export type Switch = {
  id: string
  function: PracticeFunction
  from: Date
  until: Date | null
  by: string
  why: string
  reopenedBy: string | null
  reopenedWhy: string | null
}

export type TodayVisit = {
  id: string
  startsAt: Date
  endsAt: Date
  operatory: string
  provider: string
  reason: string
  status: string
  patient: { id: string; name: string; birthDate: string }
}

export type Today = {
  date: string
  /** The instant it was asked, and the hour (0–23) on the practice's own clock. */
  now: Date
  hour: number
  visits: TodayVisit[]
  toFile: number
  invitations: { name: string; patient: string | null; sentAt: Date; expiresAt: Date }[]
  /** Accesses to look at, and patients who came of age and have no way in of their own. */
  review: number
  grown: number
}
