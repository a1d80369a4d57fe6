import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { fileDocument } from '@/lib/documents/commands'
import { listToFile, showDocument } from '@/lib/documents/queries'
import { discardUnfiled, moveUnfiled, returnToSender } from '@/lib/documents/to-file'
import { openVersion } from '@/lib/jobs/stored'
import { listMyDocuments } from '@/lib/portal/queries'
import { listSent, takeBack } from '@/lib/portal/send'
import { smallPdf } from '../../factories/small-pdf'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'
import { sender, stream } from './parts'

let o: Office
let anna: ReturnType<typeof sender>
let mine: { portal: string }
beforeAll(async () => {
  o = await office()
  anna = sender('s', o.hats.anna, (await o.session(o.people.anna, { assurance: 1 })).token)
  mine = { portal: o.hats.anna }
})

const photo = (orientation = 1) => sharp({ create: { width: 400, height: 250, channels: 3, background: { r: 20, g: 120, b: 200 } } })
  .withExif({ IFD0: { Copyright: 'a camera’s word' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '35/1 2/1 3/1' } }).withMetadata({ orientation }).jpeg().toBuffer()
const bytesOf = async (document: string) => {
  const file = await openVersion(o.a.id, document, 1)
  if (!file) throw new Error('no file')
  const parts: Uint8Array[] = []
  for await (const part of file.plain()) parts.push(part)
  await file.close()
  return Buffer.concat(parts)
}
/** Something of Anna's that has arrived. */
async function sent(as = 'paper', note = '', by = anna) {
  const bytes = smallPdf(`sent ${Math.random()}`)
  const { body } = await by.begin({ as, note, fileName: 'letter.pdf', type: 'application/pdf', size: bytes.length })
  expect((await by.patch(body.document ?? '', 0, bytes)).body.next).toBeDefined()
  return body.document ?? ''
}
const waiting = async () => (await o.act(listToFile, o.here, {}, o.browsers.desk)).map(({ id }) => id)
const hers = async (jar = o.browsers.anna, portal = mine) => o.act(listSent, portal, {}, jar)

test('what a patient sends is hers to see at once, and stands in the practice’s inbox with what she said of it', async () => {
  const id = await sent('paper', 'From my old dentist')
  expect((await hers()).find((item) => item.id === id)).toMatchObject({ as: 'paper', note: 'From my old dentist', state: 'waiting', word: null })
  const row = (await o.act(listToFile, o.here, {}, o.browsers.desk)).find((item) => item.id === id)
  expect(row).toMatchObject({ sent: { as: 'paper', note: 'From my old dentist', relation: 'self' }, patient: { id: o.patients.anna } })
  expect(await o.sql(`select operation, actor_kind from audit_event where document_id = $1 and operation like 'portal.send.%' order by at, id`, [id])).toEqual([
    { operation: 'portal.send.begin', actor_kind: 'patient' }, { operation: 'portal.send.complete', actor_kind: 'patient' },
  ])
  // Filed, it leaves the inbox and the list of what waits, and stays hers without a release.
  await o.act(fileDocument, o.here, { document: id, category: 'referral', title: 'From the old dentist', takenOn: '2026-01-02' }, o.browsers.desk)
  expect(await waiting()).not.toContain(id)
  expect((await hers()).map((item) => item.id)).not.toContain(id)
  expect((await o.act(listMyDocuments, mine, {}, o.browsers.anna)).items.map((item) => item.id)).toContain(id)
  expect(await answerOf(o.act(takeBack, mine, { document: id }, o.browsers.anna))).toBe('not_found')
})

