import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { all, firstRefusal } from '@/lib/access/conditions'
import type { AnyOperation } from '@/lib/access/operation'
import { findFolder } from '@/lib/access/folder'
import { findGuest } from '@/lib/access/guest'
import { findPrincipal, type Found, type HatRef, type Role } from '@/lib/access/principal'
import { now } from '@/lib/platform/clock'
import { makeFolder } from '../factories/folder'
import { makeShare } from '../factories/share'
import { world, type World } from '../factories/world'
import { matrix } from './matrix'
import { everyOperation } from './operations'

const roles: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']

let w: World
const operations = await everyOperation()
/** Real sessions and hats, looked up by the product's own round trip. */
const found: Record<string, { found: Found; hat: HatRef }> = {}

beforeAll(async () => {
  w = await world()
  const look = async (name: string, person: string, hat: HatRef, more: Parameters<World['session']>[1] = {}) => {
    const { token } = await w.session(person, more)
    found[name] = { hat, found: await findPrincipal({ token, requestId: randomUUID(), act: false }, hat) }
  }
  const practice = { practice: w.a.id }
  for (const role of roles) {
    const person = await w.put('identity.person', { display_name: role, epoch: 1 })
    const membership = await w.put('membership', { practice_id: w.a.id, person_id: person, display_name: role })
    await w.put('membership_role', { practice_id: w.a.id, membership_id: membership, role })
    await look(role, person, practice)
    await look(`${role} stepped up`, person, practice, { steppedUp: true })
    await look(`${role} stepped up by PIN`, person, practice, { steppedUp: true, method: 'workstation_pin' })
    await look(`${role} locked`, person, practice, { locked: true })
    await look(`${role} with one factor`, person, practice, { assurance: 1 })
    await look(`${role} at another practice`, person, { practice: w.b.id })
    await look(`${role} at a practice that never was`, person, { practice: randomUUID() })
  }
  await look('nobody’s hat', w.people.nobody, practice)
  await look('former member', w.people.former, practice)
  await look('person', w.people.nobody, 'person', { steppedUp: true })
  await look('person not stepped up', w.people.nobody, 'person')
  await look('person locked', w.people.nobody, 'person', { locked: true })
  await look('patient', w.people.anna, { portal: w.hats.anna }, { assurance: 1, steppedUp: true })
  await look('proxy', w.people.parent, { portal: w.hats.parent }, { assurance: 1, steppedUp: true })
  await look('patient not stepped up', w.people.anna, { portal: w.hats.anna }, { assurance: 1 })
  await look('proxy not stepped up', w.people.parent, { portal: w.hats.parent }, { assurance: 1 })
  const narrowed = await w.put('portal_access', {
    practice_id: w.a.id, patient_id: w.patients.ben, person_id: w.people.parent, relation: 'carer', display_name: 'narrowed', scope: 'categories', categories: ['radiograph'],
  })
  await look('narrowed proxy not stepped up', w.people.parent, { portal: narrowed }, { assurance: 1 })
  await look('narrowed proxy', w.people.parent, { portal: narrowed }, { assurance: 1, steppedUp: true })
  const over = await w.put('portal_access', {
    practice_id: w.a.id, patient_id: w.patients.ben, person_id: w.people.formerParent, relation: 'helper', display_name: 'run out', scope: 'task', task: 'signed_form',
    expires_at: new Date(Date.now() - 1000),
  })
  await look('proxy run out', w.people.formerParent, { portal: over }, { assurance: 1, steppedUp: true })
  await look('proxy locked', w.people.parent, { portal: w.hats.parent }, { locked: true })
  await look('patient locked', w.people.anna, { portal: w.hats.anna }, { locked: true })
  await look('another patient’s hat', w.people.ben, { portal: w.hats.anna })
  await look('a hat of another practice', w.people.anna, { portal: w.hats.berta })
  await look('a hat that never was', w.people.anna, { portal: randomUUID() })
  await look('former proxy', w.people.formerParent, { portal: w.hats.formerParent })
  await look('staff at a portal', w.people.owner, { portal: w.hats.anna })
  await look('patient at the practice', w.people.anna, practice)
  for (const [name, direction, more] of [
    ['guest of a share', 'out', {}], ['guest of a request', 'in', {}], ['guest of an ended share', 'out', { ended: true }], ['guest whose half hour is over', 'out', { sessionOver: true }],
  ] as const) {
    const { share, cookie } = await makeShare(w, { direction, documents: direction === 'out' ? [w.documents.annaReleased.id] : [], ...more })
    found[name] = { hat: { share }, found: await findGuest({ token: null, guest: cookie, requestId: randomUUID(), act: true }, { share }) }
    if (name === 'guest of a share') {
      const other = await makeShare(w, { documents: [w.documents.annaReleased.id] })
      found['guest with another share’s cookie'] = { hat: { share }, found: await findGuest({ token: null, guest: other.cookie, requestId: randomUUID(), act: true }, { share }) }
      found['guest without a cookie'] = { hat: { share }, found: await findGuest({ token: null, guest: null, requestId: randomUUID(), act: true }, { share }) }
    }
  }
  const lookAsFolder = async (name: string, folder: string, token: string | null) => {
    found[name] = { hat: { folder }, found: await findFolder({ token: null, folder: token, requestId: randomUUID(), act: true }, { folder }) }
  }
  const program = await makeFolder(w)
  await lookAsFolder('folder', program.folder, program.token)
  await lookAsFolder('folder without a credential', program.folder, null)
  await lookAsFolder('folder with another’s credential', program.folder, (await makeFolder(w)).token)
  await lookAsFolder('folder with its computer’s cookie', program.folder, program.seat)
  for (const [name, more] of [['folder that was ended', { ended: true }], ['folder whose computer is off the list', { computerEnded: true }]] as const) {
    const made = await makeFolder(w, more)
    await lookAsFolder(name, made.folder, made.token)
  }
  found['anonymous'] = { hat: practice, found: await findPrincipal({ token: null, requestId: randomUUID(), act: false }, practice) }
  found['ended'] = { hat: practice, found: await ended() }
})

