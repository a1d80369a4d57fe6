import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { ownRecord } from '@/lib/access/policy'
import type { Patient } from '@/lib/access/principal'
import { pagesOf } from '@/lib/documents/pages'
import { ofDocument, type Category } from '@/lib/documents/schema'
import type { Look, PortalDocument } from '@/lib/portal/schema'
import { asLang } from '@/lib/format/lang'
import { z } from '@/lib/platform/zod'
import type { Scope } from '@/lib/proxies/schema'

const pageSize = 30

/**
 * Whose record is open, and at which practice: the banner of every page. What is closed is asked for here, before anything
 * that would be refused for it; while the portal is, no row of the patient's is read, and whom to call remains.
 */
export const portalFrame = query({
  name: 'portal.frame',
  as: 'patient',
  input: z.object({}),
  allow: ownRecord,
  closedBy: [],
  run: async ({ db, principal }) => {
    const practice = await db.selectFrom('practice').select(['name', 'phone', 'email', 'language'])
      .where('practiceId', '=', principal.practice.id).executeTakeFirst()
    if (!practice) notFound()
    const access = await db.selectFrom('portalAccess').select(['scope', 'categories', 'task', 'taskDoneAt', 'expiresAt', 'seesOthersUploads'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', principal.hatId).executeTakeFirst()
    if (!access) notFound()
    return {
      patient: principal.closed.includes('portal') ? null : await nameOf(db, principal),
      // Whatever staff wrote is in the practice's language, whichever the reader's is.
      practice: { ...practice, language: asLang(practice.language) }, relation: principal.relation, reader: principal.personName, timeZone: principal.practice.timeZone,
      closed: principal.closed, secondsLeft: principal.session.secondsLeft,
      /** How far and how long, for the banner and for what the pages offer. */
      reach: {
        scope: access.scope as Scope, categories: access.categories, task: access.task, taskDone: access.taskDoneAt !== null, until: access.expiresAt,
        visits: access.scope === 'all' || access.categories.includes('visits'), apart: !access.seesOthersUploads,
      },
    }
  },
  audit: nothing('a name for the banner; no document and no finding'),
})

async function nameOf(db: ReadHandle, principal: Patient) {
  const patient = await db.selectFrom('patient').select(['givenName', 'familyName', 'preferredName'])
    .where('practiceId', '=', principal.practice.id).where('id', '=', principal.patientId).executeTakeFirst()
  if (!patient) notFound()
  return { name: `${patient.givenName} ${patient.familyName}`, given: patient.preferredName || patient.givenName }
}

/** The documents that are hers to see: released to her, or sent by her. Newest first; opening none. */
export const listMyDocuments = query({
  name: 'portal.documents.list',
  as: 'patient',
  input: z.object({
    category: z.string().max(40).optional(),
    before: z.object({ takenOn: z.iso.date(), id: z.uuid() }).optional(),
  }),
  allow: ownRecord,
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal, input }) => {
    let rows = myDocuments(db, principal)
    const { before, category } = input
    if (category) rows = rows.where('document.category', '=', category)
    if (before)
      rows = rows.where((where) => where(where.refTuple('document.takenOn', 'document.id'), '<', where.tuple(before.takenOn, before.id)))
    const found = await rows.orderBy('document.takenOn', 'desc').orderBy('document.id', 'desc').limit(pageSize + 1).execute()
    const items = found.slice(0, pageSize).map(toPortalDocument)
    const last = found.length > pageSize ? items.at(-1) : undefined
    return { items, before: last ? { takenOn: last.takenOn, id: last.id } : null }
  },
  audit: nothing('looking at a list opens nothing'),
})

/** One document's page: what it is, who let her see it, who has opened it. Its bytes are another operation. */
export const showMyDocument = query({
  name: 'portal.documents.show',
  as: 'patient',
  input: ofDocument,
  allow: ownRecord,
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal, input }) => {
    const row = await myDocuments(db, principal).where('document.id', '=', input.document).executeTakeFirst()
    if (!row) notFound()
    // Openings alone: that somebody's screen drew the page of it is no opening, and stands in the history of the record.
    const looks = await looksAt(db, principal).where('event.documentId', '=', input.document)
      .where('event.operation', 'in', ['documents.redeem', 'portal.documents.redeem']).limit(20).execute()
    return { document: toPortalDocument(row), pages: await pagesOf(db, principal.practice.id, input.document), looks: looks.map((look) => toLook(look, principal)) }
  },
  audit: ({ principal, input }) => ({ patientId: principal.patientId, documentId: input.document }),
})

/** Who has looked at her record, by name and time, newest first. */
export const listLooks = query({
  name: 'portal.looks',
  as: 'patient',
  input: z.object({ before: z.object({ at: z.iso.datetime(), id: z.uuid() }).optional() }),
  allow: ownRecord,
  // Who has looked stays readable while documents are closed: it is what people ask for then.
  closedBy: ['portal'],
  run: async ({ db, principal, input }) => {
    let rows = looksAt(db, principal)
    const { before } = input
    if (before)
      rows = rows.where((where) => where(where.refTuple('event.at', 'event.id'), '<', where.tuple(new Date(before.at), before.id)))
    const found = await rows.limit(pageSize + 1).execute()
    const page = found.slice(0, pageSize)
    const last = found.length > pageSize ? page.at(-1) : undefined
    return { looks: page.map((look) => toLook(look, principal)), before: last ? { at: last.at.toISOString(), id: last.id } : null }
  },
  audit: nothing('her own access history'),
})

