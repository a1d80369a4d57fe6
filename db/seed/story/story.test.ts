import { describe, expect, test } from 'vitest'
import { demoAccounts, otherAccounts } from '@/db/seed/accounts'
import { calendar } from '@/db/seed/story/calendar'
import { story } from '@/db/seed/story/story'

const now = new Date('2026-03-18T16:20:00Z')
/** A weekend night, the hour that a clock change leaves out, and a morning before anybody has come. */
const awkward = ['2026-03-15T05:30:00Z', '2026-03-08T07:30:00Z', '2026-11-02T10:05:00Z', '2027-01-01T04:59:00Z'].map((at) => new Date(at))
const stories = [now, ...awkward].map((at) => story(at))
const told = stories[0]!

const keysOf = (list: { key: string }[]) => new Set(list.map((one) => one.key))

describe('the story', () => {
  test('has the size it promises, whenever it is told', () => {
    for (const one of stories) {
      expect(one.practices).toHaveLength(2)
      expect(new Set(one.practices.map((p) => p.timeZone)).size).toBe(2)
      expect(one.patients).toHaveLength(60)
      expect(one.patients.filter((p) => p.practice === 'riverbend')).toHaveLength(36)
      expect(one.documents.length).toBeGreaterThanOrEqual(430)
      expect(one.documents.length).toBeLessThan(520)
      expect(one.documents.filter((d) => !d.filed)).toHaveLength(9)
      expect(one.documents.filter((d) => d.held && !d.filed)).toHaveLength(1)
      for (const practice of one.practices) {
        const cal = calendar(practice.timeZone, one.today)
        const today = one.appointments.filter((a) => a.practice === practice.key && cal.dateOf(a.startsAt) === cal.today)
        expect(today.length).toBeGreaterThanOrEqual(14)
      }
    }
  })

  test('is the same for the same moment', () => {
    expect(JSON.stringify(story(now))).toBe(JSON.stringify(told))
    expect(JSON.stringify(stories[1])).not.toBe(JSON.stringify(told))
  })

  test('gives every thing one key, and every reference a thing', () => {
    for (const list of [told.people, told.memberships, told.patients, told.portalAccesses, told.appointments, told.documents, told.openings]) {
      expect(keysOf(list).size).toBe(list.length)
    }
    const people = keysOf(told.people)
    const members = keysOf(told.memberships)
    const patients = keysOf(told.patients)
    const visits = keysOf(told.appointments)
    const documents = new Map(told.documents.map((d) => [d.key, d]))
    const accesses = keysOf(told.portalAccesses)
    for (const m of told.memberships) expect(people.has(m.person)).toBe(true)
    for (const a of told.portalAccesses) expect(people.has(a.person) && patients.has(a.patient) && members.has(a.givenBy)).toBe(true)
    for (const a of told.appointments) expect(patients.has(a.patient) && members.has(a.provider)).toBe(true)
    for (const d of told.documents) {
      expect(patients.has(d.patient) && members.has(d.uploadedBy) && members.has(d.provider)).toBe(true)
      expect(d.appointment === null || visits.has(d.appointment)).toBe(true)
      expect(d.patient.startsWith(`${d.practice}/`)).toBe(true)
    }
    for (const o of told.openings) {
      expect(documents.get(o.document)?.practice).toBe(o.practice)
      expect((o.membership === null) !== (o.portalAccess === null)).toBe(true)
      expect(o.membership ? members.has(o.membership) : accesses.has(o.portalAccess as string)).toBe(true)
    }
  })

  test('keeps to teeth that exist and to names that the typefaces have', () => {
    for (const d of told.documents) if (d.tooth) expect(d.tooth).toMatch(/^([1-9]|[12]\d|3[0-2]|[A-T])$/)
    for (const p of told.patients) expect(`${p.givenName} ${p.familyName}`).toMatch(/^[ -~\u00a0-\u00ff]+$/)
  })

  test('invents every address', () => {
    for (const person of told.people) expect(person.email).toMatch(/@[a-z-]+\.example$/)
    for (const p of told.patients) expect(p.phone).toMatch(/^\(\d{3}\) 555-01\d\d$/)
    expect(JSON.stringify([told, demoAccounts, otherAccounts])).not.toMatch(/\bD\d{4}\b/)
  })
})