test('an insurance card is one document of two pages, in parts and by a plain form, and keeps no word of the camera', async () => {
  const [front, back] = [await photo(6), await photo()]
  const both = Buffer.concat([front, back])
  const { body } = await anna.begin({ as: 'insurance_card', note: '', fileName: 'Insurance card', type: null, size: both.length, frontSize: front.length })
  const id = body.document ?? ''
  // Broken off in the middle of the front.
  await anna.patch(id, 0, stream(both, { breakAt: 500, piece: 100 }))
  expect((await anna.patch(id, 500, both.subarray(500))).status).toBe(200)
  const form = new FormData()
  form.set('as', 'insurance_card')
  form.set('note', 'by form')
  form.set('front', new Blob([new Uint8Array(front)], { type: 'image/jpeg' }), 'front.jpg')
  form.set('back', new Blob([new Uint8Array(back)], { type: 'image/jpeg' }), 'back.jpg')
  expect((await anna.form(form)).headers.get('location')).toBe(`/portal/${o.hats.anna}/documents?sent=1`)
  const byForm = (await hers()).find(({ note }) => note === 'by form')?.id ?? ''
  for (const document of [id, byForm]) {
    const pdf = (await bytesOf(document)).toString('latin1')
    expect(pdf).toContain('/Count 2')
    expect(pdf).toContain('/Rotate 90 ')
    expect(pdf).not.toMatch(/Exif|camera/)
    expect(await o.sql(`select content_type as type, state from document_version where document_id = $1`, [document])).toEqual([{ type: 'application/pdf', state: 'ready' }])
  }
  // A front that is longer than all, and a picture that is none.
  expect((await anna.begin({ as: 'insurance_card', fileName: 'x', size: 10, frontSize: 11 })).status).toBe(422)
  expect((await anna.begin({ as: 'paper', fileName: 'x', size: 10, frontSize: 5 })).status).toBe(422)
  const bad = await anna.begin({ as: 'insurance_card', fileName: 'x', size: 100, frontSize: 50 })
  expect(await anna.patch(bad.body.document ?? '', 0, Buffer.alloc(100, 'x'))).toMatchObject({ status: 415, body: { why: 'card_picture' } })
})

test('a photograph loses the place where it was taken', async () => {
  const picture = await photo()
  expect(picture.includes('Exif')).toBe(true)
  const { body } = await anna.begin({ as: 'photo', note: '', fileName: 'hurts.jpg', type: 'image/jpeg', size: picture.length })
  expect((await anna.patch(body.document ?? '', 0, picture)).status).toBe(200)
  expect((await bytesOf(body.document ?? '')).includes('camera')).toBe(false)
})

test('a form of several files takes the good ones and says why another was not', async () => {
  const form = new FormData()
  form.set('as', 'paper')
  form.set('note', 'several')
  form.append('file', new Blob([]), '')
  for (const [name, bytes] of [['a.pdf', smallPdf('a')], ['b.pdf', Buffer.from('no pdf at all, no')], ['c.pdf', smallPdf('c')]] as const)
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name)
  const location = (await anna.form(form)).headers.get('location') ?? ''
  expect(location).toMatch(/\/send\?why=(unknown_type|type_differs)&sent=2$/)
  expect((await hers()).filter(({ note }) => note === 'several').map(({ fileName }) => fileName).sort()).toEqual(['a.pdf', 'c.pdf'])
})

test('while nobody has filed it she takes it back, and it is out of every list', async () => {
  const id = await sent()
  expect(await answerOf(o.act(takeBack, { portal: o.hats.parent }, { document: id }, o.browsers.parent))).toBe('not_found')
  expect(await answerOf(o.act(takeBack, mine, { document: id }, o.browsers.anna))).toBe('allowed')
  expect(await waiting()).not.toContain(id)
  expect((await hers()).map((item) => item.id)).not.toContain(id)
  expect(await answerOf(o.act(fileDocument, o.here, { document: id, category: 'letter', title: 'x', takenOn: '2026-01-02' }, o.browsers.desk))).toBe('not_found')
})

