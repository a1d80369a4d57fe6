import 'server-only'
import type { StoryDocument, StoryMembership, StoryOpening, StoryPortalAccess, StoryPractice } from '@/db/seed/story/types'
import { calendar, daysAfter, earlier, later, minutesAfter, type Calendar } from '@/db/seed/story/calendar'
import { cedar, riverbend } from '@/db/seed/story/practices'
import { coletteLeft } from '@/db/seed/story/patients'
import { random, type Random } from '@/db/seed/story/random'
import { brentLeft } from '@/db/seed/story/staff'

/** Days before today of the curious evening: the former front desk, alone, in a record that nobody had asked him for. */
export const curiousEvening = brentLeft + 13

type Look = Omit<StoryOpening, 'key' | 'practice' | 'document'>

/** Who looked at what and when: everyday work, patients at home, and the few looks that a privacy officer should find. */
export function openings(
  today: Date,
  practices: StoryPractice[],
  documents: StoryDocument[],
  accesses: StoryPortalAccess[],
  staff: StoryMembership[],
): StoryOpening[] {
  const calendars = new Map(practices.map((p) => [p.key, calendar(p.timeZone, today)]))
  const out: StoryOpening[] = []
  const add = (document: StoryDocument, look: Look): void => {
    if (look.at > document.uploadedAt && look.at < today) {
      out.push({ key: `${document.key}/look/${out.length}`, practice: document.practice, document: document.key, ...look })
    }
  }
  for (const document of documents) {
    const r = random(`looks ${document.key}`)
    const cal = calendars.get(document.practice) as Calendar
    for (const look of staffLooks(document, r, staff)) add(document, look)
    for (const access of accesses.filter((a) => a.patient === document.patient && (a.scope === 'all' || a.categories.includes(document.category)))) {
      for (const look of patientLooks(document, access, r, cal)) add(document, look)
    }
  }
  curious(documents, calendars.get(riverbend) as Calendar, add)
  refused(documents, accesses, today, add)
  return out.sort((a, b) => a.at.getTime() - b.at.getTime())
}

const everyday = (membership: string, at: Date): Look => ({ membership, portalAccess: null, at, decision: 'allow', reason: '' })

function staffLooks(document: StoryDocument, r: Random, staff: StoryMembership[]): Look[] {
  const out: Look[] = []
  if (!document.filed) return out
  if (document.reviewed) out.push(everyday(document.reviewed.by, minutesAfter(document.reviewed.at, -2)))
  if (r.chance(0.25)) out.push(everyday(document.filed.by, minutesAfter(document.filed.at, 1)))
  if (r.chance(0.18)) {
    const at = minutesAfter(document.filed.at, r.int(60, 60 * 24 * 20))
    const there = staff.filter((m) => m.practice === document.practice && m.from < at && !m.until)
    out.push(everyday(r.pick(there).key, at))
  }
  return out
}

/** A patient looks some evening after the release, and only while it and her access last. */
function patientLooks(document: StoryDocument, access: StoryPortalAccess, r: Random, cal: Calendar): Look[] {
  const out: Look[] = []
  for (const release of document.releases) {
    const opensAt = later(release.from, access.from)
    const times = r.chance(0.55) ? (r.chance(0.25) ? 2 : 1) : 0
    for (let i = 0; i < times; i++) {
      const date = cal.dateOf(daysAfter(opensAt, r.int(0, 5) + i * 9))
      const at = minutesAfter(cal.at(date, r.pick([7, 8, 12, 17, 18, 19, 20, 21]) * 60), r.int(0, 59))
      const ends = [release.ended?.at, release.expiresAt, access.until].filter((x) => x != null)
      if (at <= opensAt || ends.some((end) => at >= end)) continue
      out.push({ membership: null, portalAccess: access.key, at, decision: 'allow', reason: '' })
    }
    const ended = release.ended
    if (ended && release === document.releases.at(-1) && !access.until && r.chance(0.5)) {
      out.push({ membership: null, portalAccess: access.key, at: minutesAfter(ended.at, r.int(20, 900)), decision: 'deny', reason: 'withdrawn' })
    }
  }
  return out
}

/** Nine minutes after closing time, one after the other: the papers of the county commissioner. */
function curious(documents: StoryDocument[], cal: Calendar, add: (d: StoryDocument, look: Look) => void): void {
  const evening = cal.at(cal.day(-curiousEvening), 21 * 60 + 41)
  const hers = documents.filter((d) => d.patient === 'riverbend/delphine-carrow' && d.filed && d.filed.at < evening)
  hers.slice(0, 6).forEach((document, i) => add(document, everyday('riverbend/brent', minutesAfter(evening, i + (i > 2 ? 2 : 0)))))
  const dayAfter = cal.at(cal.day(-brentLeft + 1), 19 * 60 + 6)
  const last = hers[0]
  if (last) add(last, { membership: 'riverbend/brent', portalAccess: null, at: dayAfter, decision: 'deny', reason: 'membership_ended' })
}

/** Doors that stayed shut: a former patient's bookmark, and a father at the practice where only the mother has access. */
function refused(
  documents: StoryDocument[],
  accesses: StoryPortalAccess[],
  today: Date,
  add: (d: StoryDocument, look: Look) => void,
): void {
  const deny = (document: StoryDocument | undefined, portalAccess: string, at: Date, reason: string): void => {
    if (document) add(document, { membership: null, portalAccess, at: earlier(at, minutesAfter(today, -30)), decision: 'deny', reason })
  }
  const colette = accesses.find((a) => a.person === 'colette')
  const hers = documents.find((d) => d.patient === colette?.patient && d.releases.length > 0)
  if (colette) deny(hers, colette.key, daysAfter(today, -coletteLeft + 6), 'access_ended')
  const father = accesses.find((a) => a.person === 'anders' && a.practice === cedar)
  const childs = documents.find((d) => d.patient === 'cedar/theo-vega-lindqvist' && d.releases.length > 0)
  if (father) deny(childs, father.key, daysAfter(childs?.releases[0]?.from ?? today, 4), 'not_found')
}