describe('time in the story', () => {
  test.each(stories)('nothing but visits and expiries lies ahead of $today', (one) => {
    const at = one.today
    for (const d of one.documents) {
      const moments = [d.uploadedAt, d.filed?.at, d.reviewed?.at, ...d.releases.flatMap((r) => [r.from, r.ended?.at])]
      for (const moment of moments) if (moment) expect(moment.getTime()).toBeLessThanOrEqual(at.getTime())
      if (d.filed) expect(d.filed.at >= d.uploadedAt).toBe(true)
      for (const r of d.releases) {
        if (r.ended) expect(r.ended.at > r.from).toBe(true)
        if (r.expiresAt) expect(r.expiresAt > r.from).toBe(true)
      }
      expect(d.releases.slice(0, -1).every((r) => r.ended)).toBe(true)
    }
    for (const o of one.openings) expect(o.at < at).toBe(true)
    for (const a of one.appointments) {
      if (a.status === 'fulfilled') expect(a.endsAt <= at).toBe(true)
      if (a.status === 'booked') expect(a.startsAt > at).toBe(true)
    }
  })

  test('nobody and no chair is booked twice at once', () => {
    for (const who of ['provider', 'operatory', 'patient'] as const) {
      const groups = Object.groupBy(told.appointments, (a) => `${a.practice} ${a[who]}`)
      for (const group of Object.values(groups)) {
        const sorted = group!.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
        sorted.slice(1).forEach((next, i) => expect(next.startsAt >= sorted[i]!.endsAt).toBe(true))
      }
    }
  })

  test('staff act only while they are members, patients look only at what is theirs to see', () => {
    const members = new Map(told.memberships.map((m) => [m.key, m]))
    const works = (key: string, at: Date) => {
      const m = members.get(key)!
      return m.from <= at && (m.until === null || at < m.until)
    }
    const documents = new Map(told.documents.map((d) => [d.key, d]))
    const accesses = new Map(told.portalAccesses.map((a) => [a.key, a]))
    for (const d of told.documents) {
      expect(works(d.uploadedBy, d.uploadedAt)).toBe(true)
      if (d.filed) expect(works(d.filed.by, d.filed.at)).toBe(true)
      for (const r of d.releases) if (r.by) expect(works(r.by, r.from)).toBe(true)
    }
    for (const o of told.openings) {
      const d = documents.get(o.document)!
      const access = o.portalAccess ? accesses.get(o.portalAccess)! : null
      const may = access
        ? access.patient === d.patient && (access.scope === 'all' || access.categories.includes(d.category)) && access.from <= o.at && (access.until === null || o.at < access.until) &&
          d.releases.some((r) => r.from <= o.at && (!r.ended || o.at < r.ended.at) && (!r.expiresAt || o.at < r.expiresAt))
        : works(o.membership!, o.at)
      expect(may, o.key).toBe(o.decision === 'allow')
    }
  })
})

