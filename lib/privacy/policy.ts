import 'server-only'
import { roles } from '@/lib/access/policy'

/**
 * Whoever may take a release back may put a document right that stands in the wrong record: who notices must be able to stop
 * it at once. The database says so too (entitled_reports).
 */
export const putsRight = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'front_desk')

/** What was found out, and what was done about it, is for those who answer for it. The database says so too (answerable_…). */
export const answersForPrivacy = roles('owner', 'privacy_officer')
