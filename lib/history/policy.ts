import 'server-only'
import { roles, type Policy } from '@/lib/access/policy'

/** The database says so too (own_or_answerable), but for openings of records, which all who treat a patient may see. */
export const readsPracticeHistory = roles('owner', 'privacy_officer')

export const readsOwnHistory: Policy<'staff'> = {
  says: 'everybody who works at the practice, for what they did themselves; the whole history is for the owner and the privacy officer',
  allows: (staff) => staff.roles.length > 0,
}
