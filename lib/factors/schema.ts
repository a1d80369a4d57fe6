import { code, next } from '@/lib/sign-in/schema'
import { z } from '@/lib/platform/zod'

const offer = z.string().max(60)

export const ofOffer = z.object({ offer })
export const confirmingApp = z.object({ offer, code: code.refine((text) => text.length === 6, 'Type the six digits that the app shows.'), next })
export const offeringApp = z.object({ next })
export const addingPasskey = z.object({ attestation: z.string('The device gave no answer.').max(20_000, 'The device gave an answer that is too long.'), next })
export const ofPasskey = z.object({ passkey: z.string().min(1).max(1400) })

export type Passkey = { credentialId: string; name: string; createdAt: Date; lastUsedAt: Date | null; backedUp: boolean }
/** What came of a new factor: recovery codes to be written down, if they are the first. */
export type FactorAdded = { codes: string[] | null; next: string | null }
