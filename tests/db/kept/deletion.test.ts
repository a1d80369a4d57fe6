import { beforeAll, describe, expect, test } from 'vitest'
import { deleteDocument, restoreDocument } from '@/lib/deletion/commands'
import { listDeleted } from '@/lib/deletion/queries'
import { releaseDocument } from '@/lib/documents/commands'
import { keptDocument, listDocuments, showDocument } from '@/lib/documents/queries'
import { destroyDue } from '@/lib/jobs/destroy'
import { showToday } from '@/lib/practice/queries'
import { listMyDocuments } from '@/lib/portal/queries'
import { vault } from '@/lib/vault/rings'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './files'

let o: Office
beforeAll(async () => {
  o = await office()
})

const remove = (document: string) => o.act(deleteDocument, o.here, { document, why: 'scanned twice' }, o.stepped.owner)
const restore = (document: string) => o.act(restoreDocument, o.here, { document }, o.stepped.owner)
const listed = async (jar = o.browsers.owner) => (await o.act(listDocuments, o.here, { patient: o.patients.anna }, jar)).items.map(({ id }) => id)
const annaSees = async (document: string) => (await o.act(listMyDocuments, { portal: o.hats.anna }, {}, o.browsers.anna)).items.some(({ id }) => id === document)
const deleted = async () => (await o.act(listDeleted, o.here, {}, o.browsers.owner)).deleted

test('a deleted document is out of every list and sight at once, and its links die at their next use', async () => {
  const document = await o.filed()
  await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
  const links = { anna: await o.link(o.browsers.anna, o.hats.anna, document), desk: await o.link(o.browsers.desk, o.members.desk, document) }
  expect((await o.use(o.browsers.anna, links.anna.location)).status).toBe(200)
  expect((await o.use(o.browsers.desk, links.desk.location)).status).toBe(200)
  expect([await annaSees(document), (await listed()).includes(document), (await listed(o.browsers.desk)).includes(document)]).toEqual([true, true, true])

  await remove(document)
  expect((await o.use(o.browsers.anna, links.anna.location)).status).toBe(404)
  expect((await o.use(o.browsers.desk, links.desk.location)).status).toBe(404)
  expect([(await o.asStaff(document)).status, (await o.asAnna(document)).status]).toEqual([404, 404])
  expect([await annaSees(document), (await listed()).includes(document), (await listed(o.browsers.desk)).includes(document)]).toEqual([false, false, false])
  expect(await answerOf(o.act(showDocument, o.here, { document }, o.browsers.owner))).toBe('not_found')
  expect(await answerOf(o.act(keptDocument, o.here, { document }, o.browsers.owner))).toBe('not_found')
  expect((await o.correct(document)).status, 'nor is it corrected').toBe(404)
  expect(await deleted()).toContainEqual(expect.objectContaining({ id: document, why: 'scanned twice', deletedBy: 'Dr. Olive Owner', held: false }))
})

test('what waits to be filed and is deleted waits no more', async () => {
  const { document } = await o.send({ patient: o.patients.anna })
  const { toFile } = await o.act(showToday, o.here, {}, o.browsers.owner)
  await remove(document)
  expect((await o.act(showToday, o.here, {}, o.browsers.owner)).toFile).toBe(toFile - 1)
})

describe('brought back', () => {
  test('it is as it was, but for the release, which a person decides anew', async () => {
    const document = await o.filed()
    await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
    await remove(document)
    await restore(document)
    expect((await o.asStaff(document)).status).toBe(200)
    expect([await annaSees(document), (await o.asAnna(document)).status]).toEqual([false, 404])
    expect(await o.releases(document)).toEqual([{ live: false, by: 'Dana Desk', why: 'the document was deleted', ruled: false }])
    await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
    expect(await annaSees(document)).toBe(true)
    await remove(document)
    expect(await answerOf(restore(document)), 'and again').toBe('allowed')
  })

  test('what is not deleted cannot be, nor twice', async () => {
    const document = await o.filed()
    expect(await answerOf(restore(document))).toBe('not_found')
    await remove(document)
    expect((await Promise.all([answerOf(restore(document)), answerOf(restore(document))])).toSorted()).toEqual(['allowed', 'not_found'])
    expect(await answerOf(remove(document))).toBe('allowed')
    expect(await answerOf(remove(document))).toBe('not_found')
  })

  test('only until its keys are destroyed', async () => {
    const document = await o.filed()
    await remove(document)
    await o.daysOver(document)
    await destroyDue(o.a.id, vault().store)
    expect(await answerOf(restore(document))).toBe('conflict')
    const { destroyed } = await o.act(listDeleted, o.here, {}, o.browsers.owner)
    expect(destroyed).toContainEqual(expect.objectContaining({ id: document, category: 'letter', takenOn: '2026-03-04', cause: 'deletion', orderedBy: 'Dr. Olive Owner', why: 'scanned twice' }))
  })

  test('or destroyed, when both come at once: never both', async () => {
    for (let round = 0; round < 6; round++) {
      const document = await o.filed()
      await remove(document)
      await o.daysOver(document)
      const [answer] = await Promise.all([answerOf(restore(document)), destroyDue(o.a.id, vault().store)])
      const [version] = await o.versions(document)
      expect(version?.shredded).toBe(answer !== 'allowed')
      expect((await o.asStaff(document)).status).toBe(answer === 'allowed' ? 200 : 404)
    }
  })
})

test('the days are the owner’s, and the database’s to count', async () => {
  const due = async (document: string) => (await o.sql<{ days: number }>(`select round(extract(epoch from due_at - now()) / 86400)::int as days from destruction where document_id = $1`, [document]))[0]?.days
  const first = await o.filed()
  await remove(first)
  expect(await due(first)).toBe(30)
  await o.sql('update practice set deletion_days = 7 where practice_id = $1', [o.a.id])
  const second = await o.filed()
  await remove(second)
  expect([await due(first), await due(second)]).toEqual([30, 7])
  await o.sql('update practice set deletion_days = 30 where practice_id = $1', [o.a.id])
})

test('who may not delete sees nothing of what was deleted, and can make nothing deleted, past every policy of lib', async () => {
  const document = await o.filed()
  await remove(document)
  const { transact } = await import('@/db/transaction')
  const as = async (who: 'desk' | 'owner') => ({ practice: o.a.id, hat: o.members[who], person: o.people[who], session: (await o.session(o.people[who])).id })
  const seen = async (who: 'desk' | 'owner') => transact('enamel_staff_read', await as(who), async (db) => (await db.selectFrom('document').select('id').where('id', '=', document).execute()).length)
  expect([await seen('owner'), await seen('desk')]).toEqual([1, 0])
  const other = await o.filed()
  const hide = async (who: 'desk' | 'owner') => transact('enamel_staff_write', await as(who), (db) => db.updateTable('document').set({ deletedAt: new Date(), deletedWhy: 'x' }).where('id', '=', other).execute())
  await expect(hide('desk')).rejects.toMatchObject({ code: '42501' })
  const order = async (who: 'desk' | 'owner') => transact('enamel_staff_write', await as(who), (db) => db.insertInto('destruction')
    .values({ practiceId: o.a.id, documentId: other, cause: 'deletion', why: 'x', orderedBy: o.members[who], orderedByName: 'x' }).execute())
  await expect(order('desk')).rejects.toMatchObject({ code: '42501' })
  await expect(order('owner')).resolves.toBeDefined()
  await expect(hide('owner')).resolves.toBeDefined()
})
