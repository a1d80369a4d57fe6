import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDate, formatDay, formatLastDay } from '@/lib/format/dates'
import { relationWords, type Relation } from '@/lib/invitations/rules'
import { accessToReview } from '@/lib/proxies/queries'

export const metadata = { title: 'Access to review' }

/** Whose access ends with a patient's minority soon, or is due to be looked at; and who came of age without a way in of her own. */
export default async function Page({ params }: PageProps<'/practice/[practice]/access'>) {
  const { practice } = await params
  const { review, grown, timeZone } = await ask(accessToReview, { practice }, {})
  const portal = (patient: string) => `/practice/${practice}/patients/${patient}/portal`
  return (
    <div className="max-w-3xl">
      <PageHead title="Access to review" lead="Who acts for a patient and should be looked at: the patient comes of age within ninety days, or the day of the review has come." />
      {review.length === 0 ? <EmptyState title="Nothing to review">Accesses appear here ninety days before a patient comes of age, and on the day that was set for a review.</EmptyState> : (
        <ul className="divide-y divide-line border-y border-line">
          {review.map((row) => (
            <li key={row.access} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
              <span>
                <TextLink href={portal(row.patient.id)}>{row.name}</TextLink>, {(relationWords[row.relation as Relation] ?? row.relation).toLowerCase()} of {row.patient.name}
                <span className="block text-small text-ink-soft">{row.expiresAt ? `Until ${formatLastDay(row.expiresAt, timeZone)}` : 'Has no end'}</span>
              </span>
              <Status tone="watch">{row.majority ? `Comes of age ${formatDay(row.majority, timeZone)}` : `Review since ${formatDate(row.reviewOn ?? '')}`}</Status>
            </li>
          ))}
        </ul>
      )}
      {grown.length > 0 ? (
        <Section title="Came of age">
          <p className="mb-3 max-w-prose text-ink-soft">The access of those who acted for them has ended. Invite them to a portal of their own.</p>
          <ul className="divide-y divide-line border-y border-line">
            {grown.map((row) => (
              <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-6 py-3">
                <span>{row.name}, of age since {formatDay(row.since, timeZone)}</span>
                <TextLink href={portal(row.id)}>Invite {row.name}</TextLink>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  )
}
