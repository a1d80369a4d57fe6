import 'server-only'
import type { Story, StoryDocument } from '@/db/seed/story/types'
import { appointments } from '@/db/seed/story/appointments'
import { documents } from '@/db/seed/story/documents'
import { openings } from '@/db/seed/story/openings'
import { patients, portalAccesses, portalPeople } from '@/db/seed/story/patients'
import { practices, releaseRules, workstations } from '@/db/seed/story/practices'
import { withReleases } from '@/db/seed/story/releases'
import { memberships, staffPeople } from '@/db/seed/story/staff'

export type StoryOptions = {
  /** At most so many documents, the newest of each record first: a short story for a quick test. */
  documents?: number
}

/**
 * The demo's story, told at `today`: everybody in it is invented. The same instant gives the same story, to the byte.
 * Nothing lies in the future but coming appointments and the expiry of releases and proxies.
 */
export function story(today: Date, options: StoryOptions = {}): Story {
  const offices = practices(today)
  const staff = memberships(today)
  const register = patients(today)
  const employed = staffPeople(today)
  const people = [...employed, ...portalPeople(today, employed)]
  const accesses = portalAccesses(today, people, register)
  const rules = releaseRules(today)
  const visits = offices.flatMap((practice) =>
    appointments(today, practice, register.filter((p) => p.practice === practice.key), staff),
  )
  const all = documents(today, offices, register, visits, staff).map((d) => withReleases(d, rules, staff, today))
  const papers = options.documents === undefined ? all : newest(all, options.documents)
  return {
    today,
    practices: offices,
    people,
    memberships: staff,
    patients: register,
    portalAccesses: accesses,
    releaseRules: rules,
    workstations: workstations(today),
    appointments: visits,
    documents: papers,
    openings: openings(today, offices, papers, accesses, staff),
  }
}

function newest(papers: StoryDocument[], count: number): StoryDocument[] {
  const seen = new Map<string, number>()
  const ranked = papers.toReversed().map((document) => {
    const rank = seen.get(document.patient) ?? 0
    seen.set(document.patient, rank + 1)
    return { document, rank }
  })
  const kept = new Set(ranked.sort((a, b) => a.rank - b.rank).slice(0, count).map((one) => one.document))
  return papers.filter((document) => kept.has(document))
}
