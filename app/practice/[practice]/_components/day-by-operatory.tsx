import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { formatTime } from '@/lib/format/dates'
import { visitStatus } from '@/lib/patients/rules'
import { byOperatory } from '@/lib/practice/rules'
import type { TodayVisit } from '@/lib/practice/schema'

type Props = { here: string; visits: readonly TodayVisit[]; timeZone: string; now: Date }

const off = ['cancelled', 'noshow']

/** The day's visits, one column to an operatory. Names lead to records and fetch nothing until they are pressed. */
export function DayByOperatory({ here, visits, timeZone, now }: Props) {
  if (visits.length === 0)
    return <EmptyState title="Nobody is booked today">Find a patient above, or look at what waits to be done.</EmptyState>
  return (
    <section aria-label="Visits by operatory" className="grid content-start gap-x-7 gap-y-9 sm:grid-cols-[repeat(auto-fit,minmax(12rem,1fr))]">
      {byOperatory(visits).map(({ operatory, visits: list }) => (
        <div key={operatory}>
          <h2 className="border-b border-line-strong pb-2 text-small font-semibold">
            {operatory}
            <span className="font-normal text-ink-faint"> {[...new Set(list.map(({ provider }) => provider))].join(', ')}</span>
          </h2>
          <ol>
            {list.map((visit) => {
              const { tone, words } = visitStatus(visit.status)
              const running = visit.startsAt <= now && now < visit.endsAt && !off.includes(visit.status)
              return (
                <li key={visit.id} className="relative border-b border-line py-2.5 hover:bg-sheet">
                  <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                    <p className={running ? 'text-small font-semibold text-violet' : 'text-small text-ink-faint'}>
                      <time dateTime={visit.startsAt.toISOString()}>{formatTime(visit.startsAt, timeZone)}</time>
                      {running ? ', now' : ''}
                    </p>
                    <Status tone={tone}>{words}</Status>
                  </div>
                  <TextLink look="plain" href={`${here}/patients/${visit.patient.id}`} className={`row-link font-name text-name ${off.includes(visit.status) ? 'line-through decoration-line-strong' : ''}`}>
                    {visit.patient.name}
                  </TextLink>
                  <p className="text-small text-ink-soft">{visit.reason}</p>
                </li>
              )
            })}
          </ol>
        </div>
      ))}
    </section>
  )
}
