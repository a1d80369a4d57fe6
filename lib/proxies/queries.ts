import 'server-only'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { fullName } from '@/lib/format/names'
import { z } from '@/lib/platform/zod'
import { seesReviews } from '@/lib/proxies/policy'
import { cameOfAge, majority, toReview } from '@/lib/proxies/rows'
import type { Grown, ToReview } from '@/lib/proxies/schema'

/** Who acts for a patient and must be looked at, the soonest first; and who came of age and has no way in of her own. */
export const accessToReview = query({
  name: 'proxies.toReview',
  as: 'staff',
  input: z.object({}),
  allow: seesReviews,
  closedBy: [],
  run: async ({ db, principal: { practice }, now }): Promise<{ timeZone: string; review: ToReview[]; grown: Grown[] }> => {
    const [review, grown] = await Promise.all([
      toReview(db, practice, now)
        .select(['access.id', 'access.displayName', 'access.relation', 'access.expiresAt', 'access.reviewOn', 'patient.id as patientId', 'givenName', 'familyName', majority.as('majority')])
        .orderBy('access.expiresAt').orderBy('access.id').limit(200).execute(),
      cameOfAge(db, practice, now).select(['patient.id', 'givenName', 'familyName', majority.as('since')]).orderBy('since', 'desc').limit(100).execute(),
    ])
    return {
      timeZone: practice.timeZone,
      review: review.map((row) => ({
        access: row.id, name: row.displayName, relation: row.relation, patient: { id: row.patientId, name: fullName(row) },
        expiresAt: row.expiresAt, reviewOn: row.reviewOn, majority: row.majority > now ? row.majority : null,
      })),
      grown: grown.map((row) => ({ id: row.id, name: fullName(row), since: row.since })),
    }
  },
  audit: nothing('whose access is to be looked at; no record is opened'),
})
