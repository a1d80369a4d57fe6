import type { ReactNode } from 'react'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { formatLongDate, formatTime, today } from '@/lib/format/dates'
import { actorWords, detailWords } from '@/lib/history/rules'
import type { HistoryEvent } from '@/lib/history/schema'
import { pieces, refusalWords, wordsOf } from '@/lib/history/words'

type Props = {
  practice: string
  events: readonly HistoryEvent[]
  timeZone: string
  /** Makes the address of this history about one patient; none where it cannot be narrowed so. */
  narrow: ((more: Record<string, string>) => string) | null
}

/** The history as sentences under their days. */
export function EventList({ practice, events, timeZone, narrow }: Props) {
  const days = Map.groupBy(events, ({ at }) => today(timeZone, at))
  return [...days].map(([day, list]) => (
    <section key={day} aria-labelledby={`day-${day}`} className="mt-7 first:mt-0">
      <h2 id={`day-${day}`} className="border-b border-line-strong pb-2 text-small font-semibold">{formatLongDate(day)}</h2>
      <ol>
        {list.map((event) => (
          <li key={event.id} className="grid gap-x-4 gap-y-0.5 border-b border-line py-2.5 text-small sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]">
            <time dateTime={event.at.toISOString()} className="text-ink-faint">{formatTime(event.at, timeZone)}</time>
            <div className="min-w-0">
              <p>
                <strong className="font-semibold">{event.actor.name}</strong>
                <span className="text-ink-faint"> ({actorWords(event.actor)}{event.actor.mine ? ', you' : ''})</span>{' '}
                {event.decision === 'allow' ? <Did practice={practice} event={event} narrow={narrow} /> : <>was not allowed to {wordsOf(event.operation).to}{event.subject ? `: ${event.subject}` : ''}</>}
              </p>
              <Detail event={event} />
            </div>
            {event.decision === 'deny' ? <span><Status tone="attention">Refused</Status></span> : null}
          </li>
        ))}
      </ol>
    </section>
  ))
}

function Detail({ event }: { event: HistoryEvent }) {
  const words = event.decision === 'deny' ? refusalWords(event.reason) : detailWords(event.operation, event.detail)
  return words ? <p className="text-micro text-ink-faint">{words}</p> : null
}

function Did({ practice, event, narrow }: { practice: string; event: HistoryEvent; narrow: Props['narrow'] }): ReactNode {
  const { patient, document, subject, operation } = event
  const named = {
    patient: patient ? <TextLink look="quiet" href={narrow ? narrow({ patient: patient.id }) : `/practice/${practice}/patients/${patient.id}`}>{patient.name}</TextLink> : 'a patient',
    document: document ? <TextLink look="quiet" href={`/practice/${practice}/documents/${document.id}`}>{document.title}</TextLink> : 'a document',
    subject: subject ?? 'somebody',
  }
  const parts = pieces(wordsOf(operation).did)
  const saysPatient = parts.some((part) => 'of' in part && part.of === 'patient')
  return (
    <>
      {parts.map((part, at) => <span key={at}>{'of' in part ? named[part.of] : part.text}</span>)}
      {patient && !saysPatient ? <> of {named.patient}</> : null}
    </>
  )
}
