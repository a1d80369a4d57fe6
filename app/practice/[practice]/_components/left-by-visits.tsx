import { ButtonLink } from '@/components/ui/button-link'
import { TextLink } from '@/components/ui/text-link'
import { formatDate } from '@/lib/format/dates'
import type { LeftByVisit } from '@/lib/releases/schema'
import { LeaveHeldForm } from './leave-held-form'

export type Left = { visits: readonly LeftByVisit[]; more: boolean; can: { release: boolean } }

/** What each visit left that nobody has decided about, oldest first: release it, or decide that it stays. */
export function LeftByVisits({ here, left, ofOne = false }: { here: string; left: Left; ofOne?: boolean }) {
  const practice = here.split('/').at(-1) ?? ''
  if (left.visits.length === 0) return <p className="py-2.5 text-ink-soft">Nothing waits for a decision.</p>
  return (
    <ul className="divide-y divide-line">
      {left.visits.map(({ patient, day, reason, documents }) => (
        <li key={`${patient.id} ${day}`} className="py-2.5">
          {ofOne ? null : <TextLink href={`${here}/patients/${patient.id}`} className="font-name text-name">{patient.name}</TextLink>}
          <span className="block text-micro text-ink-faint">{reason}, {formatDate(day)}</span>
          <ul className="mt-1">
            {documents.map(({ id, title, awaitsReview }) => (
              <li key={id} className="py-0.5">
                <TextLink href={`${here}/documents/${id}`}>{title}</TextLink>
                {awaitsReview ? <span className="text-micro text-ink-faint"> waits for the dentist’s review</span> : null}
              </li>
            ))}
          </ul>
          {left.can.release ? (
            <div className="mt-2 flex flex-wrap items-start gap-2">
              <ButtonLink variant="secondary" size="sm" href={`${here}/patients/${patient.id}/release?day=${day}`}>Release</ButtonLink>
              <LeaveHeldForm practice={practice} documents={documents.map(({ id }) => id)} />
            </div>
          ) : null}
        </li>
      ))}
      {left.more ? <li className="py-2.5 text-micro text-ink-faint">and more</li> : null}
    </ul>
  )
}