describe('the people', () => {
  const accessesOf = (person: string) => told.portalAccesses.filter((a) => a.person === person && !a.until).map((a) => `${a.patient} ${a.relation}`).sort()

  test('each practice is fully staffed', () => {
    for (const practice of told.practices) {
      const roles = told.memberships.filter((m) => m.practice === practice.key && !m.until).flatMap((m) => m.roles)
      expect(roles.toSorted()).toEqual(['assistant', 'billing', 'dentist', 'dentist', 'front_desk', 'hygienist', 'owner', 'privacy_officer'])
    }
  })

  test('a hygienist there is a patient here and mother of a child in both; the father sees the child in one', () => {
    expect(told.memberships.find((m) => m.person === 'marisol')?.practice).toBe('cedar')
    expect(accessesOf('marisol')).toEqual(['cedar/theo-vega-lindqvist parent', 'riverbend/marisol-vega self', 'riverbend/theo-vega-lindqvist parent'])
    expect(accessesOf('anders')).toEqual(['cedar/anders-lindqvist self', 'riverbend/theo-vega-lindqvist parent'])
  })

  test('those who act for somebody see as far as was agreed, and a child is about to come of age', () => {
    const reach = (key: string) => told.portalAccesses.find((a) => a.key === key)
    expect(reach('riverbend/theo-vega-lindqvist/anders')).toMatchObject({ scope: 'categories', apart: true, endsAtMajority: true })
    expect(reach('riverbend/theo-vega-lindqvist/marisol')).toMatchObject({ scope: 'all', apart: false })
    expect(reach('riverbend/harold-teague/nadine')?.categories).toContain('letter')
    expect(reach('riverbend/rosa-elena-ibarra/julio')).toMatchObject({ relation: 'helper', scope: 'task', task: 'insurance_card' })
    const marek = told.portalAccesses.find((a) => a.person === 'marek')!
    const days = (marek.expiresAt!.getTime() - told.today.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(38)
    expect(days).toBeLessThan(43)
    for (const access of told.portalAccesses.filter((a) => a.relation !== 'self')) expect(access.expiresAt, access.key).not.toBeNull()
  })

  test('two pairs are alike by name and not by birth', () => {
    for (const [a, b] of [['riverbend/katherine-nguyen', 'riverbend/catherine-nguyen'], ['cedar/jon-petersen', 'cedar/john-peterson']]) {
      const [one, other] = [a, b].map((key) => told.patients.find((p) => p.key === key))
      expect(one?.birthDate.slice(0, 7)).toBe(other?.birthDate.slice(0, 7))
      expect(one?.birthDate).not.toBe(other?.birthDate)
    }
  })

  test('the former employee was curious before he left, and refused afterwards', () => {
    for (const one of stories) {
      const looks = one.openings.filter((o) => o.membership === 'riverbend/brent' && o.document.startsWith('riverbend/delphine-carrow/'))
      expect(looks.filter((o) => o.decision === 'allow').length).toBeGreaterThanOrEqual(3)
      expect(looks.filter((o) => o.decision === 'deny')).toHaveLength(1)
    }
  })

  test('a former patient is refused, and there is much to see for those who stayed', () => {
    expect(told.openings.filter((o) => o.portalAccess?.endsWith('/colette') && o.reason === 'access_ended')).toHaveLength(1)
    expect(told.openings.filter((o) => o.portalAccess && o.decision === 'allow').length).toBeGreaterThan(100)
  })
})

describe('the accounts', () => {
  const all = [...demoAccounts, ...otherAccounts]

  test('belong to people of the story, under their own addresses', () => {
    expect(demoAccounts).toHaveLength(10)
    for (const account of all) {
      const person = told.people.find((p) => p.key === account.key)
      expect(person?.name, account.key).toBe(account.name)
      expect(person?.email, account.key).toBe(account.email)
      expect(account.password.length).toBeGreaterThanOrEqual(15)
    }
    expect(new Set(all.map((a) => a.password)).size).toBe(all.length)
  })

  test('everybody who works here has a second factor', () => {
    for (const m of told.memberships) expect(all.find((a) => a.key === m.person)?.totpSecret, m.key).toMatch(/^[A-Z2-7]{32}$/)
    expect(new Set(all.map((a) => a.totpSecret)).size).toBe(told.memberships.length + 1)
  })
})

test('a short story is part of the long one', () => {
  const short = story(now, { documents: 70 })
  expect(short.documents).toHaveLength(70)
  const long = keysOf(told.documents)
  expect(short.documents.every((d) => long.has(d.key))).toBe(true)
  expect(new Set(short.documents.map((d) => d.patient)).size).toBe(60)
})
