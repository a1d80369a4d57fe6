import { categories, type Category } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

/** Limits of an index. A folder that is larger comes in by several. */
export const mostRows = 100_000
/** Lines with the empty ones, which may be as many again. */
export const mostLines = 2 * mostRows
export const mostIndexBytes = 64 * 1024 * 1024
export const mostColumns = 64
/** Characters of one cell. */
export const mostCell = 2_000

/** What a row may say, in the order of the form; the documented names of the columns are in rules.ts. */
export const fields = ['file', 'chartNumber', 'lastName', 'firstName', 'birthDate', 'category', 'title', 'takenOn', 'tooth'] as const
export type Field = (typeof fields)[number]

/** Which column each field stands in (from 0), how dates are written, and what an unknown kind is filed as. */
export type Mapping = { columns: Partial<Record<Field, number>>; dates: DateOrder; unknown: Category | null }
export const dateOrders = ['mdy', 'dmy'] as const
export type DateOrder = (typeof dateOrders)[number]

export const encodings = ['utf-8', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

export type BatchState = 'reading' | 'mapping' | 'checking' | 'checked' | 'open' | 'finished' | 'undoing' | 'undone'
export const rowStates = ['new', 'bad', 'look', 'clean', 'coming', 'refused', 'filed', 'left', 'removed', 'stayed'] as const
export type RowState = (typeof rowStates)[number]

/** What the dry run found in a row; the words are in words.ts. */
export const problems = [
  'no_file', 'no_chart', 'unknown_chart', 'archived', 'no_name', 'no_birth', 'bad_birth', 'name', 'birth', 'name_near', 'birth_near', 'birth_swapped',
  'no_category', 'unknown_category', 'long_title', 'no_date', 'bad_date', 'future_date', 'bad_tooth', 'ragged', 'twice', 'came',
] as const
export type Problem = (typeof problems)[number]

const batch = z.uuid()
export const ofBatch = z.object({ batch })

export const beginning = z.object({ fileName: z.string().max(255).default('').transform((name) => name.toWellFormed().replace(/[\p{C}\u2028\u2029\ufffd]/gu, '')) })

const line = z.number().int().min(1).max(mostLines)
export const addingRows = z.object({ batch, rows: z.array(z.object({ line, cells: z.array(z.string().max(mostCell)).max(mostColumns + 1) })).min(1).max(1_000) })
export const readThrough = z.object({ batch, columns: z.array(z.string().max(mostCell)).min(1).max(mostColumns), rows: z.number().int().min(1).max(mostRows) })

/** A column's place as a form's select gives it; nothing for "not in this index". */
const place = z.coerce.number().int().min(0).max(mostColumns).optional()
const needed = (says: string) => z.coerce.number(says).int(says).min(0, says).max(mostColumns, says)
export const mapping = z.object({
  batch,
  file: needed('Choose the column that names the file.'),
  chartNumber: needed('Choose the column of the chart number.'),
  lastName: needed('Choose the column of the last name.'),
  firstName: needed('Choose the column of the first name.'),
  birthDate: needed('Choose the column of the birth date.'),
  category: place, title: place,
  takenOn: needed('Choose the column of the date.'),
  tooth: place,
  dates: z.enum(dateOrders).default('mdy'),
  unknown: z.enum(categories).optional(),
})

const path = z.string().max(1_000).transform((text) => text.toWellFormed())
export const matching = z.object({ batch, paths: z.array(path).min(1).max(500) })
export const arrivingByRow = z.object({
  batch, line, path,
  size: z.number().int().min(1, 'This file is empty.').max(2 ** 40).nullable().default(null),
  type: z.string().max(255).nullable().default(null),
  sha256: z.instanceof(Uint8Array).nullable().default(null),
})
export const undoing = z.object({ batch, why: z.string('Say why, for the record.').trim().min(1, 'Say why, for the record.').max(500, 'Keep it under 500 characters.') })

/** Rows of one state, or all that speak against coming in, from a line on. */
export const showing = z.object({ batch, show: z.enum([...rowStates, 'problems', 'all']).optional(), after: z.number().int().min(0).max(mostLines).default(0) })
export const problemsAfter = z.object({ batch, after: z.number().int().min(0).max(mostLines).default(0) })

/** What becomes of a chosen file. `line`: the row that names it. `address`: where a broken upload of it goes on. */
export type Match =
  | { fits: 'wanted'; line: number; address?: string }
  | { fits: 'here' | 'elsewhere' | 'not_clean'; line: number }
  | { fits: 'none' | 'several' }

export type BatchItem = {
  id: string; fileName: string; state: BatchState; rows: number; startedAt: Date; startedBy: string
  finishedAt: Date | null; undone: { at: Date | null; by: string; why: string } | null
}
export type Counts = Partial<Record<RowState, number>>

/** A row as it is listed. `patient`: whose chart it names, or would. */
export type RowItem = {
  line: number; path: string; title: string; category: Category | null; takenOn: string | null; tooth: string | null
  problems: Problem[]; state: RowState; reason: string; document: string | null
  patient: { id: string; name: string; birthDate: string; chartNumber: string } | null
  /** What the index itself says of the person, as long as it is kept. */
  says: { name: string; birthDate: string; chartNumber: string } | null
}
