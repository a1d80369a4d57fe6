import { beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/access/errors'
import { fileDocument, readdressDocument, releaseDocument, reviewDocument } from '@/lib/documents/commands'
import { listDocuments, showDocument } from '@/lib/documents/queries'
import type { SecondLook } from '@/lib/documents/schema'
import { patientKeys } from '@/lib/patients/rules'
import { openLetter } from '@/lib/platform/letter'
import { listMyDocuments } from '@/lib/portal/queries'
import { leaveHeld, releaseTogether } from '@/lib/releases/commands'
import { chooseReleases, leftByVisits, unopened } from '@/lib/releases/queries'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'

let o: Office
let sure: Awaited<ReturnType<Office['browser']>>
beforeAll(async () => {
  o = await office()
  sure = await o.browser(o.people.desk, { steppedUp: true })
})

let charts = 0
/** A patient of the register, found as the register finds. */
async function patient(givenName: string, familyName: string, birthDate: string) {
  const chartNumber = `F-${++charts}`
  const id = await o.put('patient', { practice_id: o.a.id, chart_number: chartNumber, given_name: givenName, family_name: familyName, birth_date: birthDate, sort_key: `${familyName} ${givenName}`.toLowerCase() })
  for (const key of patientKeys({ givenName, familyName, birthDate, chartNumber })) await o.put('patient_key', { practice_id: o.a.id, key, patient_id: id })
  return { id, chartNumber }
}
const says = (document: string, found: object) => o.sql('update document_version set found = $2 where document_id = $1', [document, found])

const filing = (document: string, more: object = {}) => o.act(fileDocument, o.here, { document, category: 'letter', title: 'A letter', takenOn: '2026-03-04', ...more }, o.browsers.billing)
const releasing = (document: string, more: object = {}) => o.act(releaseDocument, o.here, { document, ...more }, o.browsers.desk)
/** The second look that an attempt asks for. @throws whatever else it met, or that it met nothing */
async function lookOf(attempt: Promise<unknown>): Promise<SecondLook> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof AppError && (error.shows as { look?: SecondLook } | undefined)?.look) return (error.shows as { look: SecondLook }).look
    throw error
  }
  return expect.fail('no second look was asked for')
}
const details = async (document: string, operation: string) =>
  (await o.sql<{ detail: { confirmed?: string } }>(`select detail from audit_event where document_id = $1 and operation = $2 and decision = 'allow' order by id`, [document, operation])).map(({ detail }) => detail.confirmed ?? null)
const filed = async (document: string) => (await o.sql<{ filed: boolean }>('select filed_at is not null as filed from document where id = $1', [document]))[0]?.filed

describe('a file that fits its chart', () => {
  test('is filed and released without a word', async () => {
    const { id } = await patient('Wilhelmina', 'Ansgard', '1961-02-03')
    const document = await o.paper(id, false)
    await says(document, { names: ['ANSGARD^WILHELMINA'], birthDates: ['1961-02-03'], ids: [] })
    await filing(document)
    await releasing(document)
    expect(await o.live(document)).toBe(1)
    expect(await details(document, 'documents.file')).toEqual([null])
  })
})

