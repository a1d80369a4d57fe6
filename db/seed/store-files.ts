import 'server-only'
import type { ids } from '@/db/seed/rows'
import type { Story, StoryDocument } from '@/db/seed/story/types'
import { newStorageKey } from '@/lib/platform/storage/store'
import { receive } from '@/lib/vault/intake'
import { newFileKey, type WrappedPracticeKey } from '@/lib/vault/keys'
import { vault } from '@/lib/vault/rings'

/** What the row of a document's first version says about its file. */
export type StoredFile = { columns: Record<string, unknown> }
type Made = { bytes: Buffer; fileName: string; contentType: string }

/** Sends every file of the story through the same intake as an upload: a story that the vault refuses would be no story. */
export async function storeFiles(
  told: Story,
  id: ReturnType<typeof ids>,
  keys: ReadonlyMap<string, WrappedPracticeKey>,
  make: (document: StoryDocument) => Promise<Made>,
  progress: (done: number, of: number) => void,
): Promise<ReadonlyMap<string, StoredFile>> {
  const stored = new Map<string, StoredFile>()
  const waiting = told.documents.values()
  // Drawing uses the processor and storing waits for the disk, so a few go on at a time.
  const work = async () => {
    for (const document of waiting) {
      stored.set(document.key, await storeFile(document, id, keys, await make(document)))
      progress(stored.size, told.documents.length)
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return stored
}

/** One file to rest, sealed as a version of its document. */
export async function storeFile(
  document: StoryDocument, id: ReturnType<typeof ids>, keys: ReadonlyMap<string, WrappedPracticeKey>, made: Made, version = 1,
): Promise<StoredFile> {
  const practiceKey = keys.get(document.practice)
  if (!practiceKey) throw new Error(`no practice ${document.practice}`)
  const of = { practice: practiceKey.practice, document: id('document', document.key), version, variant: 'orig' }
  const { dek, wrapped } = vault().keys.use(practiceKey, (key) => newFileKey(key, of, practiceKey.version))
  const storageKey = newStorageKey()
  const result = await receive({
    bytes: chunks(made.bytes), declared: { size: made.bytes.length, type: made.contentType, name: made.fileName, sha256: null },
    maxBytes: 64 * 1024 * 1024, dek, of, store: vault().store, storageKey,
  })
  dek.fill(0)
  if (!result.ok) throw new Error(`the vault refuses ${document.key}: ${result.reason}`)
  return {
    columns: {
      file_name: made.fileName, content_type: result.type, byte_size: result.size, sha256: result.sha256, width: result.width,
      height: result.height, pages: null, storage_key: storageKey, key_version: practiceKey.version, wrapped_dek: wrapped,
      commitment: result.commitment,
    },
  }
}

async function* chunks(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 262_144) yield bytes.subarray(at, at + 262_144)
}
