import type { Category, SecondLook } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

const id = z.uuid()

/** Several at once, to everybody who may see them: one note, and what was confirmed of each as `document:sure`. */
export const releasingMany = z.object({
  documents: z.array(id, 'Choose at least one document.').min(1, 'Choose at least one document.').max(50, 'At most 50 at once.'),
  note: z.string().trim().max(1000, 'Keep the note under 1000 characters.').default(''),
  confirmed: z.array(z.string().max(4040)).max(50).default([]),
})

export const leavingHeld = z.object({ documents: z.array(id).min(1, 'Choose at least one document.').max(50) })

/** A patient's documents that nobody sees yet, those of one visit's day first where one is named. */
export const choosing = z.object({ patient: id, day: z.iso.date().optional() })

/** What a press on "release together" did, and what it left and why. */
export type Together = { released: number; left: { document: string; title: string; says: string; look: SecondLook | null }[] }

/** One document that may be released, as a line to tick. */
export type Releasable = { id: string; title: string; category: Category; takenOn: string; reviewedAt: Date | null }

/** A visit's day, and what it left that nobody has decided about. */
export type LeftByVisit = {
  patient: { id: string; name: string }
  day: string
  reason: string
  documents: { id: string; title: string; category: Category; awaitsReview: boolean }[]
}

/** Released a while ago, and none of those who may see it has opened it. */
export type Unopened = { document: string; title: string; patient: string; since: Date }
