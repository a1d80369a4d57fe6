import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command, query } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import { announce, arrive, end, requireRoom, roomFor, takeTurn, whereItIs } from '@/lib/documents/incoming'
import { arrivalWords } from '@/lib/documents/rules'
import { arrived, failing, goingOn, ofDocument } from '@/lib/documents/schema'
import { sending, type Sendable, type Sent } from '@/lib/portal/schema'
import { z } from '@/lib/platform/zod'

/** Bytes of one thing: more than a telephone's longest scan, and no film of an afternoon. */
const most = 128 * 1024 * 1024
/** Things of one hat that nobody has filed yet; an office sees to these before more come. */
const waitingAtMost = 40

const shut = ['documents', 'portal', 'writes'] as const

/** A patient sends something: it is hers to see from the moment it is here, and waits for the office to file it. */
export const beginSending = command({
  name: 'portal.send.begin',
  as: 'patient',
  input: sending,
  allow: ownRecord,
  closedBy: shut,
  run: async ({ db, principal, input, call }) => {
    const waiting = await db.selectFrom('document').select((row) => row.fn.countAll<number>().as('count'))
      .where('practiceId', '=', principal.practice.id).where('patientId', '=', principal.patientId).where('uploadedBy', '=', principal.hatId)
      .where('uploadedByPatient', '=', true).where('filedAt', 'is', null).where('deletedAt', 'is', null).where('returnedAt', 'is', null)
      .where(({ or, eb, exists, selectFrom }) => or([
        eb('createdAt', '>', sql<Date>`now() - interval '1 day'`),
        exists(selectFrom('documentVersion').select('documentId').whereRef('documentVersion.practiceId', '=', 'document.practiceId')
          .whereRef('documentVersion.documentId', '=', 'document.id').where('documentVersion.state', '=', 'ready')),
      ]))
      .executeTakeFirst()
    if ((waiting?.count ?? 0) >= waitingAtMost) throw new AppError('slow_down', 'too_many', { says: arrivalWords('too_many') })
    if (input.frontSize !== null && (input.as !== 'insurance_card' || input.size === null || input.frontSize > input.size))
      throw new AppError('invalid', 'a front that is none')
    const room = await roomFor(call, most)
    requireRoom(room, input.size)
    const { as, note, ...announced } = input
    return { ...(await announce({ db, principal }, { patient: principal.patientId, announced, sent: { as, note } })), room }
  },
  audit: ({ principal, output }) => ({ patientId: principal.patientId, documentId: output?.document ?? null }),
})

export const completeSending = command({
  name: 'portal.send.complete',
  as: 'patient',
  input: arrived,
  allow: ownRecord,
  // What rests already is not lost because somebody closed something in the meantime.
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await arrive({ db, principal }, input)
    return { document: input.document }
  },
  audit: ({ principal, input }) => ({ patientId: principal.patientId, documentId: input.document, detail: { bytes: input.byteSize } }),
})

export const failSending = command({
  name: 'portal.send.failed',
  as: 'patient',
  input: failing,
  allow: ownRecord,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    await end({ db, principal }, input.document, input.state, input.failure)
    return {}
  },
  audit: nothing('the sending is on record; this row says how it ended'),
})

export const whereSendingIs = query({
  name: 'portal.send.state',
  as: 'patient',
  input: ofDocument,
  allow: ownRecord,
  closedBy: shut,
  run: ({ db, principal, input }) => whereItIs(db, principal, input.document),
  audit: nothing('how far one’s own sending is; nothing of the file'),
})

export const takeSendingTurn = command({
  name: 'portal.send.turn',
  as: 'patient',
  input: goingOn,
  allow: ownRecord,
  closedBy: shut,
  run: async ({ db, principal, input, call }) => ({ taken: await takeTurn({ db, principal }, input.document, input.offset), room: await roomFor(call, most) }),
  audit: nothing('the sending is on record from its beginning; it is one, in however many pieces it comes'),
})

export const cancelSending = command({
  name: 'portal.send.cancel',
  as: 'patient',
  input: ofDocument,
  allow: ownRecord,
  closedBy: [],
  run: async ({ db, principal, input }) => {
    if (!(await end({ db, principal }, input.document, 'expired', 'cancelled'))) notFound('no sending under way')
    return {}
  },
  audit: ({ principal, input }) => ({ patientId: principal.patientId, documentId: input.document }),
})

/** What nobody has filed yet, she may take back; from then on it is in nobody's sight but the practice's history. */
export const takeBack = command({
  name: 'portal.send.take_back',
  as: 'patient',
  input: ofDocument,
  allow: ownRecord,
  // Taking back must work while writing is closed.
  closedBy: ['portal'],
  run: async ({ input, call }) => {
    const [row] = await call(sql<{ done: boolean }>`select access.take_back(${input.document}) as done`)
    if (!row?.done) notFound('nothing of hers that waits')
    return {}
  },
  audit: ({ principal, input }) => ({ patientId: principal.patientId, documentId: input.document }),
})

const standing: Partial<Record<string, Sent['state']>> = { checking: 'checking', held: 'checking', rejected: 'refused' }

/** What was sent from this record and is not filed yet: waiting at the practice, or given back. */
export const listSent = query({
  name: 'portal.send.list',
  as: 'patient',
  input: z.object({}),
  allow: ownRecord,
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal }) => {
    const rows = await db.selectFrom('document')
      .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
        .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
      .select(['document.id', 'sentAs', 'sentNote', 'document.createdAt', 'returnedAt', 'returnedWord', 'fileName', 'byteSize', 'version.state', 'failure'])
      .where('document.practiceId', '=', principal.practice.id).where('document.patientId', '=', principal.patientId)
      // What the other parent sends is the office's to sort first; each sees what was sent with its own hat.
      .where('document.uploadedBy', '=', principal.hatId).where('uploadedByPatient', '=', true)
      .where('filedAt', 'is', null).where('document.deletedAt', 'is', null)
      .where(({ or, and, eb }) => or([
        eb('version.state', 'in', ['ready', 'checking', 'held']),
        // What was refused in its presence was said at once; what came to light afterwards is told for a week.
        and([eb('version.state', '=', 'rejected'), eb('failure', 'in', ['infected', 'lost', 'refused']), eb('document.createdAt', '>', sql<Date>`now() - interval '7 days'`)]),
      ]))
      .orderBy('document.createdAt', 'desc').orderBy('document.id').limit(waitingAtMost * 2).execute()
    return rows.map((row): Sent => ({
      id: row.id, as: (row.sentAs ?? 'other') as Sendable, note: row.sentNote, fileName: row.fileName, byteSize: row.byteSize ?? 0,
      sentAt: row.createdAt, state: row.returnedAt ? 'returned' : standing[row.state] ?? 'waiting', why: row.state === 'rejected' ? row.failure : null, word: row.returnedWord,
    }))
  },
  audit: nothing('what she sent herself; opening it is another operation'),
})
