import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/access/errors'
import type { AnyOperation } from '@/lib/access/operation'
import { perform } from '@/lib/access/perform'
import type { HatRef } from '@/lib/access/principal'
import { workstationCookie } from '@/lib/auth/cookies'
import { withJar } from '@/lib/auth/jar'
import { everyOperation } from './operations'
import { swapScene, swaps, type Scene, type SwapRow } from './swap'
import { idsOf } from './swap-ids'

/*
 * Every operation that takes an id, with ids that are somebody else's: the answer is that for an id that never was, and
 * nothing changes. Afterwards the same calls with the caller's own ids succeed, so that each denial was one.
 */

type Asker = { name: string; token: string | null; hat: HatRef; guest?: string; folder?: string }
type Answer = { code: string; reason?: string; says?: string; fields?: unknown; output?: unknown }

const operations = (await everyOperation()).map(({ operation }) => ({ operation, ids: idsOf(operation.spec.input) }))
const taking = operations.filter(({ ids }) => ids.length > 0)
const rows = taking.flatMap(({ operation }) => {
  const row = swaps[operation.spec.name]
  return row && 'fields' in row ? [{ operation, row }] : []
})

const count = { tried: 0, deniedAlike: 0, ignoredAlike: 0, allowed: 0 }
let s: Scene
let far: string
const askers: Record<string, Asker> = {}

beforeAll(async () => {
  s = await swapScene()
  const add = async (name: string, person: string, hat: HatRef, more: Parameters<Scene['session']>[1] = {}) => {
    askers[name] = { name, hat, token: (await s.session(person, more)).token }
  }
  const practice = { practice: s.a.id }
  const portal = { portal: s.hats.anna }
  await add('owner', s.people.owner, practice, { steppedUp: true })
  await add('anna', s.people.anna, portal, { assurance: 1, steppedUp: true })
  await add('owner as a person', s.people.owner, 'person', { steppedUp: true })
  await add('anna as a person', s.people.anna, 'person', { steppedUp: true })
  askers['workstation'] = { name: 'workstation', hat: 'visitor', token: null }
  // The same doors, tried by those whose they are not.
  for (const [door, hat] of [['practice', practice], ['portal', portal]] as const) {
    await add(`${door}: staff of another practice`, s.people.dentistB, hat)
    await add(`${door}: a patient of another practice`, s.people.berta, hat)
    await add(`${door}: another patient here`, s.people.ben, hat)
    await add(`${door}: a former member`, s.people.former, hat)
    await add(`${door}: a former proxy`, s.people.formerParent, hat)
    await add(`${door}: a person without hats`, s.people.nobody, hat)
    await add(`${door}: locked`, door === 'practice' ? s.people.owner : s.people.anna, hat, { locked: true, steppedUp: true })
    askers[`${door}: anonymous`] = { name: `${door}: anonymous`, hat, token: null }
  }
  await add('practice: one factor', s.people.owner, practice, { assurance: 1, steppedUp: true })
  await add('practice: a patient here', s.people.anna, practice)
  await add('portal: staff here', s.people.desk, portal)
  await add('portal: her proxy', s.people.parent, portal)
  const narrowed = await s.put('portal_access', {
    practice_id: s.a.id, patient_id: s.patients.anna, person_id: s.people.nobody, relation: 'carer', display_name: 'narrowed', scope: 'categories', categories: ['radiograph'],
    until_at: new Date(), ended_why: 'narrowed, and then ended',
  })
  await add('portal: a narrowed proxy no more, own hat', s.people.nobody, { portal: narrowed })
  await add('portal: a proxy no more, own hat', s.people.formerParent, { portal: s.hats.formerParent })
  await add('person: somebody else', s.people.ben, 'person', { steppedUp: true })
  await add('person: locked', s.people.anna, 'person', { locked: true, steppedUp: true })
  for (const [kind, door, wrong] of [['share', 'share', ['otherShare', 'endedShare', 'overShare', 'far', 'request']], ['request', 'request', ['otherRequest', 'endedRequest', 'overRequest', 'farRequest', 'share']]] as const) {
    const hat = { share: s.guests[kind].share }
    askers[`guest of a ${kind}`] = { name: `guest of a ${kind}`, token: null, hat, guest: s.guests[kind].cookie }
    for (const other of wrong) askers[`${door}: with the cookie of ${other}`] = { name: `${door}: with the cookie of ${other}`, token: null, hat, guest: s.guests[other].cookie }
    for (const over of kind === 'share' ? ['endedShare', 'overShare'] as const : ['endedRequest', 'overRequest'] as const)
      askers[`${door}: its own guest, ${over}`] = { name: `${door}: its own guest, ${over}`, token: null, hat: { share: s.guests[over].share }, guest: s.guests[over].cookie }
    askers[`${door}: nobody`] = { name: `${door}: nobody`, token: null, hat }
    await add(`${door}: who shared it`, s.people.owner, hat, { steppedUp: true })
    await add(`${door}: the patient`, s.people.anna, hat, { steppedUp: true })
  }
  const { one, other, ended, off, far: farFolder, brought: _ } = s.folders
  askers['folder'] = { name: 'folder', token: null, hat: { folder: one.folder }, folder: one.token }
  for (const [who, hat, token] of [
    ['with another program’s credential', one, other.token], ['with one of another practice', one, farFolder.token], ['with its computer’s cookie', one, one.seat],
    ['its own, ended', ended, ended.token], ['its own, its computer off the list', off, off.token],
  ] as const) askers[`folder: ${who}`] = { name: `folder: ${who}`, token: null, hat: { folder: hat.folder }, folder: token }
  askers['folder: nobody'] = { name: 'folder: nobody', token: null, hat: { folder: one.folder } }
  await add('folder: who made it', s.people.owner, { folder: one.folder }, { steppedUp: true })
  askers['person: anonymous'] = { name: 'person: anonymous', hat: 'person', token: null }
  far = await checksum(s.b.id)
})

