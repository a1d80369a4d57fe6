import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { sendsWhatWasAsked } from '@/lib/access/policy'
import { roomFor, requireRoom, keyFor } from '@/lib/documents/incoming'
import { arrivedLetter } from '@/lib/shares/letters'
import { sending, sendingFailed, sent } from '@/lib/shares/schema'
import { atRest } from '@/lib/platform/arrival'
import { newId } from '@/lib/platform/ids'
import { z } from '@/lib/platform/zod'

const most = 40

/** The first of two commits around a guest's file, as lib/documents/arrival.ts: unfiled, at the patient it was asked for. */
export const beginSending = command({
  name: 'sending.begin',
  as: 'guest',
  input: sending,
  allow: sendsWhatWasAsked,
  closedBy: ['writes', 'portal'],
  run: async ({ db, principal, input, call }) => {
    const practice = principal.practice.id
    const [before] = await call(sql<{ taken: number }>`select taken from access.guest_files()`)
    if ((before?.taken ?? 0) >= most) throw new AppError('conflict', 'enough', { says: 'Forty files are as many as one link takes. Press “That is all”, and ask the practice for another link.' })
    const room = await roomFor(call)
    requireRoom(room, null)
    const document = newId()
    const key = await keyFor(db, { practice, document, version: 1, variant: 'orig' })
    await db.insertInto('document').values({
      practiceId: practice, id: document, patientId: principal.patientId, title: '', uploadedBy: principal.hatId,
      uploadedByName: `${principal.name}, asked by ${principal.sharedBy.name}`,
    }).execute()
    await db.insertInto('documentVersion').values({ ...key.row, fileName: input.fileName }).execute()
    return { document, room, ...key.given }
  },
  audit: ({ principal, output }) => ({ patientId: principal.patientId, documentId: output?.document ?? null, subjectId: principal.hatId }),
})

/** The second commit: the file rests whole, and is looked through first or waits to be filed. */
export const completeSending = command({
  name: 'sending.arrived',
  as: 'guest',
  input: sent,
  allow: sendsWhatWasAsked,
  closedBy: [],
  run: async ({ call, input, now }) => {
    const [row] = await call(sql<{ done: boolean }>`select access.guest_arrived(${input.document}, ${atRest(now).state}, ${input.contentType}, ${input.byteSize},
      ${Buffer.from(input.sha256)}, ${Buffer.from(input.commitment)}, ${input.width}, ${input.height}) as done`)
    if (!row?.done) notFound('no upload under way')
    return { document: input.document }
  },
  audit: ({ principal, input }) => ({ patientId: principal.patientId, documentId: input.document, subjectId: principal.hatId, detail: { bytes: input.byteSize } }),
})

/** The file was refused or broke off: the row says so, and holds no file. */
export const failSending = command({
  name: 'sending.failed',
  as: 'guest',
  input: sendingFailed,
  allow: sendsWhatWasAsked,
  closedBy: [],
  run: async ({ call, input }) => {
    await call(sql`select access.guest_arrival_failed(${input.document}, ${input.state}, ${input.failure})`)
    return {}
  },
  audit: nothing('the arrival is on record; this row says how it ended'),
})

/** "That is all": the link ends, and whoever asked is told that something has come. */
export const finishSending = command({
  name: 'sending.finish',
  as: 'guest',
  input: z.object({}),
  allow: sendsWhatWasAsked,
  closedBy: [],
  run: async ({ call, principal, mail }) => {
    const [told] = await call(sql<{ email: string | null; language: string | null; files: number }>`select email, language, files::int from access.finish_request()`)
    if (!told) notFound('no open request')
    if (told.email && told.files > 0) await mail(arrivedLetter(told.email, told.language ?? 'en', principal.practice.id, principal.name, told.files))
    return { files: told.files }
  },
  audit: ({ principal, output }) => ({ patientId: principal.patientId, subjectId: principal.hatId, ...(output ? { detail: { files: output.files } } : {}) }),
})
