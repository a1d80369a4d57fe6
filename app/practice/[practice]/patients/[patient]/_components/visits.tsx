import { Section } from '@/components/layout/section'
import { Status } from '@/components/ui/status'
import { formatVisit } from '@/lib/format/dates'
import { sortVisits, visitStatus } from '@/lib/patients/rules'
import type { PatientVisit } from '@/lib/patients/schema'
import { Ended } from './unfold'

type Props = { visits: readonly PatientVisit[]; timeZone: string; now: Date }

/** What is booked, nearest first, and what was, latest first. */
export function Visits({ visits, timeZone, now }: Props) {
  const { coming, past } = sortVisits(visits, now)
  const latest = past.slice(0, 5)
  const earlier = past.slice(5)
  return (
    <Section title="Visits">
      {visits.length === 0 ? <p className="border-y border-line py-2.5 text-small text-ink-soft">No visits on record.</p> : null}
      {coming.length > 0 ? <List title="To come" visits={coming} timeZone={timeZone} /> : visits.length > 0 ? <p className="mb-4 text-small text-ink-soft">Nothing is booked.</p> : null}
      {latest.length > 0 ? <List title="Past" visits={latest} timeZone={timeZone} /> : null}
      <Ended title="Earlier visits" count={earlier.length}>{earlier.map((visit) => <Line key={visit.id} visit={visit} timeZone={timeZone} />)}</Ended>
    </Section>
  )
}

function List({ title, visits, timeZone }: { title: string; visits: readonly PatientVisit[]; timeZone: string }) {
  return (
    <>
      <h3 className="text-small font-semibold text-ink-faint">{title}</h3>
      <ul className="mt-1 mb-5 divide-y divide-line border-y border-line text-small">
        {visits.map((visit) => <Line key={visit.id} visit={visit} timeZone={timeZone} />)}
      </ul>
    </>
  )
}

function Line({ visit, timeZone }: { visit: PatientVisit; timeZone: string }) {
  const { tone, words } = visitStatus(visit.status)
  return (
    <li className="grid gap-x-4 py-2.5 sm:grid-cols-[13.5rem_minmax(0,1fr)_8.5rem]">
      <time dateTime={visit.startsAt.toISOString()} className="font-medium">{formatVisit(visit.startsAt, timeZone)}</time>
      <span>{visit.reason} <span className="text-ink-faint">with {visit.provider}, {visit.operatory}</span></span>
      <span><Status tone={tone}>{words}</Status></span>
    </li>
  )
}