test('the office gives it back with a word, which its sender reads and the other parent does not', async () => {
  const id = await sent('identification')
  expect(await answerOf(o.act(returnToSender, o.here, { document: id, word: '' }, o.browsers.desk))).toBe('invalid')
  await o.act(returnToSender, o.here, { document: id, word: 'It is blurred.' }, o.browsers.desk)
  expect(await waiting()).not.toContain(id)
  expect((await hers()).find((item) => item.id === id)).toMatchObject({ state: 'returned', word: 'It is blurred.' })
  expect((await hers(o.browsers.parent, { portal: o.hats.parent })).map((item) => item.id)).not.toContain(id)
  expect(await answerOf(o.act(fileDocument, o.here, { document: id, category: 'letter', title: 'x', takenOn: '2026-01-02' }, o.browsers.desk))).toBe('not_found')
  expect((await o.act(showDocument, o.here, { document: id }, o.browsers.desk)).returned).toMatchObject({ word: 'It is blurred.' })
  // What the office brought in goes back to nobody.
  expect(await answerOf(o.act(returnToSender, o.here, { document: await o.paper(o.patients.anna, false), word: 'x' }, o.browsers.desk))).toBe('conflict')
})

test('what came in for the wrong chart is put to another before it is filed; what a patient sent is not', async () => {
  const id = await o.paper(o.patients.anna, false)
  await o.act(moveUnfiled, o.here, { document: id, patient: o.patients.ben }, o.browsers.desk)
  expect((await o.act(showDocument, o.here, { document: id }, o.browsers.desk)).patient?.id).toBe(o.patients.ben)
  expect(await answerOf(o.act(moveUnfiled, o.here, { document: id, patient: o.patients.berta }, o.browsers.desk))).toBe('not_found')
  expect(await answerOf(o.act(moveUnfiled, o.here, { document: await o.paper(o.patients.anna), patient: o.patients.ben }, o.browsers.desk)), 'filed').toBe('not_found')
  expect(await answerOf(o.act(moveUnfiled, o.here, { document: await sent(), patient: o.patients.ben }, o.browsers.desk))).toBe('conflict')
  // Brought in for nobody yet, it is filed only once it is somebody's.
  const desk = sender('u', o.a.id, (await o.session(o.people.desk)).token)
  const bytes = smallPdf('nobody’s')
  const { body } = await desk.begin({ patient: null, fileName: 'found.pdf', type: 'application/pdf', size: bytes.length })
  await desk.patch(body.document ?? '', 0, bytes)
  const filing = { document: body.document ?? '', category: 'letter' as const, title: 'Found', takenOn: '2026-01-02' }
  expect(await answerOf(o.act(fileDocument, o.here, filing, o.browsers.desk))).toBe('conflict')
  await o.act(moveUnfiled, o.here, { document: filing.document, patient: o.patients.ben }, o.browsers.desk)
  expect(await answerOf(o.act(fileDocument, o.here, filing, o.browsers.desk))).toBe('allowed')
})

test('what does not belong here is discarded with a reason', async () => {
  const id = await o.paper(o.patients.anna, false)
  expect(await answerOf(o.act(discardUnfiled, o.here, { document: id, why: ' ' }, o.browsers.desk))).toBe('invalid')
  await o.act(discardUnfiled, o.here, { document: id, why: 'An advertisement' }, o.browsers.desk)
  expect(await waiting()).not.toContain(id)
  expect(await answerOf(o.act(showDocument, o.here, { document: id }, o.browsers.desk))).toBe('not_found')
  expect(await o.sql(`select deleted_why as why, deleted_by_name as by from document where id = $1`, [id])).toEqual([{ why: 'An advertisement', by: 'Dana Desk' }])
})

test('a hat cannot bury an office: forty things wait, then no more until something is filed or taken back', async () => {
  const ben = sender('s', o.hats.ben, (await o.session(o.people.ben, { assurance: 1 })).token)
  const begun = []
  for (let at = 0; at < 40; at++) begun.push((await ben.begin({ as: 'paper', fileName: 'x.pdf', size: 10 })).status)
  expect(begun.every((status) => status === 201)).toBe(true)
  expect(await ben.begin({ as: 'paper', fileName: 'x.pdf', size: 10 })).toMatchObject({ status: 429, body: { why: 'too_many' } })
  expect((await anna.begin({ as: 'paper', fileName: 'x.pdf', size: 10 })).status).toBe(201)
})
