import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { me, myHats } from '@/lib/account/queries'
import { sessionCookie } from '@/lib/auth/cookies'
import { listMyDocuments } from '@/lib/portal/queries'
import { endOtherSessions, endSession, lock, signOut } from '@/lib/sessions/commands'
import { mySessions, sessionState } from '@/lib/sessions/queries'
import { world, type World } from '../../factories/world'
import { browser, refusal, type Browser } from './people'

let w: World
beforeAll(async () => {
  w = await world()
})
beforeEach(() => w.database.asSuperuser('delete from identity.session'))

async function signedIn(person: string): Promise<Browser> {
  const b = browser()
  b.token = (await w.session(person)).token
  return b
}

describe('one’s own sessions', () => {
  test('are listed, this one first, and nobody else’s among them', async () => {
    const [here, there] = [await signedIn(w.people.anna), await signedIn(w.people.anna)]
    await signedIn(w.people.ben)
    const list = await here.ask(mySessions, 'person')
    expect(list.map((session) => session.here)).toEqual([true, false])
    expect((await there.ask(mySessions, 'person'))[0]?.id).toBe(list[1]?.id)
  })

  test('end one by one, from the next request on', async () => {
    const [here, there] = [await signedIn(w.people.anna), await signedIn(w.people.anna)]
    await there.ask(listMyDocuments, { portal: w.hats.anna })
    const [, other] = await here.ask(mySessions, 'person')
    await here.ask(endSession, 'person', { session: other?.id })
    expect((await refusal(there.ask(listMyDocuments, { portal: w.hats.anna }))).code).toBe('unauthenticated')
    expect((await here.ask(me, 'person')).name).toBe('anna')
  })

  test('end all but this one', async () => {
    const here = await signedIn(w.people.anna)
    const others = [await signedIn(w.people.anna), await signedIn(w.people.anna)]
    const ben = await signedIn(w.people.ben)
    expect(await here.ask(endOtherSessions, 'person')).toEqual({ count: 2 })
    for (const other of others) expect((await refusal(other.ask(me, 'person'))).code).toBe('unauthenticated')
    expect((await here.ask(me, 'person')).name).toBe('anna')
    expect((await ben.ask(me, 'person')).name).toBe('ben')
  })

  test('of somebody else, over already, or never begun answer alike and go on as they were', async () => {
    const here = await signedIn(w.people.anna)
    const ben = await signedIn(w.people.ben)
    const [bens] = await ben.ask(mySessions, 'person')
    const stranger = await refusal(here.ask(endSession, 'person', { session: bens?.id }))
    expect(stranger.code).toBe('not_found')
    expect(await refusal(here.ask(endSession, 'person', { session: randomUUID() }))).toEqual(stranger)
    expect((await ben.ask(me, 'person')).name).toBe('ben')
  })

  test('sign out also while locked, and the browser’s cookie goes', async () => {
    const b = await signedIn(w.people.anna)
    const token = b.token
    await b.ask(lock, 'person')
    await b.ask(signOut, 'person')
    expect(b.jar.has(sessionCookie().name)).toBe(false)
    b.token = token
    expect((await refusal(b.ask(sessionState, 'person'))).code).toBe('unauthenticated')
  })

  test('leave an event each', async () => {
    const b = await signedIn(w.people.anna)
    await signedIn(w.people.anna)
    const [, other] = await b.ask(mySessions, 'person')
    await b.ask(endSession, 'person', { session: other?.id })
    await b.ask(signOut, 'person')
    const rows = await w.database.asSuperuser(`select reason from identity.event where operation = 'session.end' and person_id = $1 order by at desc limit 2`, [w.people.anna])
    expect(new Set(rows.map(({ reason }) => String(reason)))).toEqual(new Set(['ended_by_owner', 'signed_out']))
  })
})

test('a locked session reads nothing: not the hats, not the account, not a record', async () => {
  const b = await signedIn(w.people.anna)
  expect((await b.ask(myHats, 'person')).hats).toHaveLength(1)
  await b.ask(lock, 'person')
  const reads = [() => b.ask(myHats, 'person'), () => b.ask(me, 'person'), () => b.ask(mySessions, 'person'), () => b.ask(listMyDocuments, { portal: w.hats.anna })]
  for (const read of reads) expect((await refusal(read())).code).toBe('locked')
})

test('the hats are the person’s own, live ones', async () => {
  const former = await signedIn(w.people.former)
  expect((await former.ask(myHats, 'person')).hats).toEqual([])
  const parent = await signedIn(w.people.parent)
  expect((await parent.ask(myHats, 'person')).hats).toMatchObject([{ kind: 'patient', relation: 'parent', href: `/portal/${w.hats.parent}` }])
})