/** Her visits, coming and past. */
export const listMyVisits = query({
  name: 'portal.visits',
  as: 'patient',
  input: z.object({}),
  allow: ownRecord,
  closedBy: ['portal'],
  run: async ({ db, principal }) =>
    db.selectFrom('appointment').select(['id', 'startsAt', 'endsAt', 'reason', 'status'])
      .where('practiceId', '=', principal.practice.id).where('patientId', '=', principal.patientId)
      .orderBy('startsAt', 'desc').limit(60).execute(),
  audit: nothing('her own visits'),
})

// Row-level security says the same of every row; said here too, neither stands alone.
const hersToSee = sql<boolean>`document.deleted_at is null and (document.uploaded_by_patient or exists (select from release
  where release.practice_id = document.practice_id and release.document_id = document.id
    and release.patient_id = document.patient_id and release.until_at is null
    and (release.expires_at is null or release.expires_at > now())
    and (release.audience = 'all' or exists (select from release_reader as reader
      where reader.practice_id = release.practice_id and reader.release_id = release.id
        and reader.access_id = access.setting('hat')))))
  and (coalesce(document.category, '') = any ((select access.portal_scope())::text[])
    or (document.uploaded_by_patient and document.uploaded_by = access.setting('hat')))
  and (not document.uploaded_by_patient or document.uploaded_by = access.setting('hat') or not (select access.portal_apart())
    or access.released_by_name(document.id))`

function myDocuments(db: ReadHandle, principal: Patient) {
  return db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .leftJoin('release', (join) =>
      join.onRef('release.practiceId', '=', 'document.practiceId').onRef('release.documentId', '=', 'document.id')
        .on('release.untilAt', 'is', null))
    .select([
      'document.id', 'document.title', 'document.category', 'document.takenOn', 'document.tooth', 'document.uploadedByPatient',
      'version.contentType', 'version.byteSize', 'version.version', 'version.state as versionState', 'version.readyAt', 'version.correctionNote',
      'release.releasedByName', 'release.fromAt', 'release.expiresAt', 'release.note',
    ])
    .where('document.practiceId', '=', principal.practice.id)
    .where('document.patientId', '=', principal.patientId)
    .where('document.filedAt', 'is not', null)
    // A damaged one is there, and says so.
    .where('version.state', 'in', ['ready', 'corrupt'])
    .where(hersToSee)
}

type DocumentRow = Awaited<ReturnType<ReturnType<typeof myDocuments>['execute']>>[number]

function toPortalDocument(row: DocumentRow): PortalDocument {
  return {
    id: row.id, title: row.title, category: (row.category ?? 'other') as Category, takenOn: row.takenOn ?? '', tooth: row.tooth,
    contentType: row.contentType ?? '', byteSize: row.byteSize ?? 0, sentByMe: row.uploadedByPatient,
    corrected: row.version > 1 && row.readyAt ? { at: row.readyAt, note: row.correctionNote } : null, damaged: row.versionState === 'corrupt',
    release: row.fromAt
      ? { by: row.releasedByName ?? '', since: row.fromAt, until: row.expiresAt, note: row.note ?? '' }
      : null,
  }
}

const openings = {
  'documents.redeem': 'opened_document',
  'portal.documents.redeem': 'opened_document',
  'documents.sheet': 'saw_previews',
  'portal.documents.sheet': 'saw_previews',
  'documents.show': 'saw_document_page',
  'patients.open': 'opened_record',
  'shares.redeem': 'opened_document',
  'shares.save': 'saved_document',
} as const satisfies Record<string, Look['what']>

/** The title of a document that is no longer hers to see stays away: the join is under row-level security too. */
function looksAt(db: ReadHandle, principal: Patient) {
  return db.selectFrom('auditEvent as event')
    .leftJoin('document', (join) =>
      join.onRef('document.practiceId', '=', 'event.practiceId').onRef('document.id', '=', 'event.documentId')
        .on('document.patientId', '=', principal.patientId).on(hersToSee))
    // A guest's hat is the share that she came by.
    .leftJoin('share', (join) => join.onRef('share.practiceId', '=', 'event.practiceId').onRef('share.id', '=', 'event.hatId'))
    .select(['event.at', 'event.id', 'share.madeBy', 'event.actorName', 'event.actorKind', 'event.actorRoles', 'event.operation', 'event.hatId',
      'event.previews', 'event.documentId', 'document.title', sql<boolean>`document.id is not null`.as('visible')])
    .where('event.practiceId', '=', principal.practice.id)
    .where('event.patientId', '=', principal.patientId)
    .where('event.decision', '=', 'allow')
    .where('event.operation', 'in', Object.keys(openings))
    .orderBy('event.at', 'desc').orderBy('event.id', 'desc')
}

type LookRow = Awaited<ReturnType<ReturnType<typeof looksAt>['execute']>>[number]

function toLook(row: LookRow, principal: Patient): Look {
  return {
    at: row.at, name: row.actorName, kind: row.actorKind as Look['kind'], roles: row.actorKind === 'guest' && row.madeBy === principal.hatId ? ['shared_by_you'] : row.actorRoles,
    what: openings[row.operation as keyof typeof openings],
    document: row.visible && row.documentId ? { id: row.documentId, title: row.title ?? '' } : null,
    mine: row.hatId === principal.hatId, previews: row.previews ?? 0,
  }
}