describe('a file that says it is somebody else’s', () => {
  test('is not filed before a person has looked twice, and the record says that she has', async () => {
    const { id } = await patient('Ottoline', 'Brackwater', '1961-02-03')
    const document = await o.paper(id, false)
    await says(document, { names: ['QUARTERMAIN^EZRA'], birthDates: ['1999-12-31'], ids: [] })
    const look = await lookOf(filing(document))
    expect(look).toMatchObject({ differs: ['name', 'birth'], alike: [], file: { names: ['QUARTERMAIN^EZRA'], birthDates: ['1999-12-31'] }, chart: { name: 'Ottoline Brackwater', birthDate: '1961-02-03' } })
    expect(await filed(document), 'nothing is filed').toBe(false)
    for (const guess of ['', 'yes', `${look.sure}x`, id]) await lookOf(filing(document, { sure: guess }))
    await filing(document, { sure: look.sure })
    expect(await filed(document)).toBe(true)
    expect(await details(document, 'documents.file')).toEqual(['name birth'])
    await expect(filing(document, { title: 'A better title' }), 'once filed, a title is no question of whose it is').resolves.toBeDefined()
  })

  test('is not released before a person has looked twice, whoever filed it', async () => {
    const document = await o.paper(o.patients.anna)
    await says(document, { names: ['Stone^Anna'], birthDates: ['1990-01-04'], ids: [] })
    const look = await lookOf(releasing(document))
    expect(look.differs).toEqual(['birth_swapped'])
    expect(await o.live(document)).toBe(0)
    await releasing(document, { sure: look.sure })
    expect(await o.live(document)).toBe(1)
    expect(await details(document, 'documents.release')).toEqual(['birth_swapped'])
  })

  test('is released by no rule, at filing or at review, without that', async () => {
    await o.rule('after_review')
    const document = await o.paper(o.patients.anna)
    await says(document, { names: ['Stone^Ben'], birthDates: [], ids: [] })
    const review = (more: object = {}) => o.act(reviewDocument, o.here, { document, ...more }, o.browsers.owner)
    const look = await lookOf(review())
    expect(await o.live(document)).toBe(0)
    await review({ sure: look.sure })
    expect(await o.live(document)).toBe(1)
    expect(await details(document, 'documents.review')).toEqual(['name'])
    await o.rule('never')
  })

  test('has not been looked through yet: a rule that would release it at once waits for a person', async () => {
    await o.rule('on_filing')
    const document = await o.paper(o.patients.anna, false)
    await o.sql(`update document_version set rendered = 'waiting' where document_id = $1`, [document])
    const look = await lookOf(filing(document))
    expect(look.differs).toEqual(['unread'])
    await o.sql(`update document_version set rendered = 'done' where document_id = $1`, [document])
    await expect(filing(document), 'and for nobody once it has').resolves.toMatchObject({ released: true })
    await o.rule('never')
  })

  test('carries the chart number of somebody else', async () => {
    const document = await o.paper(o.patients.anna)
    await says(document, { names: [], birthDates: [], ids: ['A-2'] })
    const look = await lookOf(releasing(document))
    expect(look).toMatchObject({ differs: ['number'], alike: [{ name: 'Ben Stone', chartNumber: 'A-2' }] })
    await says(document, { names: [], birthDates: [], ids: ['A-1', 'A-2'] })
    await expect(releasing(document), 'its own number beside it says whose it is').resolves.toBeDefined()
  })
})

describe('two of nearly one name', () => {
  test('are told apart by the file, or else by a person; what she confirmed for one chart counts for no other', async () => {
    const older = await patient('Maria', 'Lopez', '1980-03-04')
    const younger = await patient('María', 'López', '1982-07-19')
    const document = await o.paper(older.id, false)
    const look = await lookOf(filing(document))
    expect(look).toMatchObject({ differs: [], alike: [{ name: 'María López', birthDate: '1982-07-19', chartNumber: younger.chartNumber }] })
    await o.sql('update document set patient_id = $2 where id = $1', [document, younger.id])
    const other = await lookOf(filing(document, { sure: look.sure }))
    expect(other.alike).toMatchObject([{ birthDate: '1980-03-04' }])

    // Names that begin differently and sound alike, born in one year, nine days apart.
    const katherine = await patient('Katherine', 'Nguyen', '1984-03-12')
    await patient('Catherine', 'Nguyen', '1984-03-21')
    const letter = await o.paper(katherine.id, false)
    expect((await lookOf(filing(letter))).alike).toMatchObject([{ name: 'Catherine Nguyen', birthDate: '1984-03-21' }])

    await says(document, { names: ['LOPEZ^MARIA'], birthDates: ['1982-07-19'], ids: [] })
    await expect(filing(document), 'the file says which of the two').resolves.toBeDefined()
    expect(await details(document, 'documents.file')).toEqual([null])
  })

  test('of another practice are nobody’s double', async () => {
    await o.put('patient', { practice_id: o.b.id, chart_number: 'F-far', given_name: 'Perpetua', family_name: 'Hollowell', birth_date: '1980-03-04', sort_key: 'hollowell perpetua' })
    const { id } = await patient('Perpetua', 'Hollowell', '1980-03-04')
    await expect(filing(await o.paper(id, false))).resolves.toBeDefined()
  })
})

