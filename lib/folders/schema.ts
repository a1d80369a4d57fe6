import { announcing } from '@/lib/documents/schema'
import { z } from '@/lib/platform/zod'

export const making = z.object({
  workstation: z.uuid('Choose the computer.'),
  name: z.string('Write what puts files into the folder.').trim().min(1, 'Write what puts files into the folder, such as Scanner.').max(40, 'Use at most 40 characters.'),
})
export const ofFolder = z.object({ folder: z.uuid() })

/** A program says how large a file is and what it digests to, and how many seconds ago it was written. */
export const announcingFromFolder = announcing.extend({
  size: z.number().int().min(1, 'This file is empty.').max(2 ** 40),
  sha256: z.instanceof(Uint8Array),
  age: z.number().int().min(0).max(2 ** 31 - 1),
})

/** What is shown once: the whole of what the program needs to know, in one line. */
export type MadeFolder = { folder: string; name: string; credential: string }

/** A program as the list shows it. `live`: it may bring files now. */
export type FolderItem = {
  id: string; name: string; workstation: string; since: Date; madeBy: string; lastUse: Date | null; files: number; lastFile: Date | null
  live: boolean; until: Date | null; endedBy: string
}

/** How an upload stands, as its program asks: see `stateOf`. */
export type FolderUpload = { state: 'receiving' | 'checking' | 'kept' | 'refused' | 'over'; size: number; offset: number; sha256: Buffer | null; failure: string }