afterAll(() => {
  console.log(`swap of ids: ${taking.length} operations, ${count.tried} tried, ${count.deniedAlike} denied alike, ${count.ignoredAlike} ignored alike, ${count.allowed} allowed`)
})

const expectedFor: [RegExp, string][] = [[/: anonymous$/, 'unauthenticated'], [/: locked$/, 'locked'], [/: one factor$/, 'second_factor'], [/./, 'not_found']]

/** A digest of every row of the database, or of one practice's; without what a refusal rightly leaves behind. A computer is in use by trying. */
async function checksum(practice?: string): Promise<string> {
  const tables = await s.database.asSuperuser<{ name: string; owned: boolean }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      exists (select from pg_attribute where attrelid = c.oid and attname = 'practice_id') as owned
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'identity', 'platform') and c.relname not in ('lease', 'throttle')
       and not (n.nspname = 'identity' and c.relname in ('event', 'session'))`)
  const chosen = tables.filter(({ name, owned }) => (practice ? owned : name !== 'public.audit_event')).map(({ name }) => name).sort()
  const parts = await Promise.all(chosen.map(async (name) => {
    const [row] = await s.database.asSuperuser<{ sum: string }>(
      `select count(*) || coalesce(md5(string_agg(md5(r), '' order by md5(r))), '') as sum
         from (select (to_jsonb(t) - 'last_used_at')::text as r, * from ${name} t) t ${practice ? 'where t.practice_id = $1' : ''}`, practice ? [practice] : [])
    return `${name} ${row?.sum}`
  }))
  // Sessions end by some of these operations: whether one lives must not have changed either.
  const [sessions] = await s.database.asSuperuser<{ sum: string }>(`select md5(string_agg(id::text || ended_at::text, '' order by id)) as sum from identity.session where ended_at is not null`)
  return [...parts, practice ? '' : sessions?.sum].join('\n')
}

async function ask(operation: AnyOperation, asker: Asker, input: unknown, hat: HatRef = asker.hat): Promise<Answer> {
  count.tried++
  const jar = new Map(asker.name === 'workstation' ? [[workstationCookie().name, s.deskCookie]] : [])
  try {
    const output: unknown = await withJar(jar, () => perform(operation as never, { token: asker.token, guest: asker.guest ?? null, folder: asker.folder ?? null, requestId: randomUUID(), act: true }, hat, input))
    return { code: 'done', output }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, reason: error.reason, says: error.says, fields: error.fields }
  }
}

const ownIds = async (row: SwapRow) => {
  const made: Record<string, unknown> = {}
  for (const [field, { own }] of Object.entries(row.fields)) made[field] = await own(s, made, askers[row.as]?.token ?? '')
  return made
}
const never = (row: SwapRow, field: string, own: unknown) => row.fields[field]?.absent?.(own) ?? randomUUID()

test('every operation that takes an id has a row for each of them, and every row its operation', () => {
  const wanted = taking.map(({ operation, ids }) => `${operation.spec.name}: ${ids.toSorted().join(' ')}`)
  const given = taking.map(({ operation, ids }) => {
    const row = swaps[operation.spec.name]
    return `${operation.spec.name}: ${row === undefined ? 'no row' : 'fields' in row ? Object.keys(row.fields).toSorted().join(' ') : ids.toSorted().join(' ')}`
  })
  expect(given).toEqual(wanted)
  const names = new Set(taking.map(({ operation }) => operation.spec.name))
  expect(Object.keys(swaps).filter((name) => !names.has(name)), 'rows without an operation').toEqual([])
  expect(rows.length).toBeGreaterThan(30)
})

describe('an id that is somebody else’s is an id that never was', () => {
  let before: string
  const mine = new Map<string, Record<string, unknown>>()
  beforeAll(async () => {
    for (const { operation, row } of rows) mine.set(operation.spec.name, await ownIds(row))
    before = await checksum()
  })

  test.for(rows.map(({ operation, row }) => [operation.spec.name, operation, row] as const))('%s, in the hands of who may use it', async ([name, operation, row]) => {
    const asker = askers[row.as] as Asker
    const ids = mine.get(name) ?? {}
    for (const [field, { foreign }] of Object.entries(row.fields)) {
      const [first, second] = [await ask(operation, asker, row.input({ ...ids, [field]: never(row, field, ids[field]) })), await ask(operation, asker, row.input({ ...ids, [field]: never(row, field, ids[field]) }))]
      expect(first, `${name}: two ids of ${field} that never were`).toEqual(second)
      for (const [whose, id] of Object.entries(await foreign(s))) {
        const answer = await ask(operation, asker, row.input({ ...ids, [field]: id }))
        expect(masked(answer, id), `${name}: ${field} ${whose}`).toEqual(masked(first, id))
        if (answer.code === 'done') count.ignoredAlike++
        else count.deniedAlike++
      }
    }
  })

  test.for(rows.filter(({ row }) => row.as !== 'workstation').map(({ operation, row }) => [operation.spec.name, operation, row] as const))('%s, in the hands of others', async ([name, operation, row]) => {
    const ids = mine.get(name) ?? {}
    const nowhere = Object.fromEntries(Object.entries(ids).map(([field, own]) => [field, never(row, field, own)]))
    const door = row.as === 'owner' ? 'practice' : row.as === 'anna' ? 'portal' : row.as === 'guest of a share' ? 'share' : row.as === 'guest of a request' ? 'request' : row.as === 'folder' ? 'folder' : 'person'
    for (const asker of Object.values(askers).filter(({ name: who }) => who.startsWith(`${door}: `))) {
      // Another person may end what is hers; with these ids she must not. Others fail at the door.
      const wanted = expectedFor.find(([who]) => who.test(asker.name))?.[1]
      const answer = await ask(operation, asker, row.input(ids))
      expect(answer.code, `${name} as ${asker.name}`).toBe(operation.spec.name.startsWith('pins.') && asker.name === 'person: locked' ? 'locked' : wanted)
      expect(await ask(operation, asker, row.input(nowhere)), `${name} as ${asker.name}, ids that never were`).toEqual(answer)
      if (door !== 'person') expect(await ask(operation, asker, row.input(ids), door === 'practice' ? { practice: randomUUID() } : door === 'portal' ? { portal: randomUUID() } : door === 'folder' ? { folder: randomUUID() } : { share: randomUUID() }), `${name} as ${asker.name}, a door that never was`)
        .toEqual(asker.name.endsWith(': one factor') ? expect.objectContaining({ code: 'not_found' }) : answer)
      count.deniedAlike++
    }
  })

  test('and nothing has changed, nor stands in anybody’s access history', async () => {
    expect(await checksum()).toBe(before)
    const { passkey: _, ...far } = s.far
    const foreign = [...Object.values(far), s.documents.benReleased.id]
    const lines = await s.database.asSuperuser(
      `select operation from audit_event where decision = 'deny' and (patient_id = any($1) or document_id = any($1))`, [foreign.map(String)])
    expect(lines, 'a refusal is no line in the history of whom it did not reach').toEqual([])
  })

  test.for(rows.map(({ operation, row }) => [operation.spec.name, operation, row] as const))('the control: %s works with ids of one’s own', async ([name, operation, row]) => {
    s.controls = true
    const asker = askers[row.as] as Asker
    const answer = await ask(operation, asker, row.input(await ownIds(row)))
    expect({ name, code: answer.code, reason: answer.reason }).toEqual({ name, code: 'done', reason: undefined })
    if (row.worked) expect(row.worked(answer.output), `${name}: what the answer holds`).toBe(true)
    count.allowed++
  })

  test('and the other practice is as it was, its history included', async () => {
    expect(await checksum(s.b.id)).toBe(far)
  })
})

/** What the asker sent and gets back tells it nothing. */
function masked(answer: Answer, id: unknown): Answer {
  return typeof id === 'string' && answer.output !== undefined ? JSON.parse(JSON.stringify(answer).replaceAll(id, 'ID')) as Answer : answer
}
