import 'server-only'
import { createHash } from 'node:crypto'
import { job } from '@/db/job'
import { openVersion } from '@/lib/jobs/stored'
import { now } from '@/lib/platform/clock'
import { faultOf, log } from '@/lib/platform/log'
import { newStorageKey, type ObjectStore } from '@/lib/platform/storage/store'
import { newFileKey } from '@/lib/vault/keys'
import { makePictures, MAX_PICTURED_BYTES, PICTURED, UndecodableError, type Picture } from '@/lib/vault/pictures/maker'
import { vault } from '@/lib/vault/rings'
import { encryptFile, storedSize } from '@/lib/vault/vlt1'

type Of = { practice: string; document: string; version: number }

/** Another worker has taken the same version over meanwhile: what it makes counts. */
class TakenOverError extends Error {}

/**
 * Makes the pictures of every version of a document that waits for them. Safe to run twice and at the same time: whoever
 * inserts a picture's row last owns it, and what the other had stored is removed. A file that does not decode is marked so and
 * stays what it is; a fault of ours (store, database) is thrown, for the queue to try again.
 */
export async function makePicturesOf(practice: string, document: string): Promise<void> {
  const waiting = await job(practice, (db) => db.selectFrom('documentVersion').select(['version', 'contentType', 'byteSize'])
    .where('practiceId', '=', practice).where('documentId', '=', document).where('state', '=', 'ready').where('rendered', '=', 'waiting').execute())
  for (const { version, contentType, byteSize } of waiting) {
    if (contentType === null || byteSize === null || !PICTURED.has(contentType) || byteSize > MAX_PICTURED_BYTES) await end({ practice, document, version }, { rendered: 'none' })
    else await makeOf({ practice, document, version }, contentType)
  }
}

/** Versions that one round takes of each practice. */
const perRound = 30

/** Finds what waits for pictures and has no job of its own, newest first. */
export async function makeWaitingPictures(practice: string): Promise<void> {
  const waiting = await job(practice, (db) => db.selectFrom('documentVersion').select('documentId').where('practiceId', '=', practice)
    .where('state', '=', 'ready').where('rendered', '=', 'waiting').orderBy('createdAt', 'desc').limit(perRound).execute())
  for (const { documentId } of waiting)
    await makePicturesOf(practice, documentId).catch((error: unknown) => log.error({ event: 'pictures.failed', practice, document: documentId, ...faultOf(error) }))
}

async function makeOf(of: Of, type: string): Promise<void> {
  const stored = await openVersion(of.practice, of.document, of.version)
  if (!stored) return
  try {
    const { pages, width, height, details, found } = await makePictures({ type, size: stored.byteSize, plain: stored.plain }, (picture) => keep(of, picture))
    await end(of, { rendered: pages === 0 ? 'none' : 'done', pages, width, height, details: JSON.stringify(details), found: JSON.stringify(found) })
  } catch (error) {
    if (error instanceof TakenOverError) return
    if (!(error instanceof UndecodableError)) throw error
    log.warn({ event: 'pictures.undecodable', practice: of.practice, document: of.document })
    await end(of, { rendered: 'failed' })
  } finally {
    await stored.close()
  }
}

async function end({ practice, document, version }: Of, set: { rendered: string; pages?: number; width?: number | null; height?: number | null; details?: string; found?: string }): Promise<void> {
  await job(practice, (db) => db.updateTable('documentVersion').set(set)
    .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version).where('rendered', '=', 'waiting').execute())
}

/** One picture to rest: its row with key and place first, then its sealed bytes, then ready, as with an upload. */
async function keep(of: Of, picture: Picture): Promise<void> {
  const { practice, document, version } = of
  const { store } = vault()
  const storageKey = newStorageKey()
  const dek = await claim(of, picture.variant, storageKey, store)
  if (!dek) return
  try {
    const { commitment, stored } = encryptFile(dek, { practice, document, version, variant: picture.variant })
    const writer = await store.create(storageKey, storedSize(picture.bytes.length))
    try {
      for await (const piece of stored((async function* () { yield picture.bytes })())) await writer.write(piece)
      await writer.finish()
    } catch (error) {
      await writer.abort()
      throw error
    }
    const row = await job(practice, (db) => db.updateTable('documentRendition')
      .set({
        state: 'ready', readyAt: now(), contentType: picture.type, byteSize: picture.bytes.length, width: picture.width, height: picture.height,
        sha256: createHash('sha256').update(picture.bytes).digest(), commitment,
      })
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version)
      .where('variant', '=', picture.variant).where('storageKey', '=', storageKey).where('state', '=', 'making')
      .returning('variant').executeTakeFirst())
    if (!row) {
      await store.remove(storageKey)
      throw new TakenOverError()
    }
  } finally {
    dek.fill(0)
  }
}

/** The row of a picture that is not there yet, or was begun and never finished. Null: it is there. */
async function claim({ practice, document, version }: Of, variant: string, storageKey: string, store: ObjectStore): Promise<Buffer | null> {
  return job(practice, async (db) => {
    const one = db.selectFrom('documentRendition').select(['state', 'storageKey'])
      .where('practiceId', '=', practice).where('documentId', '=', document).where('version', '=', version).where('variant', '=', variant)
    const before = await one.executeTakeFirst()
    if (before?.state === 'ready') return null
    if (before) {
      // The file first: a row that is gone would leave nobody who knows of it.
      await store.discard(before.storageKey)
      await store.remove(before.storageKey)
      await db.deleteFrom('documentRendition').where('practiceId', '=', practice).where('documentId', '=', document)
        .where('version', '=', version).where('variant', '=', variant).where('storageKey', '=', before.storageKey).execute()
    }
    const key = await db.selectFrom('practiceKey').select(['version', 'rootKid', 'wrapped'])
      .where('practiceId', '=', practice).where('state', '=', 'active').orderBy('version', 'desc').executeTakeFirstOrThrow()
    const { dek, wrapped } = vault().keys.use({ practice, ...key },
      (practiceKey) => newFileKey(practiceKey, { practice, document, version, variant }, key.version))
    await db.insertInto('documentRendition')
      .values({ practiceId: practice, documentId: document, version, variant, storageKey, keyVersion: key.version, wrappedDek: Buffer.from(wrapped) })
      .execute()
    return dek
  })
}
