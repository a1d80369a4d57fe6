import { beforeAll, describe, expect, test } from 'vitest'
import { performEither } from '@/lib/access/perform'
import { sessionCookie } from '@/lib/auth/cookies'
import { fileDocument, releaseDocument } from '@/lib/documents/commands'
import { linkForPatient } from '@/lib/documents/links'
import { showDocument } from '@/lib/documents/queries'
import { redeemAsPatient, redeemAsStaff } from '@/lib/documents/redeem'
import { redeemSheetAsPatient, sheetForPatient } from '@/lib/documents/sheet'
import { makePicturesOf } from '@/lib/jobs/pictures'
import { discardUnfiled } from '@/lib/documents/to-file'
import { readHistory } from '@/lib/history/queries'
import { listLooks, listMyDocuments, showMyDocument } from '@/lib/portal/queries'
import { closeCase, noteCase, putRight } from '@/lib/privacy/commands'
import { countCases, listCases, showCase, stoodWrong } from '@/lib/privacy/queries'
import { parseLink, type SignedLink } from '@/lib/vault/link'
import { parseSheetLink } from '@/lib/vault/sheet-link'
import { connect } from '../../setup/database'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'

let o: Office
let desk: Awaited<ReturnType<Office['browser']>>
let ben: Awaited<ReturnType<Office['browser']>>
beforeAll(async () => {
  o = await office()
  desk = await o.browser(o.people.desk, { steppedUp: true })
  ben = await o.browser(o.people.ben)
})

const release = (document: string, more: object = {}) => o.act(releaseDocument, o.here, { document, ...more }, o.browsers.desk)
const wrong = (document: string, more: object = {}) => o.act(putRight, o.here, { document, why: 'scanned into the open chart', ...more }, desk)
const where = async (document: string) => (await o.sql<{ patient: string | null; filed: boolean; reviewed: boolean }>(
  'select patient_id as patient, filed_at is not null as filed, reviewed_at is not null as reviewed from document where id = $1', [document]))[0]
const annaSees = async (document: string) => (await o.act(listMyDocuments, { portal: o.hats.anna }, {}, o.browsers.anna)).items.some(({ id }) => id === document)
const benSees = async (document: string) => (await o.act(listMyDocuments, { portal: o.hats.ben }, {}, ben)).items.some(({ id }) => id === document)

async function linkOf(document: string): Promise<SignedLink> {
  const { address } = await o.act(linkForPatient, { portal: o.hats.anna }, { document }, o.browsers.anna)
  const parsed = parseLink(address)
  if (parsed.outcome !== 'parsed') throw new Error('no link')
  return parsed.link
}
const use = (link: SignedLink) => answerOf(performEither({ staff: redeemAsStaff, patient: redeemAsPatient },
  { token: o.browsers.anna.get(sessionCookie().name) ?? null, requestId: crypto.randomUUID(), act: false }, { hat: o.hats.anna }, { link }))

/** A list's previews, with this document among them. */
async function previewAsParent(document: string): Promise<void> {
  await makePicturesOf(o.a.id, document)
  const { address } = await o.act(sheetForPatient, { portal: o.hats.parent }, { documents: [document] }, o.browsers.parent)
  const link = parseSheetLink(address)
  if (!link) throw new Error('no link')
  expect((await o.act(redeemSheetAsPatient, { portal: o.hats.parent }, { link }, o.browsers.parent)).previews.filter(Boolean)).toHaveLength(1)
}

