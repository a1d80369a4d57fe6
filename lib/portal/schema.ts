import { announcing, type Category } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

/** One document as the patient sees it. */
export type PortalDocument = {
  id: string
  title: string
  category: Category
  takenOn: string
  tooth: string | null
  contentType: string
  byteSize: number
  sentByMe: boolean
  /** The practice replaced an earlier file by this one, with its own words about it. */
  corrected: { at: Date; note: string } | null
  /** It cannot be opened until the practice has put it right. */
  damaged: boolean
  /** Who let her see it, since when, until when, and with which words. */
  release: { by: string; since: Date; until: Date | null; note: string } | null
}

/** One line of "who has looked", in the words of the record. */
export type Look = {
  at: Date
  name: string
  kind: 'staff' | 'patient' | 'guest' | 'system'
  roles: string[]
  what: 'opened_document' | 'saved_document' | 'saw_document_page' | 'saw_previews' | 'opened_record'
  document: { id: string; title: string } | null
  /** Of how many documents small previews were seen at once. */
  previews: number
  mine: boolean
}

/** What a patient may send, as she is asked. Stored as is. */
export const sendables = ['insurance_card', 'identification', 'photo', 'paper', 'other'] as const
export type Sendable = (typeof sendables)[number]

export const sending = announcing.extend({
  as: z.enum(sendables),
  note: z.string().trim().max(1000).default(''),
  /** Of an insurance card whose two pictures come as one: how many bytes the front has. */
  frontSize: z.number().int().min(1).max(2 ** 40).nullable().default(null),
})

/** One thing that this hat sent, and what became of it. */
export type Sent = {
  id: string
  as: Sendable
  note: string
  fileName: string
  byteSize: number
  sentAt: Date
  /** `checking`: not to be opened until it was looked through. `refused`: it was, and is not kept; `why` is its code. */
  state: 'waiting' | 'checking' | 'refused' | 'returned'
  why: string | null
  /** What the office said when it gave it back. */
  word: string | null
}
