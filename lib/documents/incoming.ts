import 'server-only'
import { sql, type RawBuilder } from 'kysely'
import type { ReadHandle, WriteHandle } from '@/db/practice'
import { AppError, notFound } from '@/lib/access/errors'
import type { Folder, Patient, Staff } from '@/lib/access/principal'
import { limitWords } from '@/lib/documents/rules'
import { atRest } from '@/lib/platform/arrival'
import { now as clock } from '@/lib/platform/clock'
import { newId } from '@/lib/platform/ids'
import { newStorageKey } from '@/lib/platform/storage/store'
import { newFileKey, openFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import type { FileContext } from '@/lib/vault/vlt1'

// What staff's uploads, patients' sendings and a folder program's have in common. Row-level security asks the same of every row, per kind of hat.

type Sender = Staff | Patient | Folder
type Write = { db: WriteHandle; principal: Sender }

/** Requests that one upload may take; at eight megabytes each, a file of the largest size needs sixty-four. */
const maxTurns = 1_000

/** How much the practice takes: of one file, and of all; null where it takes no byte more. */
export type Room = { fileLimit: number; left: number }

/** The room that the practice has left, as the database adds it up for whoever asks. */
export async function roomFor(call: <T>(statement: RawBuilder<T>) => Promise<T[]>, most = Number.POSITIVE_INFINITY): Promise<Room> {
  const [row] = await call(sql<{ fileLimit: number; storageLimit: number; used: number }>`select file_limit, storage_limit, used from access.room()`)
  if (!row || row.fileLimit === null) notFound('no practice of this hat')
  return { fileLimit: Math.min(most, row.fileLimit), left: Math.max(0, row.storageLimit - row.used) }
}

/** Says no before the first byte. @throws AppError too_large | full */
export function requireRoom({ fileLimit, left }: Room, size: number | null): void {
  if (size !== null && size > fileLimit) throw new AppError('too_large', 'too_large', { says: limitWords(fileLimit) })
  if (left === 0 || (size !== null && size > left)) throw new AppError('full', 'practice_full', { says: practiceFull })
}

const practiceFull = 'The practice has used up its room for files. Nothing was kept. The owner can see what uses it, or ask for more.'

export type Announced = {
  fileName: string; size: number | null; sha256: Uint8Array | null; type: string | null; frontSize?: number | null
}

/** The first of two commits around an upload: see arrival.ts. */
export async function announce(
  { db, principal }: Write,
  { patient, announced, sent, importId }: { patient: string | null; announced: Announced; sent?: { as: string; note: string }; importId?: string },
) {
  const practice = principal.practice.id
  const document = newId()
  const key = await keyFor(db, { practice, document, version: 1, variant: 'orig' })
  await db.insertInto('document')
    .values({
      practiceId: practice, id: document, patientId: patient, title: '', uploadedBy: principal.hatId,
      uploadedByName: principal.kind === 'patient' ? principal.personName : principal.name,
      ...(sent ? { uploadedByPatient: true, sentAs: sent.as, sentNote: sent.note } : {}),
      ...(importId ? { importId } : {}),
    })
    .execute()
  await db.insertInto('documentVersion')
    .values({
      ...key.row, fileName: announced.fileName, declaredSize: announced.size,
      declaredSha256: announced.sha256 && Buffer.from(announced.sha256), declaredType: announced.type, frontSize: announced.frontSize ?? null,
    })
    .execute()
  return { document, ...key.given }
}

/** A key of the version's own under the practice's active one, and the place where its bytes will rest. */
export async function keyFor(db: Pick<ReadHandle, 'selectFrom'>, of: FileContext) {
  const { practice } = of
  const key = await db.selectFrom('practiceKey').select(['version', 'rootKid', 'wrapped'])
    .where('practiceId', '=', practice).where('state', '=', 'active').orderBy('version', 'desc').executeTakeFirst()
  if (!key) throw new AppError('unavailable', 'the practice has no active key')
  const { dek, wrapped } = vault().keys.use({ practice, ...key }, (practiceKey) => newFileKey(practiceKey, of, key.version))
  const storageKey = newStorageKey()
  return {
    row: { practiceId: practice, documentId: of.document, version: of.version, storageKey, keyVersion: key.version, wrappedDek: Buffer.from(wrapped) },
    given: { of, dek, storageKey },
  }
}

/** An upload of this hat that has not been refused or given up; everybody else's is not there. */
function ownUpload(db: Pick<ReadHandle, 'selectFrom'>, principal: Sender, document: string) {
  return db.selectFrom('documentVersion as version')
    .innerJoin('document', (join) => join.onRef('document.practiceId', '=', 'version.practiceId').onRef('document.id', '=', 'version.documentId'))
    .where('version.practiceId', '=', principal.practice.id).where('version.documentId', '=', document).where('version.version', '=', 1)
    .where('document.uploadedBy', '=', principal.hatId).where('document.deletedAt', 'is', null)
    .where('document.uploadedByPatient', '=', principal.kind === 'patient')
    .where('version.declaredSize', 'is not', null)
    .where('version.state', 'not in', ['rejected', 'expired', 'shredded'])
}

/** How far an upload is: the offset from which its sender goes on, and whether it has arrived. */
export async function whereItIs(db: Pick<ReadHandle, 'selectFrom'>, principal: Sender, document: string) {
  const row = await ownUpload(db, principal, document).select(['version.state', 'version.declaredSize', 'version.receivedBytes']).executeTakeFirst()
  if (!row || row.declaredSize === null) notFound('no upload of this hat')
  const arrived = row.state !== 'receiving'
  return { size: row.declaredSize, received: arrived ? row.declaredSize : row.receivedBytes, arrived }
}

/**
 * The next request of an upload begins: whoever is the last to begin has the turn, and what an earlier one still sends is
 * acknowledged no more. Null: the file has arrived already. @throws AppError conflict, which shows the offset to go on from
 */
export async function takeTurn({ db, principal }: Write, document: string, offset: number) {
  const practice = principal.practice.id
  if ((await whereItIs(db, principal, document)).arrived) return null
  const row = await ownUpload(db, principal, document)
    .where('version.state', '=', 'receiving')
    .innerJoin('practiceKey as key', (join) => join.onRef('key.practiceId', '=', 'version.practiceId').onRef('key.version', '=', 'version.keyVersion'))
    .select(['version.declaredSize', 'version.declaredSha256', 'version.declaredType', 'version.fileName', 'version.frontSize', 'version.receivedBytes',
      'version.wrappedDek', 'version.keyVersion', 'key.rootKid', 'key.wrapped'])
    .forUpdate('version').executeTakeFirst()
  if (!row?.wrappedDek || row.declaredSize === null) notFound('no upload of this hat')
  if (offset !== row.receivedBytes) throw new AppError('conflict', 'another offset', { says: 'The upload goes on from another place.', shows: { offset: row.receivedBytes } })
  const before = await db.selectFrom('uploadPart').select(['turn', 'size', 'closed', 'commitment', 'storageKey'])
    .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).orderBy('turn').execute()
  const turn = (before.at(-1)?.turn ?? 0) + 1
  if (turn > maxTurns) throw new AppError('slow_down', 'too many parts', { says: 'This upload broke off too often. Cancel it and send the file again.' })
  const keys = { storageKey: newStorageKey(), wholeKey: newStorageKey() }
  await db.insertInto('uploadPart').values({ practiceId: practice, documentId: document, version: 1, turn, startsAt: offset, ...keys }).execute()
  const of = { practice, document, version: 1, variant: 'orig' }
  const { wrappedDek, keyVersion } = row
  const dek = vault().keys.use({ practice, version: keyVersion, rootKid: row.rootKid, wrapped: row.wrapped },
    (key) => openFileKey(key, of, { keyVersion, wrapped: wrappedDek }))
  return {
    turn, of, dek, ...keys, parts: before, size: row.declaredSize, frontSize: row.frontSize,
    declared: { size: row.declaredSize, type: row.declaredType, name: row.fileName || null, sha256: row.declaredSha256 },
  }
}
export type TurnTaken = NonNullable<Awaited<ReturnType<typeof takeTurn>>>

