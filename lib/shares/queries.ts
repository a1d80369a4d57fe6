import 'server-only'
import { sql } from 'kysely'
import type { ReadHandle } from '@/db/practice'
import { nothing } from '@/lib/access/audit'
import { notFound } from '@/lib/access/errors'
import { query } from '@/lib/access/operation'
import { readsTheShare, sendsWhatWasAsked } from '@/lib/access/policy'
import { tokenHash } from '@/lib/auth/token'
import { shareable, toChoice } from '@/lib/shares/make'
import { holdsTheLink, seesShares, sharesDocuments, sharesOwnRecord } from '@/lib/shares/policy'
import { pagesOf, shareState } from '@/lib/shares/rules'
import { ofLink, ofPatient, type ShareItem } from '@/lib/shares/schema'
import { z } from '@/lib/platform/zod'

const choices = async (db: ReadHandle, practice: string, patient: string) =>
  (await shareable(db, practice, patient).orderBy('document.takenOn', 'desc').orderBy('document.id', 'desc').limit(100).execute()).map(toChoice)

/** What of a patient's could be shared, for the form. */
export const shareChoices = query({
  name: 'shares.choices',
  as: 'staff',
  input: ofPatient,
  allow: sharesDocuments,
  closedBy: [],
  // Asked before the form is filled in, so that nothing typed is lost on the way to confirm.
  stepUp: true,
  run: async ({ db, principal, input }) => {
    const patient = await db.selectFrom('patient').select(['id', 'givenName', 'familyName'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    return {
      patient: { id: patient.id, name: `${patient.givenName} ${patient.familyName}` }, timeZone: principal.practice.timeZone,
      documents: await choices(db, principal.practice.id, input.patient),
    }
  },
  audit: nothing('titles on a form; what is shared is recorded'),
})

export const myShareChoices = query({
  name: 'portal.shares.choices',
  as: 'patient',
  input: z.object({}),
  allow: sharesOwnRecord,
  closedBy: ['documents', 'portal'],
  stepUp: true,
  run: async ({ db, principal, call }) => {
    const [may] = await call(sql<{ shares: boolean }>`select access.portal_shares() as shares`)
    return { may: may?.shares === true, documents: may?.shares ? await choices(db, principal.practice.id, principal.patientId) : [] }
  },
  audit: nothing('looking at a list opens nothing'),
})

/** A patient's shares and requests, live and past, each with its openings. */
export const sharesOfPatient = query({
  name: 'shares.ofPatient',
  as: 'staff',
  input: ofPatient,
  allow: seesShares,
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const patient = await db.selectFrom('patient').select(['id', 'givenName', 'familyName'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).executeTakeFirst()
    if (!patient) notFound()
    return {
      patient: { id: patient.id, name: `${patient.givenName} ${patient.familyName}` }, timeZone: principal.practice.timeZone,
      shares: await list(db, principal.practice.id, input.patient, principal.hatId, now), may: sharesDocuments.allows(principal),
    }
  },
  audit: nothing('who was sent what; no paper is opened'),
})

export const myShares = query({
  name: 'portal.shares.mine',
  as: 'patient',
  input: z.object({}),
  allow: sharesOwnRecord,
  closedBy: ['portal'],
  run: async ({ db, principal, now }) => ({ shares: await list(db, principal.practice.id, principal.patientId, principal.hatId, now) }),
  audit: nothing('her own shares and who opened them'),
})

const told = { 'shares.open': 'code', 'shares.redeem': 'opened', 'shares.save': 'saved' } as const

async function list(db: ReadHandle, practice: string, patient: string, hat: string, now: Date): Promise<ShareItem[]> {
  const rows = await db.selectFrom('share')
    .select(['id', 'direction', 'recipientName', 'recipientEmail', 'purpose', 'madeAs', 'madeBy', 'madeByName', 'maySave', 'fromAt', 'expiresAt',
      'untilAt', 'endedByName', 'endedWhy', 'uses', 'maxUses'])
    .where('practiceId', '=', practice).where('patientId', '=', patient)
    // Whatever can still be ended comes first, all of it: how many there are at one time is limited for each hat (make.ts).
    .orderBy(sql`(until_at is null and expires_at > now())`, 'desc').orderBy('fromAt', 'desc').orderBy('id').limit(300).execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  // Titles only of what this hat sees: the join is under row-level security too.
  const documents = await db.selectFrom('shareDocument as shared')
    .leftJoin('document', (join) => join.onRef('document.practiceId', '=', 'shared.practiceId').onRef('document.id', '=', 'shared.documentId').on('document.patientId', '=', patient))
    .select(['shared.shareId', 'shared.documentId', 'document.title'])
    .where('shared.practiceId', '=', practice).where('shared.shareId', 'in', ids).execute()
  // A guest's hat is the share.
  const openings = await db.selectFrom('auditEvent').select(['at', 'hatId', 'operation', 'documentId'])
    .where('practiceId', '=', practice).where('patientId', '=', patient).where('hatId', 'in', ids).where('decision', '=', 'allow')
    .where('operation', 'in', Object.keys(told)).orderBy('at', 'desc').limit(400).execute()
  return rows.map((row) => {
    const papers = documents.filter(({ shareId }) => shareId === row.id).map(({ documentId, title }) => ({ id: documentId, title }))
    return {
      id: row.id, direction: row.direction as ShareItem['direction'], name: row.recipientName, email: row.recipientEmail, purpose: row.purpose,
      madeBy: row.madeByName, madeAs: row.madeAs as ShareItem['madeAs'], mine: row.madeBy === hat, maySave: row.maySave, from: row.fromAt,
      until: row.untilAt ?? row.expiresAt, state: shareState(row, now), uses: row.uses, maxUses: row.maxUses, endedBy: row.endedByName, documents: papers,
      openings: openings.filter(({ hatId }) => hatId === row.id).map(({ at, operation, documentId }) => ({
        at, what: told[operation as keyof typeof told], title: papers.find(({ id }) => id === documentId)?.title ?? null,
      })),
    }
  })
}

/** What a link shows before the code was typed: who asks whom. It uses nothing up. */
export const lookAtShare = query({
  name: 'shares.look',
  as: 'visitor',
  input: ofLink,
  allow: holdsTheLink,
  closedBy: [],
  run: async ({ db, input }) => {
    type Shown = { direction: 'out' | 'in'; practiceName: string; madeAs: 'staff' | 'patient'; madeByName: string; recipientName: string; language: 'en' | 'es'; expiresAt: Date; timeZone: string }
    const { rows } = await sql<Shown>`select * from identity.share_link(${tokenHash(input.token)})`.execute(db)
    return rows[0] ?? notFound('no open share')
  },
  audit: nothing('a link that is looked at does nothing'),
})

/** A guest's list: what was shared and is there now. */
export const showShare = query({
  name: 'shares.shown',
  as: 'guest',
  input: z.object({}),
  allow: readsTheShare,
  closedBy: ['documents', 'portal'],
  run: async ({ db, principal }) => {
    const practice = principal.practice.id
    const share = await db.selectFrom('share').select(['purpose', 'maySave', 'expiresAt'])
      .where('practiceId', '=', practice).where('id', '=', principal.hatId).executeTakeFirst()
    if (!share) notFound()
    const rows = await db.selectFrom('shareDocument as shared')
      .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'shared.practiceId').onRef('document.id', '=', 'shared.documentId')
        .onRef('document.currentVersion', '=', 'shared.version'))
      .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'shared.practiceId')
        .onRef('version.documentId', '=', 'shared.documentId').onRef('version.version', '=', 'shared.version'))
      .select(['document.id', 'document.title', 'document.category', 'document.takenOn', 'document.tooth', 'version.contentType', 'version.byteSize'])
      .where('shared.practiceId', '=', practice).where('shared.shareId', '=', principal.hatId)
      .orderBy('document.takenOn', 'desc').orderBy('document.id').execute()
    const pictures = rows.length === 0 ? [] : await db.selectFrom('documentRendition').select(['documentId', 'variant'])
      .where('practiceId', '=', practice).where('documentId', 'in', rows.map(({ id }) => id)).where('state', '=', 'ready').execute()
    return {
      name: principal.name, by: principal.sharedBy, practice: principal.practice.name, timeZone: principal.practice.timeZone,
      purpose: share.purpose, until: share.expiresAt, closesAt: principal.session.expiresAt, maySave: share.maySave,
      documents: rows.map((row) => ({
        ...row, pages: pagesOf(row.contentType, pictures.filter(({ documentId }) => documentId === row.id).map(({ variant }) => variant)),
      })),
    }
  },
  audit: nothing('the list of what was shared; each opening is recorded'),
})

/** What somebody outside who was asked for files is shown: the asking, and how many files came. Nothing of the record. */
export const showRequest = query({
  name: 'sending.shown',
  as: 'guest',
  input: z.object({}),
  allow: sendsWhatWasAsked,
  closedBy: ['writes', 'portal'],
  run: async ({ db, principal, call }) => {
    const share = await db.selectFrom('share').select(['purpose', 'expiresAt'])
      .where('practiceId', '=', principal.practice.id).where('id', '=', principal.hatId).executeTakeFirst()
    if (!share) notFound()
    const [files] = await call(sql<{ come: number }>`select come from access.guest_files()`)
    return { name: principal.name, by: principal.sharedBy, practice: principal.practice.name, timeZone: principal.practice.timeZone, asked: share.purpose, until: share.expiresAt, begun: files?.come ?? 0 }
  },
  audit: nothing('the words of the request, which its recipient was sent'),
})
