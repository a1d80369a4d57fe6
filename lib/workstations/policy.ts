import 'server-only'
import { allStaff, anyone, roles, type Policy } from '@/lib/access/policy'

/** The privacy officer sees which computers stand where; changing that is another matter. */
export const seesWorkstations = roles('owner', 'privacy_officer')

/** Which computers let people in by six digits is the owner's to decide; the database says so too. */
export const keepsWorkstations = roles('owner')

/** Whoever may open a chart may leave it. */
export const opensCharts = allStaff

export const sitsHere: Policy<'visitor'> = anyone('whoever sits at an enrolled computer sees who works there, and comes in with a PIN of their own')
