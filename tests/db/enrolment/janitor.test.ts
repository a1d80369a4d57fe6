import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { job } from '@/db/job'
import { tidy } from '@/lib/platform/janitor'
import { newStorageKey, type ObjectStore } from '@/lib/platform/storage/store'
import { vault } from '@/lib/vault/rings'
import { scene, type Scene } from './scene'

let s: Scene
let store: ObjectStore
beforeAll(async () => {
  s = await scene()
  store = vault().store
})

/** An upload begun so many hours ago, with a file in the store. */
async function upload(practice: string, hours: number, state = 'receiving') {
  const storageKey = newStorageKey()
  const writer = await store.create(storageKey)
  await writer.write(Buffer.from('sealed bytes'))
  await writer.finish()
  const document = await s.put('document', { practice_id: practice, uploaded_by: randomUUID(), uploaded_by_name: 'Dana Desk' })
  await s.put('document_version', {
    practice_id: practice, document_id: document, version: 1, state, storage_key: storageKey, key_version: 1,
    wrapped_dek: Buffer.alloc(61), created_at: new Date(Date.now() - hours * 3_600_000),
  })
  return { document, storageKey }
}
const stateOf = async ({ document }: { document: string }) => (await s.sql<{ state: string }>('select state from document_version where document_id = $1', [document]))[0]?.state
const lease = (practice: string, expires: number) => s.sql(`insert into lease (practice_id, nonce, session_id, hat_id, document_id, version, variant, expires_at)
  values ($1, $2, $3, $3, $3, 1, 'orig', now() + make_interval(mins => $4))`, [practice, randomUUID(), randomUUID(), expires])

test('gives up what was never finished, with its file, and leases past their time; and nothing else', async () => {
  const [old, young, held, other] = [await upload(s.a.id, 25), await upload(s.a.id, 23), await upload(s.a.id, 100, 'held'), await upload(s.b.id, 30)]
  await lease(s.a.id, -1)
  await lease(s.a.id, 10)
  await lease(s.b.id, -1)
  await tidy(store)
  expect(await Promise.all([old, young, held, other].map(stateOf))).toEqual(['expired', 'receiving', 'held', 'expired'])
  expect(await store.stat(old.storageKey)).toBeNull()
  expect(await store.stat(young.storageKey)).not.toBeNull()
  expect(await store.stat(held.storageKey)).not.toBeNull()
  expect(await s.sql('select expires_at > now() as alive from lease')).toEqual([{ alive: true }])
})

test('when the store fails the row stays as it was, other practices are served, and the next round finds it', async () => {
  const [stuck, fine] = [await upload(s.a.id, 25), await upload(s.b.id, 25)]
  const broken: ObjectStore = { ...store, remove: async (key) => {
    if (key === stuck.storageKey) throw new Error('disk gone')
    await store.remove(key)
  } }
  await expect(tidy(broken)).rejects.toThrow('come again')
  expect([await stateOf(stuck), await stateOf(fine)]).toEqual(['receiving', 'expired'])
  await tidy(store)
  expect(await stateOf(stuck)).toBe('expired')
})

test('a job sees one practice at a time, and no patient', async () => {
  await upload(s.b.id, 1)
  const seen = await job(s.a.id, (db) => db.selectFrom('documentVersion').select('practiceId').execute())
  expect(new Set(seen.map(({ practiceId }) => practiceId))).toEqual(new Set([s.a.id]))
  await expect(job(s.a.id, (db) => db.selectFrom('patient').select('givenName').execute())).rejects.toMatchObject({ code: '42501' })
  expect(await job('', (db) => db.selectFrom('documentVersion').select('practiceId').execute())).toEqual([])
})