async function ended() {
  const { token, id } = await w.session(w.people.owner)
  await w.database.asSuperuser('update identity.session set ended_at = now() where id = $1', [id])
  return findPrincipal({ token, requestId: randomUUID(), act: false }, { practice: w.a.id })
}

/** What the product's own list of conditions says to somebody who asks for an operation. */
function answer(operation: AnyOperation, who: string, closed: string[] = []): string {
  const asked = found[who]
  if (!asked) throw new Error(`nobody called ${who}`)
  const hat = asked.found.hat ? { ...asked.found.hat, closed: closed as never } : null
  return firstRefusal(all, { spec: operation.spec, found: { person: asked.found.person, hat }, hat: asked.hat, now: now() })?.code ?? 'allow'
}

test('every operation has a row, and every row an operation', () => {
  const names = operations.map(({ operation }) => operation.spec.name)
  expect(names.length).toBeGreaterThan(15)
  expect(new Set(names).size, 'names are unique').toBe(names.length)
  expect(names.filter((name) => !(name in matrix)), 'operations without a row').toEqual([])
  expect(Object.keys(matrix).filter((name) => !names.includes(name)), 'rows without an operation').toEqual([])
})

describe.for(operations.map(({ operation, file }) => [operation.spec.name, operation, file] as const))('%s', ([name, operation]) => {
  const row = matrix[name]

  test('allows and refuses as its row says', () => {
    expect(row, 'a row in tests/access/matrix.ts').toBeDefined()
    if (!row) return
    expect(operation.spec.as).toBe(Array.isArray(row.who) ? 'staff' : row.who === 'self' || row.who === 'proxy' ? 'patient' : row.who)
    const fresh = row.stepUp ? ' stepped up' : ''
    if (Array.isArray(row.who)) {
      for (const role of roles) {
        expect(`${role}: ${answer(operation, role + fresh)}`).toBe(`${role}: ${row.who.includes(role) ? 'allow' : 'forbidden'}`)
        if (row.stepUp && row.who.includes(role)) expect(answer(operation, role)).toBe('step_up')
        expect(`${role} by PIN: ${answer(operation, `${role} stepped up by PIN`)}`)
          .toBe(`${role} by PIN: ${row.stepUp === 'full' ? 'forbidden' : answer(operation, `${role} stepped up`)}`)
        expect(answer(operation, `${role} locked`)).toBe(row.locked ? answer(operation, role + fresh) : 'locked')
        expect(answer(operation, `${role} with one factor`)).toBe('second_factor')
        expect(answer(operation, `${role} at another practice`)).toBe('not_found')
        expect(answer(operation, `${role} at a practice that never was`)).toBe('not_found')
      }
      for (const who of ['nobody’s hat', 'former member', 'patient at the practice', 'patient']) expect(`${who}: ${answer(operation, who)}`).toBe(`${who}: not_found`)
      for (const who of ['anonymous', 'ended']) expect(answer(operation, who)).toBe('unauthenticated')
    } else if (row.who === 'patient' || row.who === 'self' || row.who === 'proxy') {
      for (const who of ['patient', 'proxy', 'narrowed proxy']) {
        const may = row.who === 'patient' || (row.who === 'self') === (who === 'patient')
        expect(`${who}: ${answer(operation, who)}`).toBe(`${who}: ${may ? 'allow' : 'forbidden'}`)
        if (row.stepUp && may) expect(answer(operation, `${who} not stepped up`)).toBe('step_up')
      }
      for (const who of ['another patient’s hat', 'a hat of another practice', 'a hat that never was', 'former proxy', 'proxy run out', 'staff at a portal', 'owner'])
        expect(`${who}: ${answer(operation, who)}`).toBe(`${who}: not_found`)
      expect(answer(operation, 'patient locked')).toBe(row.locked ? 'allow' : 'locked')
      expect(answer(operation, 'proxy locked')).toBe(row.locked ? 'allow' : 'locked')
      expect(answer(operation, 'anonymous')).toBe('unauthenticated')
    } else if (row.who === 'guest') {
      expect(answer(operation, 'guest of a share')).toBe(row.of === 'share' ? 'allow' : 'forbidden')
      expect(answer(operation, 'guest of a request')).toBe(row.of === 'request' ? 'allow' : 'forbidden')
      for (const who of ['guest of an ended share', 'guest whose half hour is over', 'guest with another share’s cookie', 'guest without a cookie', 'patient', 'owner', 'anonymous'])
        expect(`${who}: ${answer(operation, who)}`).toBe(`${who}: not_found`)
    } else if (row.who === 'folder') {
      expect(answer(operation, 'folder')).toBe('allow')
      for (const who of ['folder without a credential', 'folder with another’s credential', 'folder with its computer’s cookie', 'folder that was ended', 'folder whose computer is off the list', 'guest of a request', 'patient', 'owner', 'anonymous'])
        expect(`${who}: ${answer(operation, who)}`).toBe(`${who}: not_found`)
    } else if (row.who === 'person') {
      expect(answer(operation, 'person')).toBe('allow')
      expect(answer(operation, 'person not stepped up')).toBe(row.stepUp ? 'step_up' : 'allow')
      expect(answer(operation, 'person locked')).toBe(row.locked ? (row.stepUp ? 'step_up' : 'allow') : 'locked')
      expect(answer(operation, 'anonymous')).toBe('unauthenticated')
      expect(answer(operation, 'ended')).toBe('unauthenticated')
    } else {
      expect(answer(operation, 'anonymous')).toBe('allow')
    }
  })

  test('closes with what its row names, and with nothing else', () => {
    if (!row || row.who === 'visitor' || row.who === 'person') return expect(operation.spec.closedBy).toEqual([])
    const who = Array.isArray(row.who) ? `${row.who[0]}${row.stepUp ? ' stepped up' : ''}` : row.who === 'proxy' ? 'proxy' : row.who === 'guest' ? `guest of a ${row.of}` : row.who === 'folder' ? 'folder' : 'patient'
    for (const shut of ['documents', 'portal', 'writes'] as const)
      expect(`${shut}: ${answer(operation, who, [shut])}`).toBe(`${shut}: ${row.closed.includes(shut) ? 'closed' : 'allow'}`)
  })

  test('says in a sentence who may, and what it records', () => {
    expect(operation.spec.allow.says.length).toBeGreaterThan(10)
    const { audit } = operation.spec
    if (typeof audit !== 'function') expect(audit.nothing.length).toBeGreaterThan(10)
  })
})
