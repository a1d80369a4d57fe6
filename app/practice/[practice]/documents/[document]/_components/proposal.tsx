import { TextLink } from '@/components/ui/text-link'
import type { Proposed } from '@/lib/documents/schema'
import { formatBirthDate } from '@/lib/format/dates'
import { MoveForm } from './unfiled-forms'

/** Whose it may be. Nobody but a person says whose it is, and filing it asks again where file and chart differ. */
export function Proposal({ practice, document, proposed }: { practice: string; document: string; proposed: Proposed }) {
  return (
    <div className="mb-6 border-y border-line py-4">
      <p className="text-small text-ink-soft">Open at {proposed.at} when it came, with {proposed.openedBy}:</p>
      <div className="mt-1 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0">
          <span className="font-name text-name">{proposed.name}</span>
          <span className="block text-small text-ink-soft">born {formatBirthDate(proposed.birthDate)}, chart {proposed.chartNumber}</span>
        </p>
        <MoveForm practice={practice} document={document} patient={proposed.patient} name={proposed.name} />
      </div>
      <p className="mt-3 text-small text-ink-soft">Is it somebody else’s? <TextLink href={`/practice/${practice}/documents/${document}/move`}>Say whose it is</TextLink>.</p>
    </div>
  )
}