test('a page that was drawn for another chart files and releases nothing', async () => {
  const document = await o.paper(o.patients.anna)
  await expect(releasing(document, { chart: 'A-2' })).rejects.toMatchObject({ code: 'conflict', reason: 'moved meanwhile' })
  expect(await o.live(document)).toBe(0)
  await expect(releasing(document, { chart: 'A-1' })).resolves.toBeDefined()
  const loose = await o.paper(o.patients.anna, false)
  expect(await answerOf(filing(loose, { chart: 'A-2' }))).toBe('conflict')
  await o.sql('update document set patient_id = null where id = $1', [loose])
  expect(await answerOf(filing(loose)), 'what is nobody’s is not filed').toBe('conflict')
})

describe('a release to named persons', () => {
  const sees = async (hat: string, who: 'anna' | 'parent', document: string) =>
    (await o.act(listMyDocuments, { portal: hat }, {}, o.browsers[who])).items.some(({ id }) => id === document)
  const both = async (document: string) => [await sees(o.hats.anna, 'anna', document), await sees(o.hats.parent, 'parent', document)]
  const letters = async () => {
    const rows = await o.sql<{ kind: string; sealed: Buffer }>(`select kind, sealed from platform.outbox where kind = 'document_released' order by id`)
    await o.sql('delete from platform.outbox')
    return rows.map(({ kind, sealed }) => openLetter(kind, sealed).to).toSorted()
  }

  test('is theirs alone: in the portal, on the office’s page, and by mail', async () => {
    const document = await o.paper(o.patients.anna)
    await letters()
    await releasing(document, { audience: 'named', readers: [o.hats.parent] })
    expect(await both(document)).toEqual([false, true])
    expect(await letters()).toEqual(['parent@alder.example'])
    const page = await o.act(showDocument, o.here, { document }, o.browsers.desk)
    expect(page.receipts).toEqual([{ access: o.hats.parent, name: 'parent hat', relation: 'parent', openedAt: null }])
    expect(page.release).toMatchObject({ state: 'released', named: true })
    expect(page.recipients.map(({ displayName }) => displayName)).toEqual(['parent hat', 'self hat'])

    // Another audience is another release, and only who is new hears of it.
    await o.act(readdressDocument, o.here, { document, audience: 'all' }, o.browsers.desk)
    expect(await both(document)).toEqual([true, true])
    expect(await letters()).toEqual(['anna@alder.example'])
    await o.act(readdressDocument, o.here, { document, audience: 'named', readers: [o.hats.anna] }, o.browsers.desk)
    expect(await both(document)).toEqual([true, false])
    expect(await letters()).toEqual([])
    expect((await o.releases(document)).map(({ live, why }) => [live, why])).toEqual([[false, 'released to others instead'], [false, 'released to others instead'], [true, null]])
  })

  test('names nobody who is not of this record, whose access is over, or whose scope does not reach it', async () => {
    const document = await o.paper(o.patients.anna)
    for (const reader of [o.hats.ben, o.hats.berta, o.hats.formerParent]) expect(await answerOf(releasing(document, { audience: 'named', readers: [o.hats.anna, reader] }))).toBe('not_found')
    expect(await answerOf(releasing(document, { audience: 'named', readers: [] }))).toBe('invalid')
    await o.sql(`update portal_access set scope = 'categories', categories = '{radiograph}' where id = $1`, [o.hats.parent])
    try {
      expect(await answerOf(releasing(document, { audience: 'named', readers: [o.hats.parent] }))).toBe('not_found')
      await letters()
      await releasing(document)
      expect(await letters(), 'nobody is told of what she cannot see').toEqual(['anna@alder.example'])
      expect((await o.act(showDocument, o.here, { document }, o.browsers.desk)).receipts.map(({ name }) => name)).toEqual(['self hat'])
    } finally {
      await o.sql(`update portal_access set scope = 'all', categories = '{}' where id = $1`, [o.hats.parent])
    }
    expect(await o.live(document)).toBe(1)
  })
})

