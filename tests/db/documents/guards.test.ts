import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '@/db/transaction'
import { flushLater } from '@/lib/access/later'
import { serveDocument } from '@/lib/documents/doors/serve'
import { sessionCookie } from '@/lib/auth/cookies'
import { altered, signed } from '@/tests/attack/guards/laying'
import { moves, type Move } from '@/tests/attack/guards/moves'
import { rig, without, type Rig } from '@/tests/attack/guards/rig'
import { attacks, guards, type Combined, type Guard, type Part } from '@/tests/attack/guards/table'
import { world } from '@/tests/factories/world'

// Every attack of the table under every combination of the guards that are said to stop it. Three things are demanded: each
// guard holds alone, the attack succeeds when all of them are gone, and the absence of any other guard changes nothing.

let r: Rig
const tried = { refused: 0, opened: 0, controls: 0 }
beforeAll(async () => {
  r = await rig(await world())
})
afterAll(async () => {
  await r.close()
  console.log(`guards: ${tried.refused} tries refused, ${tried.opened} opened with every guard gone, ${tried.controls} controls`)
})

async function fetchDocument({ address, token, headers = {} }: NonNullable<Move['door']>) {
  const cookie: Record<string, string> = token ? { cookie: `${sessionCookie().name}=${token}` } : {}
  const delivery = await serveDocument(new Request(`http://localhost:3000${address}`, { headers: { ...headers, ...cookie } }))
    .catch(() => ({ status: 500, headers: {}, body: null }))
  const body = delivery.body === null ? Buffer.alloc(0) : Buffer.from(await new Response(delivery.body).arrayBuffer())
  // What is recorded after the answer must not be under way while a table's guard is being taken out.
  await flushLater()
  return { status: delivery.status, body }
}

/** All subsets of what stops an attack, each other guard by itself, and all but one part of policy where that part is said to hold. */
function combinations(stops: readonly Guard[], parts: readonly Part[]): (Guard | Part)[][] {
  const subsets = stops.reduce<Guard[][]>((sets, guard) => [...sets, ...sets.map((set) => [...set, guard])], [[]])
  const others = stops.filter((guard) => guard !== 'policy')
  return [
    ...subsets,
    ...guards.filter((guard) => !stops.includes(guard)).map((guard) => [guard]),
    ...parts.map((part) => [...others, part === 'hat' ? 'statement' as const : 'hat' as const]),
  ]
}

async function outcome(move: Move, absent: (Guard | Part)[]): Promise<'refused' | 'leaked'> {
  try {
    return move.leaks(await move.attempt(without(absent))) ? 'leaked' : 'refused'
  } catch {
    return 'refused'
  }
}

describe.for(attacks.filter(({ tried: by }) => by === 'combinations'))('$id: $attack', ({ id, stops, parts = [] }) => {
  let move: Move
  beforeAll(async () => {
    move = await moves[id as Combined](r)
  })

  test(`is stopped by each of: ${stops.join(', ')}`, async () => {
    for (const absent of combinations(stops, parts)) {
      const all = stops.every((guard) => absent.includes(guard))
      expect({ absent, outcome: await outcome(move, absent) }).toEqual({ absent, outcome: all ? 'leaked' : 'refused' })
      tried[all ? 'opened' : 'refused'] += 1
    }
  })

  test('is refused at the door, where the rightful reader gets the document', async () => {
    await r.take(without([]))
    const { control, door } = move
    if (door) {
      await outcome(move, [])
      const answer = await fetchDocument(door)
      expect([401, 404, 503]).toContain(answer.status)
      expect(answer.body.length).toBeLessThan(100)
      tried.refused += 1
    }
    await control.after?.()
    const { token, id: session } = await r.w.session(control.person)
    const version = (await r.w.database.asSuperuser<{ v: number }>('select current_version as v from document where id = $1', [control.document.id]))[0]?.v
    const answer = await fetchDocument({ address: signed(r, session, control.hat, control.document.id, version), token })
    expect(answer.status).toBe(200)
    expect(answer.body.equals(Buffer.from(control.document.bytes))).toBe(true)
    tried.controls += 1
  })
})

test('a link in which one field was changed is no link, to its owner either; nor is one a minute later', async () => {
  await r.take(without([]))
  const { token, id } = await r.w.session(r.w.people.anna, { assurance: 1 })
  const document = r.w.documents.annaReleased.id
  const fresh = () => signed(r, id, r.w.hats.anna, document)
  const now = Math.floor(Date.now() / 1000)
  const changes: Parameters<typeof altered>[1][] = [
    { action: 'attachment' }, { variant: 'thumb-256' }, { version: 2 }, { kid: 2 }, { iat: now - 5 }, { exp: now + 600 }, { exp: now + 30 },
    { nonce: 'AAAAAAAAAAAAAAAA' }, { sig: 'A'.repeat(43) }, { hat: r.w.hats.parent }, { document: r.w.documents.benReleased.id },
  ]
  for (const change of changes) expect({ change, status: (await fetchDocument({ address: altered(fresh(), change), token })).status }).toEqual({ change, status: 404 })
  // Its owner is sent to the door for a new one; nobody else has come so far.
  const old = signed(r, id, r.w.hats.anna, document, 1, Date.now() - 61_000)
  const late = await fetchDocument({ address: old, token })
  expect(late.status).toBe(303)
  expect(late.body.length).toBeLessThan(100)
  expect((await fetchDocument({ address: old, token: (await r.w.session(r.w.people.ben)).token })).status).toBe(404)
  expect((await fetchDocument({ address: fresh(), token })).status).toBe(200)
})

test('a lease is nobody else’s: another session, hat or document meets a closed door', async () => {
  await r.take(without([]))
  const { w } = r
  const [mine, second] = [await w.session(w.people.anna), await w.session(w.people.anna)]
  const take = (session: string, hat: string, document: string, version = 1) =>
    transact('enamel_patient_read', { practice: w.a.id, hat, person: w.people.anna, session }, async (db) =>
      (await sql<{ first: boolean }>`select access.take_lease('nonce-of-a-lease', ${document}, ${version}, 'orig', 30) as first`.execute(db)).rows[0]?.first)
  const { annaReleased, benReleased } = w.documents
  expect(await take(mine.id, w.hats.anna, annaReleased.id)).toBe(true)
  const wrongs: Parameters<typeof take>[] = [[second.id, w.hats.anna, annaReleased.id], [mine.id, w.hats.ben, annaReleased.id], [mine.id, w.hats.anna, benReleased.id], [mine.id, w.hats.anna, annaReleased.id, 2]]
  for (const wrong of wrongs)
    await expect(take(...wrong)).rejects.toMatchObject({ code: '42501' })
  expect(await take(mine.id, w.hats.anna, annaReleased.id)).toBe(false)
})
