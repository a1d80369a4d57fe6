import { z } from '@/lib/platform/zod'

export const deleting = z.object({
  document: z.uuid(),
  why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500, 'Keep it under 500 characters.'),
})

export const restoring = z.object({ document: z.uuid() })

/** A deleted document that can still be brought back. */
export type Deleted = {
  id: string
  title: string
  fileName: string
  category: string | null
  takenOn: string | null
  bytes: number
  patient: { id: string; name: string } | null
  deletedAt: Date
  deletedBy: string
  why: string
  /** From when on its keys are destroyed. */
  until: Date
  held: boolean
}

/** What is left of a document whose keys are destroyed. */
export type Tombstone = {
  id: string
  category: string | null
  takenOn: string | null
  patient: { id: string; name: string } | null
  orderedBy: string
  why: string
  cause: 'deletion' | 'retention'
  destroyedAt: Date
}