describe('several at once', () => {
  const together = (documents: string[], more: object = {}) => o.act(releaseTogether, o.here, { documents, ...more }, sure)

  test('with one confirmation and one letter to each reader; what is not to go is told, and goes after a second look', async () => {
    const good = [await o.paper(o.patients.anna), await o.paper(o.patients.anna)]
    const odd = await o.paper(o.patients.anna)
    const unfiled = await o.paper(o.patients.anna, false)
    await says(odd, { names: ['QUARTERMAIN^EZRA'], birthDates: [], ids: [] })
    await o.sql('delete from platform.outbox')
    expect(await answerOf(o.act(releaseTogether, o.here, { documents: good }, o.browsers.desk)), 'without the confirmation').toBe('step_up')
    const done = await together([...good, odd, unfiled], { note: 'As we said.' })
    expect(done.released).toBe(2)
    expect(new Map(done.left.map(({ document, says, look }) => [document, [says, look?.differs]]))).toEqual(new Map([
      [odd, ['Please look twice. Nothing has been done yet.', ['name']]], [unfiled, ['File this document before releasing it.', undefined]],
    ]))
    expect(await Promise.all([...good, odd, unfiled].map((id) => o.live(id)))).toEqual([1, 1, 0, 0])
    expect(await o.sql(`select 1 from platform.outbox where kind = 'document_released'`), 'two readers, one letter each').toHaveLength(2)
    const look = done.left.find(({ document }) => document === odd)?.look
    const again = await together([good[0] ?? '', odd], { confirmed: [`${odd}:${look?.sure}`] })
    expect(again).toMatchObject({ released: 1, left: [{ says: 'This document is released already.' }] })
    expect(await details(odd, 'releases.together')).toEqual(['name'])
    expect(await details(good[0] ?? '', 'releases.together')).toEqual([null])
  })

  test('one of another practice among them, and none goes', async () => {
    const mine = await o.paper(o.patients.anna)
    expect(await answerOf(together([mine, o.documents.bertaReleased.id]))).toBe('not_found')
    expect(await o.live(mine)).toBe(0)
  })

  test('are chosen among what nobody sees, those of the visit’s day first', async () => {
    const { id } = await patient('Thessaly', 'Overmoor', '1975-05-05')
    const [first, second, third] = [await o.paper(id), await o.paper(id), await o.paper(id)]
    await o.sql(`update document set taken_on = '2026-02-02' where id = $1`, [second])
    await releasing(first ?? '')
    const choice = await o.act(chooseReleases, o.here, { patient: id, day: '2026-02-02' }, sure)
    expect(choice.documents.map((one) => one.id)).toEqual([second, third])
  })
})

