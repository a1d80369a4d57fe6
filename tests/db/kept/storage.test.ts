import { beforeAll, expect, test } from 'vitest'
import { deleteDocument, restoreDocument } from '@/lib/deletion/commands'
import { destroyDue } from '@/lib/jobs/destroy'
import { recountStorage } from '@/lib/jobs/recount'
import { showStorage, storageLevel } from '@/lib/quota/queries'
import { vault } from '@/lib/vault/rings'
import { smallPdf } from '../../factories/small-pdf'
import { office, type Office } from './files'

let o: Office
beforeAll(async () => {
  o = await office()
})

/** The rows themselves, added up. */
const counted = (practice = o.a.id) => o.sql(`
  select coalesce(d.category, '') as category, extract(year from v.created_at at time zone 'UTC')::int as year, case when d.deleted_at is null then 'kept' else 'deleted' end as part,
         count(*)::int as files, sum(coalesce(v.byte_size, 0))::int as bytes
    from document_version v join document d on d.practice_id = v.practice_id and d.id = v.document_id
   where v.practice_id = $1 and v.state in ('checking', 'held', 'ready', 'corrupt') group by 1, 2, 3 order by 1, 2, 3`, [practice])
const kept = (practice = o.a.id) => o.sql(`select category, year, part, files::int as files, bytes::int as bytes from storage_use where practice_id = $1 and files <> 0 order by 1, 2, 3`, [practice])
const agree = async () => expect(await kept()).toEqual(await counted())

test('the figures follow everything that happens to a document', async () => {
  await agree()
  expect((await kept()).length).toBeGreaterThan(0)
  const before = (await o.act(storageLevel, o.here, {}, o.browsers.owner)).used
  const bytes = smallPdf('x'.repeat(5000))
  const { document } = await o.send({ patient: o.patients.anna }, bytes)
  await agree()
  expect((await o.act(storageLevel, o.here, {}, o.browsers.owner)).used).toBe(before + bytes.length)
  await o.correct(document, bytes)
  await agree()
  await o.sql(`update document set category = 'radiograph', title = 'Filed', taken_on = '2026-01-01', filed_at = now() where id = $1`, [document])
  await agree()
  await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
  await agree()
  const shown = await o.act(showStorage, o.here, {}, o.browsers.owner)
  expect(shown.deleted).toEqual({ files: 2, bytes: 2 * bytes.length })
  expect(shown.used.bytes, 'deleted is not destroyed yet').toBe(before + 2 * bytes.length)
  expect(shown.largest[0]).toMatchObject({ id: document, bytes: bytes.length, deleted: true })
  expect(shown.byCategory.find(({ category }) => category === 'radiograph')?.bytes).toBe(2 * bytes.length)
  await o.act(restoreDocument, o.here, { document }, o.stepped.owner)
  await agree()
  await o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)
  await o.daysOver(document)
  await destroyDue(o.a.id, vault().store)
  await agree()
  expect((await o.act(storageLevel, o.here, {}, o.browsers.owner)).used).toBe(before)
})

test('many at once, in two categories, end in the right figures', async () => {
  const documents = await Promise.all(Array.from({ length: 12 }, (_, at) => o.filed(o.patients.ben, smallPdf(`many ${at}`), { category: at % 2 ? 'consent' : 'statement' })))
  await Promise.all(documents.map((document) => o.act(deleteDocument, o.here, { document, why: 'x' }, o.stepped.owner)))
  expect(await kept()).toEqual(await counted())
})

test('a practice’s figures are its own', async () => {
  const far = await o.act(showStorage, { practice: o.b.id }, {}, o.stepped.ownerOfB)
  expect(far.largest.map(({ id }) => id)).toEqual([o.documents.bertaReleased.id])
  expect(far.used.files).toBe(1)
})

test('figures that went wrong are found and mended at night, and right ones left', async () => {
  await o.sql(`update storage_use set bytes = bytes + 999 where practice_id = $1`, [o.a.id])
  await o.sql(`delete from storage_use where practice_id = $1 and category = 'letter'`, [o.a.id])
  await recountStorage(o.a.id)
  await agree()
  const [before] = await o.sql(`select xmin::text from storage_use where practice_id = $1 limit 1`, [o.a.id])
  await recountStorage(o.a.id)
  expect((await o.sql(`select xmin::text from storage_use where practice_id = $1 limit 1`, [o.a.id]))[0]).toEqual(before)
})

test('an upload that is under way is shown and not counted', async () => {
  const id = await o.put('document', { practice_id: o.a.id, patient_id: o.patients.anna, uploaded_by: o.members.desk, uploaded_by_name: 'Dana Desk' })
  await o.put('document_version', {
    practice_id: o.a.id, document_id: id, version: 1, storage_key: 'x', key_version: 1, wrapped_dek: Buffer.alloc(40), received_bytes: 5, declared_size: 10,
  })
  await agree()
  expect((await o.act(showStorage, o.here, {}, o.browsers.owner)).unfinished).toMatchObject([{ id, received: 5, declared: 10, by: 'Dana Desk' }])
})
