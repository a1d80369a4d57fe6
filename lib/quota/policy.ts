import 'server-only'
import { roles } from '@/lib/access/policy'

/** Who answers for the practice's files: how much they take, and which of them are damaged. */
export const seesStorage = roles('owner', 'privacy_officer')
