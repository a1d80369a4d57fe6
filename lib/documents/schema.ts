import { z } from '@/lib/platform/zod'
import type { SniffedType } from '@/lib/vault/sniff/probe'

/** The kinds of document, as an office sorts them. Stored as is; the words are in rules.ts. */
export const categories = [
  'radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report', 'insurance', 'statement', 'letter',
  'identification', 'other',
] as const
export type Category = (typeof categories)[number]

const id = z.uuid()

/** Universal numbering (1–32, A–T) with supernumerary teeth (51–82, AS–TS). */
export const tooth = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^([1-9]|[12]\d|3[0-2]|5[1-9]|[67]\d|8[0-2]|[A-T]S?)$/, 'Use 1 to 32, or A to T for a baby tooth.')

/** A calendar day, not after tomorrow (a practice east of the server may already be there). */
const takenOn = z.iso.date('Use a date such as 2026-03-14.').refine(
  (day) => Date.parse(day) < Date.now() + 86_400_000,
  'This date is in the future.',
)

/**
 * What a person confirmed at the second look, as the form was given it. It names what was shown: where something else differs
 * by then, it is asked anew.
 */
const sure = z.string().max(4000).default('')
/** The chart number that stood on the page: what was moved in the meantime is not filed or released to somebody else. */
const chart = z.string().max(40).optional()

export const filing = z.object({
  document: id,
  sure,
  chart,
  category: z.enum(categories, 'Choose what kind of document this is.'),
  title: z.string('Give it a title that the patient will understand.').trim().min(1).max(200),
  takenOn,
  tooth: tooth.optional(),
})

/** To everybody whose scope reaches so far, or to named persons and nobody else. */
const audience = {
  audience: z.enum(['all', 'named'], 'Choose who sees it.').default('all'),
  readers: z.array(id).max(50).default([]),
}
const someone = ({ audience, readers }: { audience: 'all' | 'named'; readers: string[] }) => audience === 'all' || readers.length > 0
const nobody = { path: ['readers'], message: 'Choose at least one person.' }

export const readdressing = z.object({ document: id, sure, chart, ...audience }).refine(someone, nobody)

export const releasing = z.object({
  document: id,
  sure,
  chart,
  ...audience,
  note: z.string().trim().max(1000, 'Keep the note under 1000 characters.').default(''),
  /** A day, to its end in the practice's zone; none means until withdrawn. */
  until: z.iso.date('Use a date such as 2026-12-31.').optional(),
}).refine(someone, nobody)

export const withdrawing = z.object({
  document: id,
  why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500),
})

const reason = z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500)

/** What waits to be filed: to another chart, away, or back to whoever sent it. */
export const movingUnfiled = z.object({ document: id, patient: z.uuid('Choose a patient.') })
export const discarding = z.object({ document: id, why: reason })
export const returning = z.object({
  document: id,
  word: z.string('Say what is wrong with it, so that it can be sent again.').trim().min(1, 'Say what is wrong with it, so that it can be sent again.').max(500),
})

export const ofDocument = z.object({ document: id })
export const reviewing = z.object({ document: id, sure })
export const ofPatient = z.object({ patient: id })

/** What an upload says about itself before its bytes arrive. What it says is compared with them, never believed. */
export const announcing = z.object({
  // Without the signs that nobody sees: one of them writes what follows from right to left, and an `.exe` as a picture.
  fileName: z.string().max(255).default('').transform((name) => name.toWellFormed().replace(/[\p{C}\u2028\u2029\ufffd]/gu, '')),
  size: z.number().int().min(1, 'This file is empty.').max(2 ** 40).nullable().default(null),
  type: z.string().max(255).nullable().default(null),
  sha256: z.instanceof(Uint8Array).nullable().default(null),
})

/** Without a patient it stands under “To file” until somebody says whose it is. */
export const arriving = announcing.extend({ patient: id.nullable() })

/** Where a broken upload goes on. */
export const goingOn = z.object({ document: id, offset: z.number().int().min(0).max(2 ** 40) })

