import { beforeAll, describe, expect, test } from 'vitest'
import { releaseDocument, reviewDocument } from '@/lib/documents/commands'
import { beginCorrection, completeArrival } from '@/lib/documents/arrival'
import { keptDocument } from '@/lib/documents/queries'
import { tellCorrected } from '@/lib/jobs/corrected'
import { showMyDocument } from '@/lib/portal/queries'
import { smallPdf } from '../../factories/small-pdf'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './files'

let o: Office
beforeAll(async () => {
  o = await office()
})

const release = (document: string) => o.act(releaseDocument, o.here, { document }, o.browsers.desk)
const kept = (document: string) => o.act(keptDocument, o.here, { document }, o.browsers.desk)

test('a correction is a version of its own: the new one is current, the old one stays, marked, for staff', async () => {
  const [first, second] = [smallPdf('the wrong page'), smallPdf('the right page')]
  const document = await o.filed(o.patients.anna, first)
  expect((await o.correct(document, second, { note: 'The first scan missed a page.' })).status).toBe(201)
  expect((await o.asStaff(document)).bytes.equals(second)).toBe(true)
  expect((await o.asStaff(document, 1)).bytes.equals(first)).toBe(true)
  expect((await o.asStaff(document, 2)).bytes.equals(second)).toBe(true)
  expect((await o.asStaff(document, 3)).status).toBe(404)
  const { versions } = await kept(document)
  expect(versions).toMatchObject([
    { version: 2, current: true, by: 'Dana Desk', why: 'page two was missing', note: 'The first scan missed a page.', replaced: null },
    { version: 1, current: false, why: null, replaced: { by: 'Dana Desk', why: 'page two was missing' } },
  ])
})

test('of what is released is brought in by those who release: it is seen from the moment it is here', async () => {
  const document = await o.filed()
  const begin = (who: 'billing' | 'desk') => answerOf(o.act(beginCorrection, o.here, { document, fileName: 'x.pdf', why: 'a page was missing' }, o.browsers[who]))
  expect(await begin('billing'), 'not released, and nobody’s to see').toBe('allowed')
  await release(document)
  expect(await begin('billing')).toBe('forbidden')
  expect(await begin('desk')).toBe('allowed')
})