describe('what a visit left', () => {
  const day = 86_400_000
  async function visited(daysAgo: number, status = 'fulfilled') {
    const { id } = await patient(`Given${charts}`, `Visitor${charts}`, `19${50 + (charts % 40)}-01-01`)
    const startsAt = new Date(Date.now() - daysAgo * day)
    await o.put('appointment', { practice_id: o.a.id, patient_id: id, membership_id: o.members.owner, operatory: 'Chair 1', starts_at: startsAt, ends_at: new Date(startsAt.getTime() + 1_800_000), reason: 'Check-up', status })
    const left = async (category = 'letter') => {
      const document = await o.paper(id)
      await o.sql(`update document set category = $2, taken_on = (now() - $3 * interval '1 day')::timestamptz at time zone 'America/Chicago' where id = $1`, [document, category, daysAgo])
      return document
    }
    return { id, left }
  }
  const list = async (of: string) => (await o.act(leftByVisits, o.here, { patient: of }, o.browsers.desk)).visits.flatMap(({ documents }) => documents.map(({ id }) => id))

  test('stands on the list until it is released or somebody decides that it stays', async () => {
    await o.rule('after_review')
    const visit = await visited(3)
    const [one, two] = [await visit.left(), await visit.left()]
    expect((await list(visit.id)).toSorted()).toEqual([one, two].toSorted())
    await releasing(one)
    expect(await list(visit.id)).toEqual([two])
    await o.act(leaveHeld, o.here, { documents: [two] }, o.browsers.desk)
    expect(await list(visit.id)).toEqual([])
    expect(await o.sql(`select 1 from audit_event where document_id = $1 and operation = 'releases.leave_held'`, [two])).toHaveLength(1)
    await expect(releasing(two), 'and can be released all the same').resolves.toBeDefined()
  })

  test('is nothing of an older visit, of one that did not take place, of another day, or what the owner rules never to release', async () => {
    await o.rule('on_filing')
    const control = await visited(13)
    const document = await control.left()
    expect(await list(control.id)).toEqual([document])
    const old = await visited(20)
    await old.left()
    const missed = await visited(2, 'noshow')
    await missed.left()
    expect([await list(old.id), await list(missed.id)]).toEqual([[], []])
    await o.sql(`update document set taken_on = taken_on + 1 where id = $1`, [document])
    expect(await list(control.id)).toEqual([])
    await o.sql(`update document set taken_on = taken_on - 1 where id = $1`, [document])
    await o.rule('never')
    expect(await list(control.id)).toEqual([])
  })
})

describe('whether it was opened', () => {
  const opening = (document: string, hat: string, at: Date) => o.put('audit_event', {
    practice_id: o.a.id, at, actor_kind: 'patient', hat_id: hat, actor_name: 'self hat', actor_roles: ['self'], operation: 'portal.documents.redeem', decision: 'allow', policy_version: '1',
    patient_id: o.patients.anna, document_id: document,
  })

  test('is told of each reader of the release that stands, on the page and in the list', async () => {
    const document = await o.paper(o.patients.anna)
    await opening(document, o.hats.anna, new Date(Date.now() - 3_600_000))
    await releasing(document)
    const receipts = async () => (await o.act(showDocument, o.here, { document }, o.browsers.desk)).receipts.map(({ name, openedAt }) => [name, openedAt !== null])
    expect(await receipts(), 'an opening of an earlier release is none of this').toEqual([['parent hat', false], ['self hat', false]])
    await opening(document, o.hats.anna, new Date(Date.now() + 1_000))
    expect(await receipts()).toEqual([['parent hat', false], ['self hat', true]])
    const listed = (await o.act(listDocuments, o.here, { patient: o.patients.anna }, o.browsers.desk)).items.find(({ id }) => id === document)
    expect(listed?.receipts.map(({ openedAt }) => openedAt !== null)).toEqual([false, true])
  })

  test('or not for a week is a short list', async () => {
    const waiting = async () => (await o.act(unopened, o.here, {}, o.browsers.desk)).map(({ document }) => document)
    const [fresh, old, seen, nobodys] = [await o.paper(o.patients.anna), await o.paper(o.patients.anna), await o.paper(o.patients.anna), await o.paper((await patient('Una', 'Accessless', '1970-01-02')).id)]
    for (const document of [fresh, old, seen, nobodys]) await releasing(document)
    await o.sql(`alter table release disable trigger close_once`)
    await o.sql(`update release set from_at = now() - interval '8 days' where document_id = any($1)`, [[old, seen, nobodys]])
    await o.sql(`alter table release enable trigger close_once`)
    await opening(seen, o.hats.anna, new Date(Date.now() - 60_000))
    const list = await waiting()
    expect([fresh, old, seen, nobodys].map((id) => list.includes(id))).toEqual([false, true, false, false])
  })
})
