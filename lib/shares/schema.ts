import { z } from '@/lib/platform/zod'

const id = z.uuid()

/** How long a share may last, in hours; a day where nothing is chosen. */
export const lasting = ['24', '72', '168', '336'] as const
/** How often the code may be used. */
export const often = ['1', '3', '5', '10'] as const

const recipient = {
  recipientName: z.string('Write the name of who it is for.').trim().min(1, 'Write the name of who it is for.').max(80, 'Keep the name under 80 characters.'),
  channel: z.enum(['mail', 'show'], 'Choose how the link gets there.'),
  recipientEmail: z.email('Write an e-mail address such as name@example.org.').trim().max(254).optional(),
  language: z.enum(['en', 'es']).default('en'),
}
const needsAddress = (given: { channel: string; recipientEmail?: string | undefined }) => given.channel !== 'mail' || given.recipientEmail !== undefined
const address = { path: ['recipientEmail'], message: 'Write where the mail goes.' }

const shared = {
  documents: z.array(id, 'Choose at least one document.').min(1, 'Choose at least one document.').max(40, 'Choose at most 40 documents.'),
  ...recipient,
  purpose: z.string().trim().max(300, 'Keep it under 300 characters.').default(''),
  hours: z.enum(lasting).default('24'),
  uses: z.enum(often).default('3'),
  /** Whether the recipient may take the files as they are, too. */
  save: z.enum(['yes']).optional(),
}

export const sharingByStaff = z.object({ patient: id, ...shared }).refine(needsAddress, address)
export const sharingByPatient = z.object(shared).refine(needsAddress, address)

export const asking = z.object({
  patient: id,
  ...recipient,
  purpose: z.string('Write what you would like to have.').trim().min(1, 'Write what you would like to have.').max(300, 'Keep it under 300 characters.'),
}).refine(needsAddress, address)

export const ofPatient = z.object({ patient: id })
export const ofPatientShare = z.object({ patient: id, share: id })
export const ofShare = z.object({ share: id })

export const ofLink = z.object({ token: z.string().max(64) })
export const openingShare = ofLink.extend({ code: z.string().transform((code) => code.replace(/\D/g, '')).pipe(z.string().length(6, 'The code has six digits.')) })

/** Which bytes a guest asks for: one page with her name across it, or the file itself where that was allowed. */
export const askingLink = z.object({ document: id, page: z.number().int().min(1).max(9999).optional() })

export const sending = z.object({ fileName: z.string().max(255).default('') })
export const sent = z.object({
  document: id,
  contentType: z.string().max(80),
  byteSize: z.number().int().positive(),
  sha256: z.instanceof(Uint8Array),
  commitment: z.instanceof(Uint8Array),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
})
export const sendingFailed = z.object({ document: id, state: z.enum(['rejected', 'expired']), failure: z.string().max(60) })

/** What the sharer is told once: the link goes one way, the six digits another. */
export type Made = {
  share: string
  name: string
  channel: 'mail' | 'show'
  email: string
  code: string
  /** Not where it went by mail: nobody needs a second copy. */
  link: string | null
  expiresAt: Date
}

/** A paper that could be shared, and whether its pages can carry a name. */
export type Choice = { id: string; title: string; category: string | null; takenOn: string | null; contentType: string | null; markable: boolean }

export type ShareState = 'live' | 'used' | 'over' | 'ended' | 'locked' | 'finished'

/** One share as its sharer sees it: with every opening. */
export type ShareItem = {
  id: string
  direction: 'out' | 'in'
  name: string
  email: string
  purpose: string
  madeBy: string
  madeAs: 'staff' | 'patient'
  mine: boolean
  maySave: boolean
  from: Date
  until: Date
  state: ShareState
  uses: number
  maxUses: number
  endedBy: string | null
  documents: { id: string; title: string | null }[]
  openings: { at: Date; what: 'code' | 'opened' | 'saved'; title: string | null }[]
}