test('a reason is asked for, and a document that is there', async () => {
  const document = await o.filed()
  expect((await o.correct(document, undefined, { why: ' ' })).status).toBe(422)
  expect((await o.correct('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await o.correct(o.documents.bertaReleased.id)).status).toBe(404)
  expect(await o.versions(document)).toHaveLength(1)
  expect((await o.correct(document)).status).toBe(201)
})

test('what is refused on its way in leaves the current version as it is', async () => {
  const document = await o.filed()
  expect((await o.correct(document, Buffer.from('no pdf at all'))).status).toBe(415)
  expect(await o.versions(document)).toMatchObject([{ version: 1, state: 'ready' }, { version: 2, state: 'rejected' }])
  expect((await o.asStaff(document)).status).toBe(200)
  expect((await o.asStaff(document, 2)).status).toBe(404)
})

describe('for the patient', () => {
  test('the release goes on with the corrected version, the old one is out of reach at once, and the page says so', async () => {
    const [first, second] = [smallPdf('wrong'), smallPdf('right')]
    const document = await o.filed(o.patients.anna, first)
    await release(document)
    const { location } = await o.link(o.browsers.anna, o.hats.anna, document)
    expect((await o.use(o.browsers.anna, location)).bytes.equals(first), 'the control: the link opens').toBe(true)
    const staffs = await o.link(o.browsers.desk, o.members.desk, document)

    await o.correct(document, second, { note: 'A page was missing.' })
    expect((await o.use(o.browsers.anna, location)).status, 'the lease of the old version').toBe(404)
    expect((await o.use(o.browsers.desk, staffs.location)).bytes.equals(first), 'staff may').toBe(true)
    expect((await o.asAnna(document)).bytes.equals(second)).toBe(true)
    expect((await o.asAnna(document, 2)).bytes.equals(second)).toBe(true)
    expect((await o.asAnna(document, 1)).status).toBe(404)
    expect((await o.asAnna(document, 7)).status).toBe(404)
    const { document: shown } = await o.act(showMyDocument, { portal: o.hats.anna }, { document }, o.browsers.anna)
    expect(shown).toMatchObject({ corrected: { note: 'A page was missing.' }, damaged: false })
  })

  test('everybody for whom it is released is written to, once', async () => {
    const document = await o.filed()
    await release(document)
    const before = { anna: (await o.letters('anna@alder.example')).length, parent: (await o.letters('parent@alder.example')).length }
    await o.correct(document)
    await tellCorrected(o.a.id, document)
    await tellCorrected(o.a.id, document)
    for (const [who, count] of Object.entries(before)) {
      const letters = (await o.letters(`${who}@alder.example`)).slice(count)
      expect(letters.map(({ kind }) => kind)).toEqual(['document_corrected'])
      expect(letters[0]?.text).not.toContain('paper')
    }
    expect(await o.letters('formerParent@alder.example')).toEqual([])
    expect(await o.sql(`select 1 from audit_event where document_id = $1 and operation = 'documents.corrected'`, [document])).toHaveLength(1)
  })

  test('of what is not released nobody is told', async () => {
    const document = await o.filed()
    const before = (await o.sql('select 1 from platform.outbox')).length
    await o.correct(document)
    await tellCorrected(o.a.id, document)
    expect((await o.sql('select 1 from platform.outbox')).length).toBe(before)
  })
})

test('a dentist reviews the new file too', async () => {
  const document = await o.filed()
  await o.act(reviewDocument, o.here, { document }, o.browsers.owner)
  const reviewed = () => o.sql<{ reviewed: boolean }>('select reviewed_at is not null as reviewed from document where id = $1', [document])
  expect(await reviewed()).toEqual([{ reviewed: true }])
  await o.correct(document)
  expect(await reviewed()).toEqual([{ reviewed: false }])
})

describe('two corrections at the same time', () => {
  const begin = (document: string, why: string) => o.act(beginCorrection, o.here, { document, why }, o.browsers.desk)
  const finish = (document: string, version: number) => o.act(completeArrival, o.here, {
    document, version, contentType: 'application/pdf', byteSize: 9, sha256: Buffer.alloc(32), commitment: Buffer.alloc(32), width: null, height: null,
  }, o.browsers.desk)
  const current = async (document: string) => (await o.sql<{ at: number }>('select current_version as at from document where id = $1', [document]))[0]?.at

  test('get numbers of their own, and the later one is the last word, whichever arrives first', async () => {
    for (const order of [[2, 3], [3, 2]] as const) {
      const document = await o.filed()
      const begun = await Promise.all([begin(document, 'one'), begin(document, 'two')])
      expect(begun.map(({ of }) => of.version).toSorted((a, b) => a - b)).toEqual([2, 3])
      expect(await current(document), 'neither is here yet').toBe(1)
      for (const version of order) await finish(document, version)
      expect(await current(document)).toBe(3)
      expect((await kept(document)).versions.map(({ version }) => version)).toEqual([3, 2, 1])
    }
  })

  test('whole ones through the door, eight at once: every one is kept, and one is current', async () => {
    const document = await o.filed()
    const sent = await Promise.all(Array.from({ length: 8 }, (_, at) => o.correct(document, smallPdf(`correction ${at}`))))
    expect(sent.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect((await o.versions(document)).map(({ version, state }) => `${version} ${state}`)).toEqual(Array.from({ length: 9 }, (_, at) => `${at + 1} ready`))
    expect(await current(document)).toBe(9)
  })

  test('one that is finished twice is finished once', async () => {
    const document = await o.filed()
    await begin(document, 'one')
    const answers = await Promise.all([answerOf(finish(document, 2)), answerOf(finish(document, 2))])
    expect(answers.toSorted()).toEqual(['allowed', 'not_found'])
  })
})

test('staff who may not bring documents in may not correct one', async () => {
  const document = await o.filed()
  const officer = await o.put('membership', { practice_id: o.a.id, person_id: o.people.nobody, display_name: 'Petra' })
  await o.put('membership_role', { practice_id: o.a.id, membership_id: officer, role: 'privacy_officer' })
  const jar = await o.browser(o.people.nobody)
  expect((await o.send({ document, why: 'x' }, undefined, jar)).status).toBe(403)
  expect((await o.opens(jar, officer, document)).status, 'but she may look').toBe(200)
})
