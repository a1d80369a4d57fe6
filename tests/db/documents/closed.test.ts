import { afterEach, beforeAll, expect, test } from 'vitest'
import { linkForPatient } from '@/lib/documents/links'
import { listLooks, listMyDocuments, listMyVisits, portalFrame, showMyDocument } from '@/lib/portal/queries'
import { closeFunction, reopenFunction } from '@/lib/practice/commands'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'

// What the pages of the portal are told while the practice contains something: enough to say so calmly, and no more.

let o: Office
let shut: string[] = []
beforeAll(async () => {
  o = await office()
})
afterEach(async () => {
  for (const id of shut) await o.act(reopenFunction, o.here, { switch: id, why: 'over' }, o.browsers.owner)
  shut = []
})

const close = async (name: 'documents' | 'portal' | 'writes') =>
  void shut.push((await o.act(closeFunction, o.here, { function: name, why: 'somebody saw a stranger’s paper' }, o.browsers.desk)).id)
const at = () => ({ portal: o.hats.anna })
const frame = () => o.act(portalFrame, at(), {}, o.browsers.anna)
const document = () => ({ document: o.documents.annaReleased.id })

/** What each question is answered. */
const answers = async () => ({
  visits: await answerOf(o.act(listMyVisits, at(), {}, o.browsers.anna)),
  looks: await answerOf(o.act(listLooks, at(), {}, o.browsers.anna)),
  list: await answerOf(o.act(listMyDocuments, at(), {}, o.browsers.anna)),
  page: await answerOf(o.act(showMyDocument, at(), document(), o.browsers.anna)),
  link: await answerOf(o.act(linkForPatient, at(), document(), o.browsers.anna)),
})
const open = { visits: 'allowed', looks: 'allowed', list: 'allowed', page: 'allowed', link: 'allowed' }

test('open, the frame names the patient, and all is answered', async () => {
  await expect(frame()).resolves.toMatchObject({ closed: [], patient: { name: 'Anna Stone', given: 'Anna' }, practice: { name: 'Alder Dental', phone: '555-0100' } })
  expect(await answers()).toEqual(open)
})

test('with documents closed, the frame says so, and the rest goes on', async () => {
  await close('documents')
  await expect(frame()).resolves.toMatchObject({ closed: ['documents'], patient: { name: 'Anna Stone' }, practice: { phone: '555-0100' } })
  expect(await answers()).toEqual({ ...open, list: 'closed', page: 'closed', link: 'closed' })
})

test('with the portal closed, the frame says whom to call and nothing of the patient', async () => {
  await close('portal')
  const told = await frame()
  expect(told).toMatchObject({ closed: ['portal'], patient: null, practice: { name: 'Alder Dental', phone: '555-0100' } })
  expect(JSON.stringify(told)).not.toMatch(/Stone|mail\.example/)
  expect(await answers()).toEqual({ visits: 'closed', looks: 'closed', list: 'closed', page: 'closed', link: 'closed' })
})

test('changes closed are the office’s matter: the portal is as it was', async () => {
  await close('writes')
  expect((await frame()).patient).toMatchObject({ name: 'Anna Stone' })
  expect(await answers()).toEqual(open)
})

test('another practice’s portal goes on', async () => {
  await close('portal')
  await expect(o.act(portalFrame, { portal: o.hats.berta }, {}, await o.browser(o.people.berta))).resolves.toMatchObject({ closed: [], patient: { name: 'Berta Stone' } })
})
