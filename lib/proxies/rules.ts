import { categoryWords } from '@/lib/documents/rules'
import { dayBounds } from '@/lib/format/calendar'
import { today } from '@/lib/format/dates'
import { inWords } from '@/lib/format/names'
import type { EvidenceKind, Reach, Scope, Task, Terms } from '@/lib/proxies/schema'

/** What was shown, as the office says it. */
export const evidenceWords: Record<EvidenceKind, string> = {
  birth_certificate: 'Birth certificate',
  court_order: 'Court order',
  power_of_attorney: 'Power of attorney',
  own_word: 'The patient’s own word, in person',
  photo_id: 'Photo ID, and the relation is in the chart',
  other: 'Something else',
}

/** What a helper is asked to send. */
export const taskWords: Record<Task, string> = {
  insurance_card: 'Send the insurance card',
  identification: 'Send an identity card',
  earlier_xrays: 'Send X-rays from another office',
  signed_form: 'Send a signed form',
  something_else: 'Send what the practice asked for',
}

export const reachWords = (reach: Reach) => (reach === 'visits' ? 'Visits' : categoryWords[reach].many)

/** How far an access reaches, in the office's words. */
export function scopeWords(terms: { scope: Scope; categories: readonly string[]; task: string | null }): string {
  if (terms.scope === 'task') return `One thing: ${taskWords[terms.task as Task].toLowerCase()}`
  if (terms.scope === 'all') return 'Sees everything that is released'
  return `Sees ${inWords(terms.categories.map((reach) => within(reachWords(reach as Reach))))}`
}

/** As within a sentence: an abbreviation keeps its capital. */
const within = (word: string) => (word.startsWith('X-') ? word : word.toLowerCase())

/** Days that an access lasts where nobody says how long. */
const usual = { helper: 30, task: 14, other: 365 } as const
const longest = 5 * 366
const day = 86_400_000

type Asked = {
  relation: string
  scope: Scope
  /** The last day of it, on the practice's clock. */
  until: string | undefined
  evidenceKind: EvidenceKind | undefined
  now: Date
  timeZone: string
  comesOfAge: Date
}
export type Ending = { expiresAt: Date; endsAtMajority: boolean; reviewOn: string | null }

/**
 * When an access ends. For a minor that is her coming of age at the latest, unless a court or a deed goes beyond it; what
 * stands on her being a minor and nothing else moves with her birth date. Nothing lasts for more than five years.
 */
export function endOf({ relation, scope, until, evidenceKind, now, timeZone, comesOfAge }: Asked): Ending | { problem: string } {
  const minor = comesOfAge > now
  const beyond = evidenceKind === 'court_order' || evidenceKind === 'power_of_attorney'
  if (until === undefined) {
    const days = scope === 'task' ? usual.task : relation === 'helper' ? usual.helper : usual.other
    const parental = minor && (relation === 'parent' || relation === 'guardian')
    const short = new Date(now.getTime() + days * day)
    const ends = parental || (minor && short >= comesOfAge) ? comesOfAge : lastMoment(today(timeZone, short), timeZone)
    return { expiresAt: ends, endsAtMajority: ends === comesOfAge, reviewOn: null }
  }
  const ends = lastMoment(until, timeZone)
  if (ends <= now) return { problem: 'This day is over.' }
  if (ends.getTime() > now.getTime() + longest * day) return { problem: 'Five years at most; then it is given again.' }
  if (minor && ends > comesOfAge && !beyond)
    return { problem: `The patient comes of age on ${today(timeZone, comesOfAge)}. Only a court order or a power of attorney goes beyond that day.` }
  if (minor && ends > comesOfAge) return { expiresAt: ends, endsAtMajority: false, reviewOn: today(timeZone, comesOfAge) }
  const reviewOn = ends.getTime() > now.getTime() + 370 * day && !minor ? today(timeZone, new Date(now.getTime() + 365 * day)) : null
  return { expiresAt: ends, endsAtMajority: false, reviewOn }
}

const lastMoment = (date: string, timeZone: string) => dayBounds(date, timeZone).until

/** Whether one reaches no further and lasts no longer than another. */
export function noWider(after: Terms, before: Terms): boolean {
  const reach = after.scope === before.scope ? after.scope !== 'categories' || after.categories.every((one) => before.categories.includes(one))
    : before.scope === 'all' && after.scope === 'categories'
  const time = before.expiresAt === null || (after.expiresAt !== null && after.expiresAt <= before.expiresAt)
  return reach && time && after.task === before.task && (before.seesOthersUploads || !after.seesOthersUploads)
}

/** Whether two say the same. */
export function sameTerms(one: Terms, other: Terms): boolean {
  return noWider(one, other) && noWider(other, one)
}
