import 'server-only'
import { roles } from '@/lib/access/policy'

/** Who answers for what must be kept: the database says so too (entitled_places, entitled_ends). */
export const holdsRecords = roles('owner', 'privacy_officer')

/** How long is the owner's to decide (owner_adds, owner_ends). */
export const decidesRetention = roles('owner')

/** Reading the rules, and confirming that what is due be destroyed (entitled_orders). */
export const answersForRetention = roles('owner', 'privacy_officer')