/** A corrected file for a document that is there. */
export const correcting = z.object({
  document: id,
  fileName: arriving.shape.fileName,
  why: z.string('Say what was wrong, for the record.').trim().min(1, 'Say what was wrong, for the record.').max(500),
  /** The practice's words to the patient about it; none means that only the day is told. */
  note: z.string().trim().max(500).default(''),
})

const fileTypes = [
  'application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/tiff', 'application/dicom', 'text/plain',
  'text/plain;charset=windows-1252',
] as const satisfies readonly SniffedType[]

export const arrived = z.object({
  document: id,
  version: z.number().int().positive().default(1),
  contentType: z.enum(fileTypes),
  byteSize: z.number().int().positive(),
  sha256: z.instanceof(Uint8Array),
  commitment: z.instanceof(Uint8Array),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  /** Of an upload that came in parts: which request has joined them. */
  turn: z.number().int().positive().optional(),
})

export const deciding = z.object({
  document: id,
  version: z.coerce.number().int().positive(),
  decision: z.enum(['take', 'refuse'], 'Choose what to do with it.'),
  why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500),
})

export const failing = z.object({ document: id, version: z.number().int().positive().default(1), state: z.enum(['rejected', 'expired']), failure: z.string().max(60) })

export type ReleaseState =
  | { state: 'unfiled' }
  | { state: 'held' }
  | { state: 'released'; since: Date; until: Date | null; by: string; byRule: boolean; note: string; named: boolean }
  | { state: 'withdrawn'; at: Date; by: string; why: string }
  | { state: 'ended'; at: Date }

/** One document as staff see it in a list. No ids but its own; no keys, no storage. */
export type DocumentItem = {
  id: string
  title: string
  category: Category | null
  takenOn: string | null
  tooth: string | null
  contentType: string | null
  byteSize: number | null
  /** What rests in the store is not what came in: it cannot be opened until it has been restored or replaced. */
  damaged: boolean
  uploadedBy: string
  createdAt: Date
  filedAt: Date | null
  reviewedAt: Date | null
  release: ReleaseState
}

/** The pictures that were made of a document's pages. `pages` counts all of them; not each need have been drawn. */
export type DocumentPages = {
  state: 'waiting' | 'done' | 'none' | 'failed'
  pages: number
  drawn: { page: number; width: number; height: number }[]
  /** An image rather than a paper. */
  picture: boolean
  /** How an X-ray says it was taken. */
  details: Record<string, string>
}

/** A picture that another may be held against. */
export type Comparable = { id: string; title: string; takenOn: string; width: number; height: number }

/** One version of a document as staff see it. */
export type Version = {
  version: number
  current: boolean
  damaged: boolean
  bytes: number
  cameAt: Date
  by: string
  /** Why the one before it was not right, and how the patient was told; nothing for the first. */
  why: string | null
  note: string
  replaced: { at: Date; by: string; why: string } | null
}

/** A version that has come and is not there to be opened: on its way through the check, held, or refused by it. */
export type Arriving = {
  document: string
  version: number
  fileName: string
  byteSize: number | null
  contentType: string | null
  state: 'checking' | 'held' | 'refused'
  /** Why it is held or refused, for `arrivalWords`. */
  reason: string
  createdAt: Date
  uploadedBy: string
  patient: { id: string; name: string } | null
}

/** Who may see a released document, and when they opened it first since then. */
export type Receipt = { access: string; name: string; relation: string; openedAt: Date | null }

/** Somebody of the register as a second look shows them. */
export type LookedAt = { name: string; birthDate: string; chartNumber: string }

/** What differs between a file and a chart, side by side, for a person to look at twice. */
export type SecondLook = {
  /** Goes back with the confirmation. */
  sure: string
  chart: LookedAt
  file: { names: string[]; birthDates: string[] }
  differs: ('name' | 'name_near' | 'birth' | 'birth_near' | 'birth_swapped' | 'number' | 'unread')[]
  /** Others of this practice who are easily taken for the patient, or whose number stands in the file. */
  alike: LookedAt[]
}

/** Whose a document may be: whose chart was open at the computer from whose folder it came, and by whom. */
export type Proposed = { patient: string; name: string; birthDate: string; chartNumber: string; at: string; openedBy: string }
