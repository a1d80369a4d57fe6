import 'server-only'
import { sql } from 'kysely'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command, type Run } from '@/lib/access/operation'
import { changesAccess } from '@/lib/proxies/policy'
import { endOf, noWider, sameTerms } from '@/lib/proxies/rules'
import { extending, narrowing, type Terms } from '@/lib/proxies/schema'
import { dayBounds } from '@/lib/format/calendar'

type Given = Pick<Run<'staff', 'command', { patient: string; access: string }>, 'db' | 'principal' | 'input'>

/** Lets somebody see less of a patient, or for a shorter time, from the next request on. */
export const narrowAccess = command({
  name: 'proxies.narrow',
  as: 'staff',
  input: narrowing,
  allow: changesAccess,
  // Taking something away must work while writing is closed.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const row = await lock({ db, principal, input })
    const expiresAt = input.until ? dayBounds(input.until, principal.practice.timeZone).until : row.expiresAt
    const after: Terms = { ...row, ...reachOf(row, input), seesOthersUploads: row.seesOthersUploads && !input.apart, expiresAt }
    if (expiresAt !== null && expiresAt <= now) invalid('until', 'This day is over. To end the access now, use “End this access”.')
    if (!noWider(after, row)) invalid(input.until && !noWider({ ...row, expiresAt }, row) ? 'until' : 'categories', 'This would let them see more, or for longer. Use “Let them see more” for that.')
    if (sameTerms(after, row)) throw new AppError('conflict', 'nothing changes', { says: 'This is how it is already.' })
    await db.updateTable('portalAccess')
      .set({
        scope: after.scope, categories: after.categories, seesOthersUploads: after.seesOthersUploads, expiresAt, why: input.why,
        endsAtMajority: row.endsAtMajority && expiresAt?.getTime() === row.expiresAt?.getTime(),
      })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.access).execute()
    return { name: row.displayName, ...coded(after) }
  },
  audit: ({ input, output }) => ({ patientId: output ? input.patient : null, subjectId: input.access, ...(output ? { detail: { scope: output.scope, reach: output.reach, apart: output.apart } } : {}) }),
})

/** Lets somebody see more, or for longer, on what was seen anew. */
export const extendAccess = command({
  name: 'proxies.extend',
  as: 'staff',
  input: extending,
  allow: changesAccess,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now, call }) => {
    const row = await lock({ db, principal, input })
    const reach = reachOf(row, input)
    const [born] = await call(sql<{ at: Date }>`select access.comes_of_age(practice_id, birth_date) as at from patient
      where practice_id = ${principal.practice.id} and id = ${input.patient}`)
    if (!born) notFound()
    const end = endOf({ relation: row.relation, scope: reach.scope, until: input.until, evidenceKind: input.evidenceKind, now, timeZone: principal.practice.timeZone, comesOfAge: born.at })
    if ('problem' in end) invalid('until', end.problem)
    await db.updateTable('portalAccess')
      .set({ ...reach, ...end, seesOthersUploads: !input.apart, byOrder: input.byOrder, why: input.why, evidenceKind: input.evidenceKind, evidence: input.evidence })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.access).execute()
    return { name: row.displayName, ...coded({ ...row, ...reach, seesOthersUploads: !input.apart }) }
  },
  audit: ({ input, output }) => ({
    patientId: output ? input.patient : null, subjectId: input.access,
    ...(output ? { detail: { scope: output.scope, reach: output.reach, apart: output.apart, evidence: input.evidenceKind } } : {}),
  }),
})

/** What a task is about cannot change: it is done or ended, and another is another invitation. */
const reachOf = (row: Terms, input: { scope?: 'all' | 'categories' | undefined; categories: string[] }): Pick<Terms, 'scope' | 'categories'> =>
  row.scope === 'task' || input.scope === undefined ? { scope: row.scope, categories: row.categories }
    : { scope: input.scope, categories: input.scope === 'categories' ? input.categories : [] }

const coded = (terms: Pick<Terms, 'scope' | 'categories' | 'seesOthersUploads'>) =>
  ({ scope: terms.scope, reach: terms.categories.join(' '), apart: !terms.seesOthersUploads })

/** Somebody's live access to this patient; not the patient's own, which reaches everything. */
async function lock({ db, principal, input }: Given) {
  const row = await db.selectFrom('portalAccess')
    .select(['displayName', 'relation', 'scope', 'categories', 'task', 'seesOthersUploads', 'expiresAt', 'endsAtMajority'])
    .where('practiceId', '=', principal.practice.id).where('id', '=', input.access).where('patientId', '=', input.patient)
    .where('relation', '<>', 'self').where('untilAt', 'is', null)
    .where(sql<boolean>`(expires_at is null or expires_at > now())`).forUpdate().executeTakeFirst()
  if (!row) notFound()
  return { ...row, scope: row.scope as Terms['scope'] }
}
