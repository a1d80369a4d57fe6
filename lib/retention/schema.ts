import { categories } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

const why = z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500, 'Keep it under 500 characters.')

/** On one of the two: all of a patient's documents, or one document. */
const on = { patient: z.uuid().optional(), document: z.uuid().optional() }
const one = ({ patient, document }: { patient?: string | undefined; document?: string | undefined }) => (patient === undefined) !== (document === undefined)
const oneOf = 'Hold a patient or a document.'

export const holding = z.object({ ...on, why }).refine(one, oneOf)

/** What it lies on is named too: a page that was drawn for one patient ends no other's hold. */
export const endingHold = z.object({ hold: z.uuid(), ...on, why }).refine(one, oneOf)

/** What an owner may choose for a kind of document. */
export const spans = ['default', 'always', '5', '6', '7', '8', '10', '12', '15', '20', '25', '30'] as const
export type Span = (typeof spans)[number]
const span = z.enum(spans, 'Choose one.')

const whole = (from: number, to: number, says: string) => z.coerce.number(says).int(says).min(from, says).max(to, says)

export const retentionRules = z.object({
  /** For every kind that has no rule of its own; `always` is also what holds while nothing is decided. */
  practice: span.exclude(['default']),
  ...Object.fromEntries(categories.map((category) => [category, span])) as Record<(typeof categories)[number], typeof span>,
  minorAge: whole(18, 25, 'An age from 18 to 25.'),
  minorYears: whole(0, 100, 'A number of years from 0 to 100.'),
  deletionDays: whole(1, 365, 'A number of days from 1 to 365.'),
})
export type RetentionRules = z.output<typeof retentionRules>

export const confirming = z.object({ documents: z.array(z.uuid()).min(1, 'Choose at least one document.').max(200) })

/** A hold as people read of it. */
export type Hold = { id: string; of: 'patient' | 'document'; since: Date; by: string; why: string }

export type Due = {
  id: string
  title: string
  category: string
  takenOn: string
  patient: { id: string; name: string }
  dueOn: string
}
