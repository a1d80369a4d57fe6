import 'server-only'
import { allStaff } from '@/lib/access/policy'
import { endsAccess } from '@/lib/invitations/policy'

/** Who answers for who sees a record says how far, too; the database says so as well (answering_changes). */
export const changesAccess = endsAccess

/** Whose access is about to end stands on the charts that everybody opens. */
export const seesReviews = allStaff
