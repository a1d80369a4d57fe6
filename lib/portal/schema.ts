import type { Category } from '@/lib/documents/schema'

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
  kind: 'staff' | 'patient' | 'system'
  roles: string[]
  what: 'opened_document' | 'saw_document_page' | 'opened_record'
  document: { id: string; title: string } | null
  mine: boolean
}