describe('a document in the wrong record', () => {
  test('leaves it in one step: releases end, links and leases die, it waits in the right chart, a case says who opened it', async () => {
    const document = o.documents.annaReleased.id
    const [opened, unused] = [await linkOf(document), await linkOf(document)]
    expect(await use(opened)).toBe('allowed')
    await o.act(showMyDocument, { portal: o.hats.parent }, { document }, o.browsers.parent)
    await previewAsParent(document)
    expect([await annaSees(document), await benSees(document)]).toEqual([true, false])

    expect(await answerOf(o.act(putRight, o.here, { document, why: 'x' }, o.browsers.desk)), 'without the confirmation').toBe('step_up')
    const { case: id } = await wrong(document, { right: o.patients.ben, chart: 'A-1' })
    expect(await use(opened), 'its lease lives, and opens nothing').toBe('not_found')
    expect(await use(unused), 'a link of this minute').toBe('not_found')
    expect(await where(document)).toEqual({ patient: o.patients.ben, filed: false, reviewed: false })
    expect([await annaSees(document), await benSees(document)], 'and nobody sees it').toEqual([false, false])
    expect(await o.releases(document)).toMatchObject([{ live: false, why: 'it stood in the wrong record' }])

    // The page says so to whoever may see the document.
    const told = await o.act(stoodWrong, o.here, { document }, o.browsers.billing)
    expect(told.stood).toMatchObject([{ patient: { name: 'Anna Stone' }, shown: true, exposure: { opened: [{ name: 'self hat', relation: 'self' }], saw: [{ name: 'parent hat', relation: 'parent' }], previewed: [{ name: 'parent hat', relation: 'parent' }] } }])
    expect(told.can).toEqual({ putRight: false, cases: false })

    // The case is for those who answer for it.
    expect(await o.act(countCases, o.here, {}, o.browsers.owner)).toEqual({ open: 1 })
    expect((await o.act(listCases, o.here, {}, o.browsers.owner)).items).toMatchObject([{ id, readers: 1, patient: { name: 'Anna Stone' }, closedAt: null }])
    expect(await answerOf(o.act(showCase, o.here, { case: id }, desk))).toBe('forbidden')
    await o.act(noteCase, o.here, { case: id, text: 'Called Anna.' }, o.browsers.owner)
    await o.act(closeCase, o.here, { case: id, finding: 'One X-ray, opened once.', done: 'Told Anna and Ben.' }, o.browsers.owner)
    const read = await o.act(showCase, o.here, { case: id }, o.browsers.owner)
    expect(read.notes.map(({ kind, text }) => [kind, text])).toEqual([['note', 'Called Anna.'], ['finding', 'One X-ray, opened once.'], ['done', 'Told Anna and Ben.']])
    expect(read).toMatchObject({ right: { name: 'Ben Stone' }, closedBy: 'Dr. Olive Owner', why: 'scanned into the open chart' })
    expect(await answerOf(o.act(noteCase, o.here, { case: id, text: 'later' }, o.browsers.owner)), 'closed is closed').toBe('conflict')

    // History tells of it in both records; the wrong portal keeps its line without a title.
    for (const [patient, words] of [[o.patients.anna, 'out'], [o.patients.ben, 'in']] as const) {
      const { events } = await o.act(readHistory, o.here, { patient }, o.browsers.owner)
      expect(events.filter(({ operation }) => operation === 'documents.wrong_patient').map(({ detail }) => detail['moved'])).toEqual([words])
    }
    const { looks } = await o.act(listLooks, { portal: o.hats.anna }, {}, o.browsers.anna)
    expect(looks.some(({ what, mine }) => what === 'opened_document' && mine), 'the line stays').toBe(true)
    expect(looks.filter((look) => look.document?.id === document)).toEqual([])
    expect(JSON.stringify(looks)).not.toMatch(/Ben|anna-released/)
    expect(await answerOf(o.act(showMyDocument, { portal: o.hats.anna }, { document }, o.browsers.anna))).toBe('not_found')
  })

  test('takes a legal hold on the record along, and is done away with only by those who may delete', async () => {
    const document = await o.paper(o.patients.anna)
    await o.put('legal_hold', { practice_id: o.a.id, patient_id: o.patients.anna, why: 'A case', placed_by: o.members.owner, placed_by_name: 'Olive' })
    await wrong(document)
    expect(await o.sql('select why, placed_by_name from legal_hold where document_id = $1 and until_at is null', [document])).toEqual([{ why: 'A case', placed_by_name: 'Olive' }])
    const discard = (jar: Parameters<Office['act']>[3]) => answerOf(o.act(discardUnfiled, o.here, { document, why: 'x' }, jar))
    expect(await discard(o.browsers.desk)).toBe('forbidden')
    expect(await discard(o.browsers.owner)).toBe('allowed')
    const never = await o.paper(o.patients.ben, false)
    expect(await answerOf(o.act(discardUnfiled, o.here, { document: never, why: 'x' }, o.browsers.desk)), 'what never stood in a record').toBe('allowed')
    await o.sql(`update legal_hold set until_at = now(), ended_why = 'over' where practice_id = $1`, [o.a.id])
  })

  test('whose owner nobody knows goes to nobody’s; one that nobody opened is said to be so', async () => {
    const document = await o.paper(o.patients.anna)
    await wrong(document)
    expect(await where(document)).toEqual({ patient: null, filed: false, reviewed: false })
    const { stood } = await o.act(stoodWrong, o.here, { document }, o.browsers.desk)
    expect(stood).toMatchObject([{ shown: false, exposure: { opened: [], saw: [], previewed: [] } }])
    expect(await answerOf(wrong(document)), 'it stands in nobody’s record').toBe('conflict')
  })

  test('is asked whose it is by name, and nothing is done before one is chosen', async () => {
    const document = await o.paper(o.patients.anna)
    await o.put('patient_key', { practice_id: o.a.id, key: 'n:ben', patient_id: o.patients.ben })
    await expect(wrong(document, { named: 'ben' })).rejects.toMatchObject({ code: 'conflict', shows: { matches: [{ id: o.patients.ben, chartNumber: 'A-2' }] } })
    await expect(wrong(document, { named: 'nobody of that name' })).rejects.toMatchObject({ code: 'conflict', shows: { matches: [] } })
    expect(await where(document)).toMatchObject({ patient: o.patients.anna, filed: true })
    expect(await answerOf(wrong(document, { right: o.patients.anna })), 'where it stands already').toBe('invalid')
    expect(await answerOf(wrong(document, { right: o.patients.berta })), 'of another practice').toBe('not_found')
    await wrong(document, { named: 'ben', right: o.patients.ben })
    expect(await where(document)).toMatchObject({ patient: o.patients.ben })
  })

  test('is put back by the same command, and each record’s readers are counted for their own time', async () => {
    const document = o.documents.annaHeld.id
    await release(document)
    expect(await use(await linkOf(document))).toBe('allowed')
    await wrong(document, { right: o.patients.ben })
    await o.act(fileDocument, o.here, { document, category: 'letter', title: 'Moved by mistake', takenOn: '2026-03-04' }, o.browsers.desk)
    await release(document)
    expect([await annaSees(document), await benSees(document)]).toEqual([false, true])
    await wrong(document, { right: o.patients.anna, why: 'it was hers after all' })
    await o.act(fileDocument, o.here, { document, category: 'letter', title: 'Back', takenOn: '2026-03-04' }, o.browsers.desk)
    await release(document)
    expect(await use(await linkOf(document))).toBe('allowed')
    expect([await annaSees(document), await benSees(document)]).toEqual([true, false])
    const { stood } = await o.act(stoodWrong, o.here, { document }, o.browsers.desk)
    expect(stood.map(({ patient, exposure }) => [patient.name, exposure.opened.length]), 'her opening after it came back is no exposure').toEqual([['Ben Stone', 0], ['Anna Stone', 1]])
    const page = await o.act(showDocument, o.here, { document }, o.browsers.desk)
    expect(page.releases.length, 'releases to somebody else are not shown as hers').toBe(2)
  })

  test('that a patient sent is out of her sight there, and hers again once it is back', async () => {
    const document = await o.paper(o.patients.anna)
    await o.sql('update document set uploaded_by = $2, uploaded_by_patient = true where id = $1', [document, o.hats.anna])
    expect(await annaSees(document)).toBe(true)
    await wrong(document, { right: o.patients.ben })
    await o.act(fileDocument, o.here, { document, category: 'letter', title: 'Sent', takenOn: '2026-03-04' }, o.browsers.desk)
    expect([await annaSees(document), await benSees(document)]).toEqual([false, false])
    expect((await o.act(stoodWrong, o.here, { document }, o.browsers.desk)).stood).toMatchObject([{ shown: true }])
    await wrong(document, { right: o.patients.anna })
    await o.act(fileDocument, o.here, { document, category: 'letter', title: 'Sent', takenOn: '2026-03-04' }, o.browsers.desk)
    expect([await annaSees(document), await benSees(document)]).toEqual([true, false])
  })

  test('leaves it while writing is closed', async () => {
    const document = await o.paper(o.patients.anna)
    const id = await o.put('switch', { practice_id: o.a.id, function: 'writes', closed_by: o.members.owner, closed_by_name: 'x', why: 'x' })
    expect(await answerOf(release(document)), 'the control').toBe('closed')
    await expect(wrong(document)).resolves.toBeDefined()
    await o.sql('update switch set until_at = now() where id = $1', [id])
  })
})