/** Says how an upload ended that comes to nothing: refused, broken off or cancelled. */
export async function end({ db, principal }: Write, document: string, state: 'rejected' | 'expired', failure: string, version = 1): Promise<boolean> {
  const row = await db.updateTable('documentVersion').set({ state, failure })
    .where('practiceId', '=', principal.practice.id).where('documentId', '=', document).where('version', '=', version).where('state', '=', 'receiving')
    .where(broughtBy(principal.hatId))
    .returning('documentId').executeTakeFirst()
  return row !== undefined
}

/** A first version is its document's sender's, a correction whoever's brings it. */
const broughtBy = (hat: string) => sql<boolean>`exists (select from document d where d.practice_id = document_version.practice_id
  and d.id = document_version.document_id and coalesce(document_version.added_by, d.uploaded_by) = ${hat})`

export type Arrived = {
  document: string; version: number; contentType: string; byteSize: number; sha256: Uint8Array; commitment: Uint8Array
  width: number | null; height: number | null; turn?: number | undefined
}

/** The second commit: the file rests whole, under a name that survives a loss of power, and is checked or ready. */
export async function arrive({ db, principal }: Write, found: Arrived): Promise<void> {
  const practice = principal.practice.id
  // Row first, then its turns: the order in which the others hold them.
  const version = await db.selectFrom('documentVersion').select('state')
    .where('practiceId', '=', practice).where('documentId', '=', found.document).where('version', '=', found.version)
    .where('state', '=', 'receiving').where(broughtBy(principal.hatId))
    .forUpdate().executeTakeFirst()
  if (!version) notFound('no upload under way')
  const last = await db.selectFrom('uploadPart').select(['turn', 'wholeKey'])
    .where('practiceId', '=', practice).where('documentId', '=', found.document).where('version', '=', found.version)
    .orderBy('turn', 'desc').limit(1).executeTakeFirst()
  if (last?.turn !== found.turn) throw new AppError('conflict', 'overtaken')
  await db.updateTable('documentVersion')
    .set({
      ...atRest(clock()), contentType: found.contentType, byteSize: found.byteSize, sha256: Buffer.from(found.sha256),
      commitment: Buffer.from(found.commitment), width: found.width, height: found.height, ...(last ? { storageKey: last.wholeKey } : {}),
    })
    .where('practiceId', '=', practice).where('documentId', '=', found.document).where('version', '=', found.version).execute()
}
