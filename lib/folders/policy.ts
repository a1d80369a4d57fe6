import 'server-only'
import { roles } from '@/lib/access/policy'

/** Whoever answers for the practice's computers answers for what brings files in from them; the database says so too. */
export const keepsFolders = roles('owner', 'privacy_officer')
