import { kinds, type Kind } from '@/lib/history/words'
import { z } from '@/lib/platform/zod'

/** A place in the history: the event's instant to the microsecond (a millisecond would lose its neighbours), and its id. */
export const place = z.object({ at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/), id: z.uuid() })

export const filtering = z.object({
  patient: z.uuid().optional(),
  /** The hat that acted: a membership or somebody's access to the portal. */
  by: z.uuid().optional(),
  kind: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]).optional(),
  /** A calendar day of the practice. */
  day: z.iso.date().optional(),
  decision: z.enum(['allow', 'deny']).optional(),
  before: place.optional(),
})
export type Filter = z.output<typeof filtering>

/** One line of the history. */
export type HistoryEvent = {
  id: string
  at: Date
  place: string
  actor: { name: string; kind: 'staff' | 'patient' | 'guest' | 'folder' | 'system'; roles: string[]; mine: boolean }
  operation: string
  decision: 'allow' | 'deny'
  reason: string
  patient: { id: string; name: string } | null
  document: { id: string; title: string } | null
  /** What else was acted on, by name: a member, somebody invited, a workstation. */
  subject: string | null
  detail: Record<string, string | number | boolean | null>
}

export type HistoryPage = { events: HistoryEvent[]; before: string | null; patient: { id: string; name: string } | null }