describe('at once with', () => {
  const waiting = async (count: number) => expect.poll(async () => (await o.sql(
    `select 1 from pg_stat_activity where datname = current_database() and usename = 'enamel_runtime' and wait_event_type = 'Lock'`)).length).toBe(count)
  /** Both are under way and wait for the document, in the order in which they came. */
  async function inOrder(document: string, first: () => Promise<string>, second: () => Promise<string>) {
    const holder = await connect(o.database.superuserUrl)
    try {
      await holder.query('begin')
      await holder.query('select 1 from document where id = $1 for update', [document])
      const one = first()
      await waiting(1)
      const two = second()
      await waiting(2)
      await holder.query('commit')
      return [await one, await two]
    } finally {
      await holder.end()
    }
  }

  test.for(['release first', 'wrong patient first'])('a release: %s, and nobody but the right patient ever sees it', async (order) => {
    const document = await o.paper(o.patients.anna)
    const letting = () => answerOf(release(document, { chart: 'A-1' }))
    const moving = () => answerOf(wrong(document, { right: o.patients.ben }))
    const answers = await (order === 'release first' ? inOrder(document, letting, moving) : inOrder(document, moving, letting))
    expect(answers).toEqual(order === 'release first' ? ['allowed', 'allowed'] : ['allowed', 'conflict'])
    expect(await o.live(document)).toBe(0)
    expect(await where(document)).toMatchObject({ patient: o.patients.ben, filed: false })
    expect([await annaSees(document), await benSees(document)]).toEqual([false, false])
  })

  test.for(['filing first', 'wrong patient first'])('filing: %s, and it is filed in no chart that its page did not show', async (order) => {
    await o.rule('on_filing')
    const document = await o.paper(o.patients.anna, false)
    const filing = () => answerOf(o.act(fileDocument, o.here, { document, category: 'letter', title: 'A letter', takenOn: '2026-03-04', chart: 'A-1' }, o.browsers.billing))
    const moving = () => answerOf(wrong(document, { right: o.patients.ben }))
    const answers = await (order === 'filing first' ? inOrder(document, filing, moving) : inOrder(document, moving, filing))
    expect(answers).toEqual(order === 'filing first' ? ['allowed', 'allowed'] : ['allowed', 'conflict'])
    expect(await o.live(document)).toBe(0)
    expect(await where(document)).toMatchObject({ patient: o.patients.ben, filed: false })
    await o.rule('never')
  })

  test('itself: it is moved once', async () => {
    const document = await o.paper(o.patients.anna)
    const answers = await inOrder(document, () => answerOf(wrong(document, { right: o.patients.ben, chart: 'A-1' })), () => answerOf(wrong(document, { right: o.patients.ben, chart: 'A-1' })))
    expect(answers).toEqual(['allowed', 'conflict'])
    expect(await o.sql('select 1 from privacy_case where document_id = $1', [document])).toHaveLength(1)
  })
})
