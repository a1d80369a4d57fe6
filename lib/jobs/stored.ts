import 'server-only'
import { job } from '@/db/job'
import { openFileKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'
import { openFile } from '@/lib/vault/vlt1'

/** Segments of plain bytes that a job holds at a time. */
const segmentsAtATime = 8

export type StoredVersion = {
  contentType: string | null
  byteSize: number
  /** The plain bytes from the first to the last, each piece authenticated before it is given. */
  plain: () => AsyncGenerator<Uint8Array>
  /** Lets go of the file; whoever opens must call it. */
  close: () => Promise<void>
}

/**
 * Opens a version's bytes for a job that looks through them or makes pictures of them. Nobody reads anything by this: what a
 * job makes rests sealed again, and reaches people by the same doors as everything else. Null: there is no such version any
 * more, or its key is destroyed.
 *
 * @throws KeyError, TamperedError, StorageError
 */
export async function openVersion(practice: string, document: string, version: number): Promise<StoredVersion | null> {
  const row = await job(practice, (db) => db.selectFrom('documentVersion as v')
    .innerJoin('practiceKey as k', (join) => join.onRef('k.practiceId', '=', 'v.practiceId').onRef('k.version', '=', 'v.keyVersion'))
    .select(['v.contentType', 'v.byteSize', 'v.storageKey', 'v.keyVersion', 'v.wrappedDek', 'v.commitment', 'k.rootKid', 'k.wrapped'])
    .where('v.practiceId', '=', practice).where('v.documentId', '=', document).where('v.version', '=', version)
    .where('k.state', '<>', 'destroyed').executeTakeFirst())
  if (!row?.wrappedDek || !row.commitment || row.byteSize === null) return null
  const { byteSize, commitment, wrappedDek } = row
  const of = { practice, document, version, variant: 'orig' }
  const dek = vault().keys.use({ practice, version: row.keyVersion, rootKid: row.rootKid, wrapped: row.wrapped },
    (key) => openFileKey(key, of, { keyVersion: row.keyVersion, wrapped: wrappedDek }))
  const source = await vault().store.open(row.storageKey)
  try {
    const file = await openFile(source, dek, of, byteSize, commitment)
    return {
      contentType: row.contentType, byteSize,
      plain: () => file.read(0, byteSize, () => segmentsAtATime), close: () => source.close(),
    }
  } catch (error) {
    await source.close()
    throw error
  } finally {
    dek.fill(0)
  }
}
