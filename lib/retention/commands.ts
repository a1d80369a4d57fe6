import 'server-only'
import { sql } from 'kysely'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { newId } from '@/lib/platform/ids'
import { answersForRetention, decidesRetention, holdsRecords } from '@/lib/retention/policy'
import { ruleChanges, rulesOf } from '@/lib/retention/rules'
import { confirming, endingHold, holding, retentionRules } from '@/lib/retention/schema'

/** From now on nothing of this patient, or not this document, is destroyed: a court, a board or an insurer may ask for it. */
export const placeHold = command({
  name: 'retention.placeHold',
  as: 'staff',
  input: holding,
  allow: holdsRecords,
  // Keeping must always work.
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practiceId = principal.practice.id
    const patient = input.patient === undefined ? null : (await db.selectFrom('patient').select('id')
      .where('practiceId', '=', practiceId).where('id', '=', input.patient).executeTakeFirst() ?? notFound()).id
    const document = input.document === undefined ? null : await db.selectFrom('document').select(['id', 'patientId', 'destroyedAt'])
      .where('practiceId', '=', practiceId).where('id', '=', input.document).executeTakeFirst() ?? notFound()
    if (document?.destroyedAt) throw new AppError('conflict', 'destroyed', { says: 'Its keys have been destroyed. There is nothing left to hold.' })
    const id = newId()
    await db.insertInto('legalHold')
      .values({ practiceId, id, patientId: patient, documentId: document?.id ?? null, why: input.why, placedBy: principal.hatId, placedByName: principal.name })
      .execute()
    return { id, patient: patient ?? document?.patientId ?? null, document: document?.id ?? null }
  },
  audit: ({ input, output }) => ({
    patientId: output?.patient ?? input.patient ?? null, documentId: output?.document ?? input.document ?? null, subjectId: output?.id ?? null,
  }),
})

/** Ends a hold, with the reason. What was due meanwhile may be destroyed from now on. */
export const endHold = command({
  name: 'retention.endHold',
  as: 'staff',
  input: endingHold,
  allow: holdsRecords,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now }) => {
    const ended = await db.updateTable('legalHold')
      .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: input.why })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.hold).where('untilAt', 'is', null)
      .where('patientId', input.patient === undefined ? 'is' : '=', input.patient ?? null)
      .where('documentId', input.document === undefined ? 'is' : '=', input.document ?? null)
      .returning(['patientId', 'documentId']).executeTakeFirst()
    return ended ?? notFound()
  },
  audit: ({ input, output }) => ({ patientId: output?.patientId ?? null, documentId: output?.documentId ?? null, subjectId: input.hold }),
})

/** Puts the owner's rules in force. A rule destroys nothing by itself: it only says what a person may confirm. */
export const saveRetention = command({
  name: 'retention.saveRules',
  as: 'staff',
  input: retentionRules,
  allow: decidesRetention,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const live = await db.selectFrom('retentionRule').select(['category', 'years', 'minorAge', 'minorYears'])
      .where('practiceId', '=', practiceId).where('untilAt', 'is', null).forUpdate().execute()
    const { end, begin } = ruleChanges(live, rulesOf(input))
    for (const category of end)
      await db.updateTable('retentionRule').set({ untilAt: now })
        .where('practiceId', '=', practiceId).where('untilAt', 'is', null)
        .where('category', category === null ? 'is' : '=', category).execute()
    if (begin.length > 0)
      await db.insertInto('retentionRule')
        .values(begin.map((rule) => ({ practiceId, id: newId(), ...rule, setBy: principal.hatId, setByName: principal.name }))).execute()
    await db.updateTable('practice').set({ deletionDays: input.deletionDays }).where('practiceId', '=', practiceId).execute()
    return { ended: end, begun: begin }
  },
  audit: ({ input, output }) => ({
    detail: {
      deletionDays: input.deletionDays,
      ...Object.fromEntries(output?.ended.map((category) => [category ?? 'practice', 'ended']) ?? []),
      ...Object.fromEntries(output?.begun.map(({ category, years }) => [category ?? 'practice', years === null ? 'always' : years]) ?? []),
    },
  }),
})

/**
 * A person confirms that these documents be destroyed. Each is asked for once more, here and by the database (guard_order):
 * what came under a hold or a new visit since the page was drawn is left out, and the answer says how many were.
 */
export const confirmDue = command({
  name: 'retention.confirm',
  as: 'staff',
  input: confirming,
  allow: answersForRetention,
  closedBy: ['writes'],
  stepUp: 'full',
  run: async ({ db, principal, input, now, call, record }) => {
    const practiceId = principal.practice.id
    // In one order, so that two who confirm at once wait for each other.
    await db.selectFrom('document').select('id').where('practiceId', '=', practiceId).where('id', 'in', input.documents).orderBy('id').forUpdate().execute()
    const due = await call(sql<{ documentId: string; patientId: string; ruleId: string }>`
      select document_id, patient_id, rule_id from access.retention_due(${practiceId}, ${input.documents}::uuid[], ${input.documents.length}) order by document_id`)
    if (due.length === 0) notFound('nothing of this is due')
    const why = 'its retention is over'
    const ids = due.map(({ documentId }) => documentId)
    await db.insertInto('destruction')
      .values(due.map(({ documentId, ruleId }) => ({
        practiceId, documentId, cause: 'retention', ruleId, why, orderedBy: principal.hatId, orderedByName: principal.name,
      })))
      .execute()
    await db.updateTable('release')
      .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.name, endedWhy: why })
      .where('practiceId', '=', practiceId).where('documentId', 'in', ids).where('untilAt', 'is', null).execute()
    await db.updateTable('document')
      .set({ deletedAt: now, deletedBy: principal.hatId, deletedByName: principal.name, deletedWhy: why })
      .where('practiceId', '=', practiceId).where('id', 'in', ids).execute()
    for (const { documentId, patientId } of due) await record({ documentId, patientId, detail: { part: 'document' } })
    await call(sql`select platform.enqueue_job('destroy-due', ${JSON.stringify({ practice: practiceId })}::jsonb)`)
    return { count: due.length, left: input.documents.length - due.length }
  },
  audit: ({ output }) => ({ detail: { documents: output?.count ?? 0, left: output?.left ?? 0 } }),
})
