import { beforeAll, describe, expect, test } from 'vitest'
import { fileDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'
import { addDays } from '@/lib/format/calendar'
import { today } from '@/lib/format/dates'
import { listMyDocuments } from '@/lib/portal/queries'
import { connect } from '../../setup/database'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './papers'

let o: Office
beforeAll(async () => {
  o = await office()
})

const release = (document: string, more: { until?: string } = {}) => o.act(releaseDocument, o.here, { document, ...more }, o.browsers.desk)
const withdraw = (document: string) => o.act(withdrawDocument, o.here, { document, why: 'belongs to somebody else' }, o.browsers.hygienist)
const review = (document: string) => o.act(reviewDocument, o.here, { document }, o.browsers.owner)
const file = (document: string) =>
  o.act(fileDocument, o.here, { document, category: 'letter', title: 'A letter', takenOn: '2026-03-04' }, o.browsers.billing)
const annaSees = async (document: string) =>
  (await o.act(listMyDocuments, { portal: o.hats.anna }, {}, o.browsers.anna)).items.some(({ id }) => id === document)
const letters = async () => (await o.sql(`select 1 from platform.outbox where kind = 'document_released'`)).length

/** The release has come to its end, as time would do it. */
const runOut = (document: string) =>
  o.sql(`update release set from_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where document_id = $1 and until_at is null`, [document])

describe('a rule releases', () => {
  test('what was never released, once a dentist has reviewed it, and says that it was the rule', async () => {
    await o.rule('after_review')
    const document = await o.paper(o.patients.anna)
    expect(await annaSees(document)).toBe(false)
    await expect(review(document)).resolves.toMatchObject({ released: true })
    expect(await o.releases(document)).toEqual([{ live: true, by: 'the rule of Dr. Olive Owner', why: null, ruled: true }])
    expect(await annaSees(document)).toBe(true)
    await expect(review(document), 'and once').resolves.toMatchObject({ released: false })
  })

  test('what was never released, as it is filed', async () => {
    await o.rule('on_filing')
    const document = await o.paper(o.patients.anna, false)
    await expect(file(document)).resolves.toMatchObject({ released: true })
    expect(await annaSees(document)).toBe(true)
  })

  test('nothing that was withdrawn, whatever is pressed afterwards; a person may', async () => {
    await o.rule('after_review')
    const document = await o.paper(o.patients.anna)
    await release(document)
    expect(await annaSees(document)).toBe(true)
    await withdraw(document)
    const sent = await letters()

    await expect(review(document)).resolves.toMatchObject({ released: false })
    await o.rule('on_filing')
    await expect(file(document)).resolves.toMatchObject({ released: false })
    expect(await o.releases(document)).toEqual([{ live: false, by: 'Dana Desk', why: 'belongs to somebody else', ruled: false }])
    expect(await annaSees(document)).toBe(false)
    expect(await letters(), 'nobody is told of what is not there').toBe(sent)

    await release(document)
    expect(await annaSees(document)).toBe(true)
  })

  test('nothing that was withdrawn and stands unfiled again', async () => {
    // No command unfiles; a later one must not open this way.
    await o.rule('on_filing')
    const document = await o.paper(o.patients.anna)
    await release(document)
    await withdraw(document)
    await o.sql('update document set filed_at = null, filed_by = null where id = $1', [document])
    await expect(file(document)).resolves.toMatchObject({ released: false })
    expect(await o.live(document)).toBe(0)
  })

  test('nothing whose time is over', async () => {
    await o.rule('after_review')
    const document = await o.paper(o.patients.anna)
    await release(document, { until: today('America/Chicago') })
    await runOut(document)
    await expect(review(document)).resolves.toMatchObject({ released: false })
    expect(await o.live(document)).toBe(0)
    expect(await annaSees(document)).toBe(false)
  })
})

describe('a release until a day', () => {
  test('lasts to the end of that day where the practice is, and a new one may follow', async () => {
    const document = await o.paper(o.patients.anna)
    const day = today('America/Chicago')
    expect(await answerOf(release(document, { until: addDays(day, -1) }))).toBe('invalid')
    expect(await o.releases(document)).toEqual([])
    await release(document, { until: day })
    const [row] = await o.sql(`select expires_at = ($2::date + 1)::timestamp at time zone 'America/Chicago' as right from release where document_id = $1`, [document, day])
    expect(row).toEqual({ right: true })
    expect(await annaSees(document)).toBe(true)
    expect(await answerOf(release(document)), 'while it lasts').toBe('conflict')

    await runOut(document)
    expect(await annaSees(document)).toBe(false)
    await release(document)
    expect(await annaSees(document)).toBe(true)
    expect(await o.releases(document)).toEqual([
      { live: false, by: 'Dana Desk', why: 'its time was over', ruled: false }, { live: true, by: 'Dana Desk', why: null, ruled: false },
    ])
  })
})

const orders = (['released', 'held'] as const).flatMap((before) => (['release', 'withdraw'] as const).map((first) => ({ before, first })))

test.for(orders)('a release and a withdrawal at once of what is $before happen one after the other, $first first', async ({ before, first }) => {
  const document = await o.paper(o.patients.anna)
  if (before === 'released') await release(document)
  const acts = { release: () => answerOf(release(document)), withdraw: () => answerOf(withdraw(document)) }
  const second = first === 'release' ? 'withdraw' : 'release'
  const waiting = async (count: number) => expect.poll(async () => (await o.sql(
    `select 1 from pg_stat_activity where datname = current_database() and usename = 'enamel_runtime' and wait_event_type = 'Lock'`)).length).toBe(count)

  // Both are under way and wait for the document, in the order in which they came.
  const holder = await connect(o.database.superuserUrl)
  await holder.query('begin')
  await holder.query('select 1 from document where id = $1 for update', [document])
  const one = acts[first]()
  await waiting(1)
  const two = acts[second]()
  await waiting(2)
  await holder.query('commit')
  const answers = { [first]: await one, [second]: await two }

  // As if each had been alone with it, in that order.
  let live = before === 'released'
  const done: string[] = live ? ['release'] : []
  for (const act of [first, second]) {
    const may = live === (act === 'withdraw')
    expect({ act, answer: answers[act] }).toEqual({ act, answer: may ? 'allowed' : 'conflict' })
    if (!may) continue
    live = act === 'release'
    done.push(act)
  }
  expect(await o.live(document)).toBe(live ? 1 : 0)
  expect(await annaSees(document)).toBe(live)
  const releases = await o.releases(document)
  expect(releases.length, 'each release is one row').toBe(done.filter((act) => act === 'release').length)
  expect(releases.filter(({ why }) => why !== null).length, 'and each withdrawal ended one').toBe(done.filter((act) => act === 'withdraw').length)
  const events = await o.sql<{ operation: string }>(`select operation from audit_event where document_id = $1 and decision = 'allow' order by id`, [document])
  expect(events.map(({ operation }) => operation.replace('documents.', '')), 'on record is what happened').toEqual(done)
})
