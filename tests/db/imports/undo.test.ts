import { beforeAll, expect, test } from 'vitest'
import { deleteDocument, restoreDocument } from '@/lib/deletion/commands'
import { listDeleted } from '@/lib/deletion/queries'
import { fileDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'
import { finishImport, undoImport, undoImportFurther } from '@/lib/imports/commands'
import { destroyDue } from '@/lib/jobs/destroy'
import { placeHold } from '@/lib/retention/commands'
import { vault } from '@/lib/vault/rings'
import { makeShare } from '../../factories/share'
import { answerOf } from '../enrolment/scene'
import { annas, imports, type Imports } from './scene'

let o: Imports
beforeAll(async () => {
  o = await imports()
})
const undo = (batch: string, jar = o.owner) => o.act(undoImport, o.here, { batch, why: 'the wrong folder' }, jar)
const alive = async (document: string) => (await o.sql('select 1 from document where id = $1 and deleted_at is null', [document])).length === 1

test('what nobody has touched since is deleted and can be brought back; what was touched stays and is listed', async () => {
  const what = ['plain', 'left', 'released', 'withdrawn', 'shared', 'reviewed', 'changed', 'corrected', 'moved', 'held', 'gone', 'halfway'] as const
  const batch = await o.opened([...what.map((name) => annas(`${name}.pdf`)), annas('never-came.pdf')])
  const came = {} as Record<(typeof what)[number], string>
  for (const [at, name] of what.entries()) {
    const { document } = await o.bring(batch, at + 2, `${name}.pdf`, name === 'halfway' ? { cut: 100 } : {})
    came[name] = document
    if (name !== 'halfway') await o.looked(document, name === 'left' ? { names: ['STONE^BEN'], birthDates: ['1971-02-03'], ids: [] } : undefined)
  }
  expect(await o.file(batch)).toMatchObject({ filed: 10, left: 1 })
  const other = await o.opened([annas('other.pdf')])
  const beside = await o.filedBy(other, 2, 'other.pdf')

  await o.act(releaseDocument, o.here, { document: came.released }, o.browsers.desk)
  await o.act(releaseDocument, o.here, { document: came.withdrawn }, o.browsers.desk)
  await o.act(withdrawDocument, o.here, { document: came.withdrawn, why: 'x' }, o.browsers.desk)
  await makeShare(o, { documents: [came.shared] })
  await o.act(reviewDocument, o.here, { document: came.reviewed }, o.owner)
  await o.act(fileDocument, o.here, { document: came.changed, category: 'letter', title: 'A better title', takenOn: '2019-03-14' }, o.browsers.desk)
  expect((await o.correct(came.corrected)).status).toBe(201)
  await o.sql('update document set patient_id = $2 where id = $1', [came.moved, o.patients.ben])
  await o.act(placeHold, o.here, { document: came.held, why: 'a claim' }, o.owner)
  await o.act(deleteDocument, o.here, { document: came.gone, why: 'x' }, o.owner)

  // Whose it is not.
  expect(await answerOf(undo(batch, o.browsers.hygienist))).toBe('forbidden')
  expect(await answerOf(undo(batch, o.browsers.owner)), 'not confirmed').toBe('step_up')
  expect(await answerOf(undo(batch, o.stepped.ownerOfB))).toBe('not_found')
  expect(await alive(came.plain)).toBe(true)

  expect(await undo(batch)).toMatchObject({ removed: 4, stayed: 8, done: true })
  expect(await o.states(batch)).toEqual({
    2: 'removed', 3: 'removed', 4: 'stayed: released', 5: 'stayed: released', 6: 'stayed: shared', 7: 'stayed: reviewed', 8: 'stayed: changed', 9: 'stayed: corrected', 10: 'stayed: moved',
    11: 'stayed: held', 12: 'removed', 13: 'removed', 14: 'clean',
  })
  for (const name of what) expect(await alive(came[name]), name).toBe(!['plain', 'left', 'gone', 'halfway'].includes(name))
  expect(await alive(beside), 'another import’s').toBe(true)
  expect((await o.asStaff(came.plain)).status).toBe(404)
  expect(await o.sql('select state from document_version where document_id = $1', [came.halfway])).toEqual([{ state: 'expired' }])
  expect((await o.show(batch, { show: 'stayed' })).list.map(({ reason }) => reason)).toContain('shared')
  expect(await o.show(batch)).toMatchObject({ state: 'undone', undone: { by: 'Dr. Olive Owner', why: 'the wrong folder' }, show: 'stayed' })
  // One event for each document, and one for the batch.
  expect(await o.sql(`select count(*)::int as n from audit_event where operation = 'imports.removed' and detail->>'import' = $1 and decision = 'allow'`, [batch])).toEqual([{ n: 3 }])
  expect(await o.sql(`select detail->>'stayed' as stayed from audit_event where operation = 'imports.undo' and subject_id = $1 and decision = 'allow'`, [batch])).toEqual([{ stayed: '8' }])
  // Nothing goes on, and it is undone once.
  expect((await o.door(batch, { line: 14, path: 'never-came.pdf', size: 9 })).status).toBe(409)
  expect(await answerOf(undo(batch))).toBe('conflict')

  const { deleted } = await o.act(listDeleted, o.here, {}, o.owner)
  expect(deleted.find(({ id }) => id === came.plain)).toMatchObject({ why: 'the wrong folder', deletedBy: 'Dr. Olive Owner' })
  await o.act(restoreDocument, o.here, { document: came.plain }, o.owner)
  expect((await o.asStaff(came.plain)).status).toBe(200)
})

test('a privacy officer undoes too, and brings nothing in; a large batch goes step by step', async () => {
  const officer = await o.browser(o.people.hygienist, { steppedUp: true })
  await o.put('membership_role', { practice_id: o.a.id, membership_id: o.members.hygienist, role: 'privacy_officer' })
  const batch = await o.opened(Array.from({ length: 250 }, (_, at) => annas(`many/${at}.pdf`)))
  // Rows as after many filings: their files are nobody's matter here.
  await o.sql(`with made as (insert into document (practice_id, id, patient_id, category, title, taken_on, uploaded_by, uploaded_by_name, filed_at, import_id)
      select r.practice_id, gen_random_uuid(), r.patient_id, r.category, r.title, r.taken_on, $2, 'x', now(), r.batch_id from import_row r where r.batch_id = $1 returning id, title)
    update import_row r set document_id = made.id, state = 'filed' from made where r.batch_id = $1 and r.title = made.title`, [batch, o.members.owner])
  await o.act(finishImport, o.here, { batch }, o.owner)
  expect((await o.sendIndex('a,b\n1,2', { jar: officer })).status).toBe(403)
  expect(await undo(batch, officer)).toMatchObject({ removed: 200, done: false })
  expect(await o.show(batch)).toMatchObject({ state: 'undoing', counts: { removed: 200, filed: 50 } })
  expect(await answerOf(o.act(undoImportFurther, o.here, { batch }, o.browsers.desk))).toBe('forbidden')
  expect(await o.act(undoImportFurther, o.here, { batch }, officer)).toMatchObject({ removed: 50, done: true })
  expect(await o.sql('select 1 from document where import_id = $1 and deleted_at is null', [batch])).toEqual([])
})

test('when the keys of a document are destroyed, the row forgets what it was called', async () => {
  const batch = await o.opened([annas('secret.pdf', { title: 'A telling title' })])
  const document = await o.filedBy(batch, 2, 'secret.pdf')
  await undo(batch)
  await o.daysOver(document)
  await destroyDue(o.a.id, vault().store)
  expect(await o.sql('select path, path_key, title, cells from import_row where batch_id = $1', [batch])).toEqual([{ path: '', path_key: '', title: '', cells: [] }])
})
