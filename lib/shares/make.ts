import 'server-only'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import type { Patient, Staff } from '@/lib/access/principal'
import { emailKey } from '@/lib/auth/email'
import { codeHash, newCode, newToken } from '@/lib/auth/token'
import { linkTo } from '@/lib/shares/letters'
import { pagesOf } from '@/lib/shares/rules'
import type { Choice, Made } from '@/lib/shares/schema'
import { newId } from '@/lib/platform/ids'

/** The papers of one patient that this hat sees and could share, newest first. */
export function shareable(db: Pick<ReadHandle, 'selectFrom'>, practice: string, patient: string) {
  return db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .leftJoin('documentRendition as picture', (join) =>
      join.onRef('picture.practiceId', '=', 'version.practiceId').onRef('picture.documentId', '=', 'version.documentId')
        .onRef('picture.version', '=', 'version.version').on('picture.variant', '=', 'page-1-1600').on('picture.state', '=', 'ready'))
    .select(['document.id', 'document.title', 'document.category', 'document.takenOn', 'version.version', 'version.contentType', 'picture.variant'])
    .where('document.practiceId', '=', practice).where('document.patientId', '=', patient)
    .where('document.filedAt', 'is not', null).where('document.deletedAt', 'is', null).where('version.state', '=', 'ready')
}

type Row = Awaited<ReturnType<ReturnType<typeof shareable>['execute']>>[number]

export const toChoice = (row: Row): Choice => ({
  id: row.id, title: row.title, category: row.category, takenOn: row.takenOn, contentType: row.contentType,
  markable: pagesOf(row.contentType, row.variant ? [row.variant] : []).length > 0,
})

type Wanted = {
  direction: 'out' | 'in'; patient: string; recipientName: string; recipientEmail: string | undefined; channel: 'mail' | 'show'; language: 'en' | 'es'
  purpose: string; hours: number; uses: number; save: boolean
}

/** Shares of one patient that one hat may have open at a time, and letters about shares that it may send in an hour. */
const openAtMost = 20
const lettersAnHour = 10

/** A list that can be read to its end, and no cannon of letters in the office's name. @throws AppError slow_down */
async function requireFew(db: WriteHandle, principal: Staff | Patient, { patient, channel }: Wanted, now: Date): Promise<void> {
  const mine = db.selectFrom('share').where('practiceId', '=', principal.practice.id).where('madeBy', '=', principal.hatId)
  const [open, letters] = [
    await mine.select(({ fn }) => fn.countAll<number>().as('count')).where('patientId', '=', patient).where('untilAt', 'is', null).where('expiresAt', '>', now).executeTakeFirstOrThrow(),
    await mine.select(({ fn }) => fn.countAll<number>().as('count')).where('recipientEmail', '<>', '').where('fromAt', '>', new Date(now.getTime() - 3_600_000)).executeTakeFirstOrThrow(),
  ]
  if (open.count >= openAtMost) throw new AppError('slow_down', 'too many open shares', { says: 'Twenty links are open already. End one that is not needed any more, then share again.' })
  if (channel === 'mail' && letters.count >= lettersAnHour) throw new AppError('slow_down', 'too many letters', { says: 'Ten mails with links went out within the hour. Show a code instead, or wait a little.' })
}

/**
 * Writes a share and gives what is told once. The link holds 256 random bits, of which the row keeps the SHA-256: whoever reads
 * the database learns no link. It is worth nothing without the six digits, which never travel with it.
 */
export async function writeShare(db: WriteHandle, principal: Staff | Patient, wanted: Wanted, now: Date): Promise<{ made: Made; token: string }> {
  await requireFew(db, principal, wanted, now)
  const { token, hash } = newToken()
  const code = newCode()
  const share = newId()
  const expiresAt = new Date(now.getTime() + wanted.hours * 3_600_000)
  const email = wanted.channel === 'mail' && wanted.recipientEmail ? emailKey(wanted.recipientEmail) : ''
  await db.insertInto('share').values({
    practiceId: principal.practice.id, id: share, direction: wanted.direction, patientId: wanted.patient, recipientName: wanted.recipientName,
    recipientEmail: email, purpose: wanted.purpose, language: wanted.language, maySave: wanted.save, madeAs: principal.kind,
    madeBy: principal.hatId, madeByName: principal.kind === 'staff' ? principal.name : principal.personName, tokenHash: hash,
    codeHash: codeHash('share', code), maxUses: wanted.uses, expiresAt,
  }).execute()
  return {
    token,
    made: { share, name: wanted.recipientName, channel: wanted.channel, email, code, link: wanted.channel === 'show' ? linkTo(token) : null, expiresAt },
  }
}

/** Puts the papers into a share, each in the version that stands now. What this hat does not see is not there. */
export async function putDocuments(db: WriteHandle, principal: Staff | Patient, patient: string, share: string, documents: readonly string[], save: boolean): Promise<void> {
  const wanted = [...new Set(documents)]
  const rows = await shareable(db, principal.practice.id, patient).where('document.id', 'in', wanted).execute()
  if (rows.length !== wanted.length) notFound('a paper that is not in sight')
  const unmarked = save ? [] : rows.filter((row) => !toChoice(row).markable)
  if (unmarked.length > 0)
    invalid('documents', 'Not all of these can be shown with a name across them. Leave out those that say so, or let the files themselves be saved too.')
  await db.insertInto('shareDocument')
    .values(rows.map(({ id, version }) => ({ practiceId: principal.practice.id, shareId: share, documentId: id, version }))).execute()
}

export async function endShare(db: WriteHandle, principal: Staff | Patient, share: string, patient: string, now: Date): Promise<{ name: string }> {
  const row = await db.updateTable('share')
    .set({ untilAt: now, endedBy: principal.hatId, endedByName: principal.kind === 'staff' ? principal.name : principal.personName, endedWhy: 'ended' })
    .where('practiceId', '=', principal.practice.id).where('id', '=', share).where('patientId', '=', patient).where('untilAt', 'is', null)
    .$if(principal.kind === 'patient', (rows) => rows.where('madeAs', '=', 'patient'))
    .returning('recipientName').executeTakeFirst()
  return row ? { name: row.recipientName } : notFound()
}
