import type { PracticeFunction, TodayVisit } from '@/lib/practice/schema'

/** What each function is called, what closing it stops, and what goes on. */
export const functionWords: Record<PracticeFunction, { name: string; closed: string; stops: string; goesOn: string }> = {
  documents: {
    name: 'Documents',
    closed: 'Documents are closed',
    stops: 'No document opens for a patient or for anybody who acts for one. Links that are already open stop at once.',
    goesOn: 'The office reads and files as always; patients still see their visits and who has looked.',
  },
  portal: {
    name: 'The patient portal',
    closed: 'The patient portal is closed',
    stops: 'No patient and nobody who acts for one can read anything; they are asked to telephone.',
    goesOn: 'The office works as always.',
  },
  writes: {
    name: 'Changes to records',
    closed: 'Changes to records are closed',
    stops: 'Nothing can be added or changed: no uploads, no releases, no edits.',
    goesOn: 'Reading goes on, and what was released can still be withdrawn.',
  },
}

/** When the owner's rule lets patients see a kind of document. */
export const timings = ['never', 'on_filing', 'after_review'] as const
export type Timing = (typeof timings)[number]

/** When the owner's rule lets a patient see a category, in words. */
export const timingWords: Record<Timing, { name: string; about: string }> = {
  never: { name: 'A person decides', about: 'Nothing is released until somebody releases it.' },
  after_review: { name: 'After review', about: 'Once a dentist has reviewed it.' },
  on_filing: { name: 'On filing', about: 'As soon as it is filed in the chart.' },
}

/** How a day is greeted at the hour of the practice's own clock (0–23). */
export function greeting(hour: number): string {
  if (hour < 12) return 'Good morning'
  return hour < 17 ? 'Good afternoon' : 'Good evening'
}

/** Given name for the greeting; titles stay, for "Dr. Okonkwo" is how the office calls her. */
export function addressee(displayName: string): string {
  const words = displayName.trim().split(/\s+/)
  if (/^(dr|dra|mr|mrs|ms|prof)\.?$/i.test(words[0] ?? '')) return words.length > 1 ? `${words[0]} ${words.at(-1)}` : displayName
  return words[0] ?? displayName
}

/** The day's visits by operatory, each in the order of the clock; operatories in the order of their names. */
export function byOperatory(visits: readonly TodayVisit[]): { operatory: string; visits: TodayVisit[] }[] {
  const groups = Map.groupBy(visits, ({ operatory }) => operatory)
  return [...groups]
    .map(([operatory, list]) => ({ operatory, visits: list.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime()) }))
    .sort((a, b) => a.operatory.localeCompare(b.operatory, 'en', { numeric: true }))
}

/** What of the day is still to come: neither over nor off. */
export function stillToCome(visits: readonly TodayVisit[], now: Date): number {
  return visits.filter(({ startsAt, status }) => startsAt > now && !['cancelled', 'noshow', 'fulfilled', 'entered-in-error'].includes(status)).length
}

/** Which rules change: those whose timing differs from the one in force. A category without a rule is `never`. */
export function ruleChanges(inForce: ReadonlyMap<string, Timing>, wanted: Readonly<Record<string, Timing>>): { category: string; timing: Timing }[] {
  return Object.entries(wanted)
    .filter(([category, timing]) => (inForce.get(category) ?? 'never') !== timing)
    .map(([category, timing]) => ({ category, timing }))
}

/** Zones to choose from: those of the United States first, as an office there finds its own, then all others. */
export function zoneChoices(all: readonly string[], current: string): { usual: string[]; others: string[] } {
  const usual = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu', 'America/Puerto_Rico']
  const others = [...new Set([...all, current])].filter((zone) => zone !== '' && !usual.includes(zone)).sort()
  return { usual, others }
}
