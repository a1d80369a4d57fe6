import 'server-only'
import type { DocumentKind, StoryDocument, StoryMembership, StoryRelease, StoryReleaseRule } from '@/db/seed/story/types'
import { daysAfter, minutesAfter } from '@/db/seed/story/calendar'
import { random, type Random } from '@/db/seed/story/random'

/** How likely somebody releases by hand what no rule releases. */
const byHand: Partial<Record<DocumentKind, number>> = {
  bitewing: 0.65, periapical: 0.65, panoramic: 0.7, photo_front: 0.6, photo_side: 0.5, photo_upper: 0.5,
  photo_lower: 0.5, referral: 0.75, lab_report: 0.4, insurance_card: 0.4, insurance_letter: 0.7,
  privacy_notice: 0.9, health_history: 0.5,
}

const notes: Partial<Record<DocumentKind, string[]>> = {
  bitewing: ['As we looked at together on the screen.', 'Nothing new since last time.', ''],
  periapical: ['The root you asked about is in the middle of the picture.', ''],
  panoramic: ['The overview we spoke about; the wisdom teeth are at both ends.', ''],
  photo_front: ['For your own comparison in six months.', ''],
  photo_upper: ['The chipped edge is on the left side.', ''],
  referral: ['Please take this to the specialist; it also has our number.', 'The specialist has it already; this is your copy.'],
  lab_report: ['So that you know what your crown is made of.'],
  insurance_letter: ['Your plan answered. Call us if the amount surprises you.'],
  health_history: ['Please tell us if anything has changed.'],
}

const withdrawals = [
  'Replaced by a corrected version',
  'To be explained in person first',
  'Released a day too early',
  'Patient asked for it to be taken back',
]

/** Gives each filed document its releases: by the owner's rule, or by a person's hand. */
export function withReleases(
  document: StoryDocument,
  rules: StoryReleaseRule[],
  staff: StoryMembership[],
  today: Date,
): StoryDocument {
  if (!document.filed) return document
  const r = random(`release ${document.key}`)
  const rule = rules.find((x) => x.practice === document.practice && x.category === document.category)
  const first = rule && rule.timing !== 'never' ? ruled(document, rule) : handed(document, r, today)
  if (!first || first.from >= today) return document
  const releases = [first]
  const officer = staff.find((m) => m.practice === document.practice && m.roles.includes('privacy_officer') && !m.until)
  const endsAt = minutesAfter(first.from, r.int(25, 4 * 24 * 60))
  const lasted = first.expiresAt ? first.expiresAt > endsAt : true
  if (r.chance(0.05) && officer && endsAt < today && lasted) {
    first.ended = { at: endsAt, by: r.chance(0.5) ? officer.key : document.provider, why: r.pick(withdrawals) }
    const again = minutesAfter(endsAt, r.int(60, 3 * 24 * 60))
    if (r.chance(0.3) && again < today) {
      releases.push({
        key: `${document.key}/release/2`, note: 'Corrected.', from: again, expiresAt: null, by: document.provider, rule: null, ended: null,
      })
    }
  }
  return { ...document, releases }
}

function ruled(document: StoryDocument, rule: StoryReleaseRule): StoryRelease | null {
  const from = rule.timing === 'on_filing' ? document.filed?.at : document.reviewed?.at
  if (!from) return null
  return { key: `${document.key}/release/1`, note: '', from, expiresAt: null, by: null, rule: rule.key, ended: null }
}

function handed(document: StoryDocument, r: Random, today: Date): StoryRelease | null {
  if (!document.filed || !r.chance(byHand[document.kind] ?? 0)) return null
  const from = minutesAfter(document.filed.at, r.int(3, 180))
  const limited = document.category === 'referral' || r.chance(0.12)
  const recent = daysAfter(today, -45) < from
  return {
    key: `${document.key}/release/1`,
    note: r.pick(notes[document.kind] ?? ['']),
    from,
    expiresAt: limited ? daysAfter(from, recent ? 120 : r.pick([30, 90])) : null,
    by: r.chance(0.6) ? document.provider : document.filed.by,
    rule: null,
    ended: null,
  }
}
