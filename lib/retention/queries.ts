import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { allStaff } from '@/lib/access/policy'
import { categories, ofPatient } from '@/lib/documents/schema'
import { fullName } from '@/lib/format/names'
import { z } from '@/lib/platform/zod'
import { openHolds } from '@/lib/retention/holds'
import { answersForRetention, decidesRetention, holdsRecords } from '@/lib/retention/policy'
import { proposed, spanOf, type Rule } from '@/lib/retention/rules'
import type { Due } from '@/lib/retention/schema'

/** Why nothing of a patient's may be destroyed, for everybody who works with the record. */
export const holdsOfPatient = query({
  name: 'retention.holdsOfPatient',
  as: 'staff',
  input: ofPatient,
  allow: allStaff,
  closedBy: [],
  run: async ({ db, principal, input }) => ({
    holds: await openHolds(db, principal.practice.id, { patient: input.patient }), may: holdsRecords.allows(principal),
  }),
  audit: nothing('stands on the page of a patient whose opening is recorded'),
})

/** How long each kind is kept, who decided it, and how long a deleted document can be brought back. */
export const showRetention = query({
  name: 'retention.rules',
  as: 'staff',
  input: z.object({}),
  allow: answersForRetention,
  closedBy: [],
  run: async ({ db, principal }) => {
    const practiceId = principal.practice.id
    const [rows, { deletionDays, majorityAge }] = await Promise.all([
      db.selectFrom('retentionRule').select(['category', 'years', 'minorAge', 'minorYears', 'fromAt', 'setByName'])
        .where('practiceId', '=', practiceId).where('untilAt', 'is', null).execute(),
      db.selectFrom('practice').select(['deletionDays', 'majorityAge']).where('practiceId', '=', practiceId).executeTakeFirstOrThrow(),
    ])
    const known = new Map(rows.map((row) => [row.category, row]))
    const show = (category: string | null) => {
      const rule = known.get(category)
      return { category, span: spanOf(rule, category === null), by: rule?.setByName ?? null, since: rule?.fromAt ?? null }
    }
    const one: Pick<Rule, 'minorAge' | 'minorYears'> = rows[0] ?? { ...proposed, minorAge: Math.max(proposed.minorAge, majorityAge) }
    return {
      deletionDays, minorAge: one.minorAge, minorYears: one.minorYears, decided: rows.some(({ years }) => years !== null),
      practice: show(null), kinds: categories.map(show), owner: decidesRetention.allows(principal),
    }
  },
  audit: nothing('the practice’s own rules are no record of a patient'),
})

const pageSize = 200

/** What the owner's rules say may be destroyed now. Nothing is, until a person confirms it. */
export const listDue = query({
  name: 'retention.due',
  as: 'staff',
  input: z.object({}),
  allow: answersForRetention,
  closedBy: [],
  run: async ({ db, principal, call }) => {
    const practice = principal.practice.id
    const due = await call(sql<{ documentId: string; dueOn: string }>`
      select document_id, due_on from access.retention_due(${practice}, null, ${pageSize + 1})`)
    const shown = due.slice(0, pageSize)
    if (shown.length === 0) return { items: [], more: false }
    const rows = await db.selectFrom('document')
      .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'document.practiceId').onRef('patient.id', '=', 'document.patientId'))
      .select(['document.id', 'title', 'category', 'takenOn', 'patient.id as patientId', 'givenName', 'familyName'])
      .where('document.practiceId', '=', practice).where('document.id', 'in', shown.map(({ documentId }) => documentId)).execute()
    const known = new Map(rows.map((row) => [row.id, row]))
    const items = shown.flatMap(({ documentId, dueOn }): Due[] => {
      const row = known.get(documentId)
      return row ? [{
        id: row.id, title: row.title, category: row.category ?? 'other', takenOn: row.takenOn ?? dueOn, dueOn,
        patient: { id: row.patientId, name: fullName(row) },
      }] : []
    })
    return { items, more: due.length > pageSize }
  },
  audit: nothing('titles of what nobody has needed for years; no record is opened'),
})
