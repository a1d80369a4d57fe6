import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform } from '@/lib/access/perform'
import type { Caller } from '@/lib/access/principal'
import { historyChoices, readHistory, readMyHistory } from '@/lib/history/queries'
import { openPatient } from '@/lib/patients/queries'
import { saveSettings } from '@/lib/practice/commands'
import { world, type World } from '../../factories/world'

let w: World
const as: Record<string, Caller> = {}
const caller = (token: string | null): Caller => ({ token, requestId: randomUUID(), act: true })
const here = () => ({ practice: w.a.id })
const settings = { name: 'Alder Dental', phone: '', email: '', address: '', timeZone: 'America/Chicago', idleMinutes: '15', majorityAge: '18' }

beforeAll(async () => {
  w = await world()
  for (const name of ['owner', 'desk', 'hygienist', 'dentistB'] as const) as[name] = caller((await w.session(w.people[name])).token)
  await perform(openPatient, as.desk!, here(), { patient: w.patients.anna })
  await perform(openPatient, as.hygienist!, here(), { patient: w.patients.anna })
  await perform(openPatient, as.hygienist!, here(), { patient: w.patients.ben })
  await perform(openPatient, as.desk!, here(), { patient: w.patients.berta }).catch(() => undefined)
  await perform(saveSettings, as.desk!, here(), settings).catch(() => undefined)
  await perform(saveSettings, as.owner!, here(), { ...settings, idleMinutes: '30' })
  await perform(openPatient, as.dentistB!, { practice: w.b.id }, { patient: w.patients.berta })
})

const lines = ({ events }: Awaited<ReturnType<typeof readMine>>) => events.map(({ actor, operation, decision, patient }) => [actor.name, operation, decision, patient?.name ?? null])
const readMine = (who: string, filter: object = {}) => perform(readMyHistory, as[who]!, here(), filter)
const read = (who: string, filter: object = {}) => perform(readHistory, as[who]!, here(), filter)

describe('the practice’s history', () => {
  test('holds everything that was opened, changed and refused here, and nothing of elsewhere', async () => {
    expect(lines(await read('owner', { kind: 'opened' }))).toEqual([
      ['Dana Desk', 'patients.open', 'deny', null],
      ['Hal Hygienist', 'patients.open', 'allow', 'Ben Stone'],
      ['Hal Hygienist', 'patients.open', 'allow', 'Anna Stone'],
      ['Dana Desk', 'patients.open', 'allow', 'Anna Stone'],
    ])
    const all = await read('owner')
    expect(all.events.some(({ actor }) => actor.name === 'Dr. Bo Birch')).toBe(false)
    expect(JSON.stringify(all)).not.toContain('Berta')
  })

  test('narrows by patient, person, kind, day and outcome', async () => {
    expect(lines(await read('owner', { patient: w.patients.anna })).map(([name]) => name)).toEqual(['Hal Hygienist', 'Dana Desk'])
    expect(lines(await read('owner', { by: w.members.hygienist })).every(([name]) => name === 'Hal Hygienist')).toBe(true)
    expect(lines(await read('owner', { decision: 'deny' })).map(([, operation]) => operation)).toEqual(['practice.saveSettings', 'patients.open'])
    expect(lines(await read('owner', { kind: 'practice', decision: 'allow' }))).toEqual([['Dr. Olive Owner', 'practice.saveSettings', 'allow', null]])
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(new Date())
    expect((await read('owner', { day })).events.length).toBeGreaterThan(4)
    expect((await read('owner', { day: '2020-02-02' })).events).toEqual([])
    await expect(read('owner', { day: '2020-02-31' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is for the owner and the privacy officer, and reading it is on record', async () => {
    await expect(read('desk')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(perform(historyChoices, as.desk!, here(), {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(read('dentistB')).rejects.toMatchObject({ code: 'not_found' })
    await read('owner', { patient: w.patients.ben })
    const mine = await read('owner', { kind: 'looked' })
    expect(mine.events[0]).toMatchObject({ operation: 'history.practice', subject: 'Ben Stone', patient: null })
    expect((await perform(historyChoices, as.owner!, here(), {})).members.map(({ name, former }) => [name, former])).toContainEqual(['Fay Former', true])
  })

  test('another practice’s patient narrows it to nothing, exactly like nobody', async () => {
    const [theirs, nobody] = await Promise.all([w.patients.berta, randomUUID()].map((patient) => read('owner', { patient })))
    expect(theirs).toEqual(nobody)
    expect(theirs).toEqual({ events: [], before: null, patient: null })
  })

  test('goes through every event once, even where many share a millisecond', async () => {
    await w.database.asSuperuser(
      `insert into audit_event (practice_id, at, actor_kind, hat_id, actor_name, operation, decision, policy_version, patient_id)
       select $1, timestamptz '2025-05-05 12:00:00.123' + make_interval(secs => n * 0.000004), 'staff', $2, 'Dana Desk', 'patients.open', 'allow', '1', $3
         from generate_series(1, 230) n`, [w.a.id, w.members.desk, w.patients.anna])
    const seen: string[] = []
    let before: string | null = null
    do {
      const [at = '', id = ''] = before?.split('_') ?? []
      const page = await read('owner', { day: '2025-05-05', ...(before ? { before: { at, id } } : {}) })
      seen.push(...page.events.map((event) => event.id))
      before = page.before
    } while (before)
    expect([seen.length, new Set(seen).size]).toEqual([230, 230])
  })
})

describe('one’s own history', () => {
  test('holds what one did, and nobody else’s doings whatever is asked', async () => {
    const mine = await readMine('hygienist', { kind: 'opened' })
    expect(lines(mine)).toEqual([['Hal Hygienist', 'patients.open', 'allow', 'Ben Stone'], ['Hal Hygienist', 'patients.open', 'allow', 'Anna Stone']])
    expect(mine.events.every(({ actor }) => actor.mine)).toBe(true)
    expect(lines(await readMine('hygienist', { by: w.members.desk })).every(([name]) => name === 'Hal Hygienist')).toBe(true)
  })
})

test('the database alone keeps what colleagues did beside records from those who do not answer for it', async () => {
  const { reading } = await import('@/db/practice')
  const sees = async (who: 'desk' | 'owner') => {
    const session = (await w.session(w.people[who])).id
    return reading('staff', { practice: w.a.id, hat: w.members[who], person: w.people[who], session, request: randomUUID() }, async (db) =>
      (await db.selectFrom('auditEvent').select(['actorName', 'operation']).where('operation', 'in', ['practice.saveSettings', 'patients.open']).where('at', '>', new Date('2026-01-01')).execute())
        .map(({ actorName, operation }) => `${actorName} ${operation}`))
  }
  expect(await sees('owner')).toContain('Dr. Olive Owner practice.saveSettings')
  const desk = await sees('desk')
  expect(desk).not.toContain('Dr. Olive Owner practice.saveSettings')
  // Own doings, refusals included, and everybody's openings of records.
  expect(desk).toEqual(expect.arrayContaining(['Dana Desk practice.saveSettings', 'Hal Hygienist patients.open']))
})
