import type { PatientItem } from '@/lib/patients/schema'
import { z } from '@/lib/platform/zod'

const id = z.uuid()
const text = (says: string) => z.string(says).trim().min(1, says).max(4000, 'Keep it under 4000 characters.')

export const puttingRight = z.object({
  document: id,
  why: z.string('Say how it came about, for the record.').trim().min(1, 'Say how it came about, for the record.').max(500, 'Keep it under 500 characters.'),
  /** Whose it is: chosen among those whom `named` fits, or left open. */
  right: id.optional(),
  named: z.string().trim().max(200).default(''),
  /** The chart number that stood on the page. */
  chart: z.string().max(40).optional(),
})

export const ofCase = z.object({ case: id })
export const ofDocument = z.object({ document: id })
export const noting = z.object({ case: id, text: text('Write the note.') })
export const closing = z.object({ case: id, finding: text('Say what was found out.'), done: text('Say what was done about it.') })
export const listing = z.object({ closed: z.boolean().default(false) })

/** Those whom a typed name, birth date or chart number fits. */
export type Matches = { matches: PatientItem[] }

/** Who saw what of a document while it stood in the wrong record. */
export type Exposure = {
  /** Who opened the file itself, each opening. */
  opened: { at: Date; name: string; relation: string }[]
  /** Who saw its page in the portal, and with it the title, without opening the file: the first time of each. */
  saw: { at: Date; name: string; relation: string }[]
  /** Who saw a small preview of it in a list, without opening the file: the first time of each. */
  previewed: { at: Date; name: string; relation: string }[]
}

export type CaseItem = {
  id: string
  openedAt: Date
  openedBy: string
  closedAt: Date | null
  /** In whose record it stood by mistake. */
  patient: { id: string; name: string }
  title: string
  /** People who opened the file there. */
  readers: number
}

export type PrivacyCase = Omit<CaseItem, 'readers'> & {
  document: string
  right: { id: string; name: string } | null
  category: string | null
  shown: boolean
  stoodFrom: Date
  why: string
  closedBy: string | null
  exposure: Exposure
  notes: { kind: 'note' | 'finding' | 'done'; text: string; at: Date; by: string }[]
}

/** What a document's page says of the records in which it stood by mistake. */
export type StoodWrong = { id: string; patient: { id: string; name: string }; until: Date; shown: boolean; exposure: Exposure }
