import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { target } from '../setup/target'
import { deadEnds } from './enamel/dead-ends'
import { playPart, summary, type Played } from './enamel/play'
import { setStage, type Stage } from './enamel/target'
import { printLedger } from './engine/ledger'

// The swap matrix over HTTP: every page, door, form and handler, whoever asks, with whosever ids. What exists is read off
// the build, so that a new route without cells makes its part fail; the cells are in ./enamel, the engine in ./engine.

let stage: Stage
const played: Played[] = []
let before: unknown[]

/** What an owner can change of her practice, and how much there is of everything that a scene adds to. */
const settings = async (client: pg.Client): Promise<unknown[]> => (await client.query(`
  select practice_id, name, phone, email, address, time_zone, idle_minutes,
         (select jsonb_agg(to_jsonb(r) order by r.id) from release_rule r where r.practice_id = p.practice_id) as rules,
         (select count(*)::int from switch s where s.practice_id = p.practice_id) as switches,
         (select count(*)::int from patient x where x.practice_id = p.practice_id) as patients,
         (select count(*)::int from document d where d.practice_id = p.practice_id) as documents,
         (select count(*)::int from membership m where m.practice_id = p.practice_id) as members
    from practice p order by practice_id`)).rows

beforeAll(async () => {
  const client = new pg.Client({ connectionString: target().superuserUrl })
  await client.connect()
  before = await settings(client)
  await client.end()
  stage = await setStage(target())
}, 300_000)
let struck = false
afterAll(async () => {
  console.log(summary(played))
  if (!struck) await stage.strike()
})

describe('the swap matrix over HTTP', () => {
  test.for([[0, 'documents and their links'], [1, 'the portal’s pages'], [2, 'the office’s pages'], [3, 'what patients send'], [4, 'everything that changes something at the office'], [5, 'everything that changes something in the portal'], [6, 'guests'], [7, 'folder programs']] as const)('%i: %s', { timeout: 900_000 }, async ([nth]) => {
    const part = await stage.parts[nth]?.()
    if (!part) throw new Error('the matrix has fewer parts than this list')
    const result = await playPart(part)
    played.push(result)
    expect(result.ok, printLedger(result.ledger)).toBe(true)
    expect(result.ledger.total.denied).toBeGreaterThan(50)
    expect(result.ledger.total.allowed).toBeGreaterThan(0)
  })

  test('this list has every part', () => {
    expect(stage.parts).toHaveLength(8)
  })

  test('what nobody can open any more opened before, and now answers like what never was', { timeout: 300_000 }, async () => {
    const ends = await deadEnds(target(), stage.scene)
    expect(ends.length).toBeGreaterThan(4)
    expect(ends.filter(({ opened, findings }) => !opened || findings.length > 0)).toEqual([])
  })
})

test('whoever points this at the demo finds it afterwards as it was', async () => {
  struck = true
  await stage.strike()
  const client = new pg.Client({ connectionString: target().superuserUrl })
  await client.connect()
  const after = await settings(client)
  await client.end()
  expect(after).toEqual(before)
})
