import 'server-only'
import { roles } from '@/lib/access/policy'

/** Bringing a whole practice's old documents in is its owner's. */
export const importsDocuments = roles('owner')

/** Seeing what came in, and taking it back, is also the privacy officer's, who may delete. */
export const seesImports = roles('owner', 'privacy_officer')
