import { randomUUID } from 'node:crypto'
import { audience } from '@/lib/documents/audience'
import { newStorageKey } from '@/lib/platform/storage/store'
import { receive } from '@/lib/vault/intake'
import { newFileKey, type WrappedPracticeKey } from '@/lib/vault/keys'
import { issueLink, linkAddress, parseLink, type SignedLink } from '@/lib/vault/link'
import { vault } from '@/lib/vault/rings'
import { smallPdf } from '@/tests/factories/small-pdf'
import type { Rig } from './rig'

/** A link made with the product's own signature, as its door would have made it while that was allowed. */
export function signed({ w }: Rig, sessionId: string, hat: string, document: string, version = 1, at = Date.now()): string {
  return issueLink(vault().link, { practice: w.a.id, epoch: 1, host: audience(), sessionId }, { hat, document, version, variant: 'orig', action: 'inline' }, at).address
}

/** The same link with some fields changed and the signature left as it was. */
export function altered(address: string, change: Partial<SignedLink>): string {
  const parsed = parseLink(address)
  if (parsed.outcome !== 'parsed') throw new Error('not a link')
  return linkAddress({ ...parsed.link, ...change })
}

// Set again before each try: a server that notices an idle session stores a lock, and the next try would meet that.
export const become = ({ w }: Rig, id: string, change: string) => w.database.asSuperuser(`update identity.session set ${change} where id = $1`, [id])

/** A filed document of practice A with a file under its own key. */
export async function arrive({ w }: Rig, patient: string, title: string) {
  const id = randomUUID()
  const bytes = smallPdf(`canary ${title}`)
  const file = await rest(w.a.key, { practice: w.a.id, document: id, version: 1, variant: 'orig' }, bytes)
  await w.put('document', {
    practice_id: w.a.id, id, patient_id: patient, uploaded_by: w.members.desk, uploaded_by_name: 'Dana Desk',
    category: 'letter', title, taken_on: '2026-03-05', filed_at: new Date(), filed_by: w.members.desk,
  })
  await w.put('document_version', { practice_id: w.a.id, document_id: id, version: 1, ...file })
  return { document: { id, bytes, title } }
}

/** Puts a file into the store and gives the columns that know it. */
export async function rest(practiceKey: WrappedPracticeKey, of: { practice: string; document: string; version: number; variant: string }, bytes: Uint8Array) {
  const { dek, wrapped } = vault().keys.use(practiceKey, (key) => newFileKey(key, of, 1))
  const storageKey = newStorageKey()
  const result = await receive({
    bytes: (async function* () { yield bytes })(), declared: { size: bytes.length, type: 'application/pdf', name: null, sha256: null },
    maxBytes: 16_000_000, dek, of, store: vault().store, storageKey,
  })
  if (!result.ok) throw new Error(result.reason)
  return {
    state: 'ready', content_type: result.type, byte_size: result.size, sha256: result.sha256, storage_key: storageKey, key_version: 1,
    wrapped_dek: Buffer.from(wrapped), commitment: result.commitment, ready_at: new Date(),
  }
}

/** A released document whose first version was a mistake, and has been replaced. */
export async function replace(rig: Rig) {
  const { w } = rig
  const { document } = await arrive(rig, w.patients.anna, `replaced ${randomUUID()}`)
  await w.release(w.a, w.patients.anna, document.id)
  const bytes = smallPdf('the page that was meant')
  const file = await rest(w.a.key, { practice: w.a.id, document: document.id, version: 2, variant: 'orig' }, bytes)
  await w.put('document_version', { practice_id: w.a.id, document_id: document.id, version: 2, ...file })
  await w.database.asSuperuser('update document set current_version = 2 where id = $1', [document.id])
  return { of: { id: document.id, bytes }, replaced: document }
}

export async function switchOf({ w }: Rig, name: 'documents' | 'portal') {
  const id = await w.put('switch', { practice_id: w.a.id, function: name, closed_by: w.members.owner, closed_by_name: 'Owner', why: 'test', until_at: new Date() })
  // The trigger lets no interval open again, which is right; a test does it all the same, between two tries.
  const set = (until: string) => w.database.asSuperuser(`set session_replication_role = replica; update switch set until_at = ${until} where id = '${id}'`)
  return { shut: () => set('null'), open: () => set('now()') }
}
