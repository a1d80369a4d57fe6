import 'server-only'
import { sql } from 'kysely'
import { job } from '@/db/job'
import type { ObjectStore } from '@/lib/platform/storage/store'

type Handle = Parameters<Parameters<typeof job>[1]>[0]
export type PartOfUpload = { practice: string; document: string; turn: number }
type Durable = { size: number; closed: boolean; commitment: Uint8Array }

/**
 * Writes down how far a part of an upload is, durably, while more of it comes in. The request that sends it was allowed when it
 * began; this reads nothing to anybody. False: the upload is over, or another request has gone on with it.
 */
export async function acknowledgePart({ practice, document, turn }: PartOfUpload, { size, closed, commitment }: Durable): Promise<boolean> {
  return job(practice, async (db) => {
    if (!(await holdsTurn(db, { practice, document, turn }))) return false
    const { startsAt } = await db.updateTable('uploadPart').set({ size, closed, commitment: Buffer.from(commitment) })
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).where('turn', '=', turn)
      .returning('startsAt').executeTakeFirstOrThrow()
    await db.updateTable('documentVersion').set({ receivedBytes: startsAt + size })
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).execute()
    return true
  })
}

/** Whether an upload still comes in and this is the last request that went on with it; holds the row until the end of the transaction. */
export async function holdsTurn(db: Handle, { practice, document, turn }: PartOfUpload): Promise<boolean> {
  const row = await db.selectFrom('documentVersion').select('state')
    .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).forUpdate().executeTakeFirst()
  if (row?.state !== 'receiving') return false
  const last = await db.selectFrom('uploadPart').select((part) => part.fn.max('turn').as('turn'))
    .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).executeTakeFirst()
  return last?.turn === turn
}

/**
 * Removes what an upload that is over leaves beside its document: parts, and whole files of turns that were overtaken. A turn's
 * row goes an hour after it began: whoever was overtaken may still be putting a file there, which is then found by the next
 * round. The rows stay locked until the files are gone, so that what a crash interrupts is found again too.
 */
export async function clearParts(practice: string, document: string, store: ObjectStore): Promise<void> {
  await job(practice, async (db) => {
    const version = await db.selectFrom('documentVersion').select(['state', 'storageKey'])
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1).forUpdate().executeTakeFirst()
    if (!version || version.state === 'receiving') return
    const of = db.selectFrom('uploadPart').where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1)
    for (const { storageKey, wholeKey } of await of.select(['storageKey', 'wholeKey']).execute()) {
      for (const key of [storageKey, wholeKey].filter((one) => one !== version.storageKey)) {
        await store.discard(key)
        await store.remove(key)
      }
    }
    await db.deleteFrom('uploadPart').where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', 1)
      .where((row) => row.or([row('wholeKey', '=', version.storageKey), row('createdAt', '<', sql<Date>`now() - interval '1 hour'`)])).execute()
  })
}

/** Uploads that are over and have left parts. */
export async function leftoverParts(practice: string): Promise<string[]> {
  return job(practice, async (db) => (await sql<{ id: string }>`select distinct p.document_id as id from upload_part p
    join document_version v on v.practice_id = p.practice_id and v.document_id = p.document_id and v.version = p.version
    where p.practice_id = ${practice} and v.state <> 'receiving'`.execute(db)).rows.map(({ id }) => id))
}
