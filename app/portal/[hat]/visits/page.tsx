import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { listMyVisits, portalFrame } from '@/lib/portal/queries'
import { visitWords } from '@/lib/portal/rules'
import { Call, PortalClosed } from '../_components/closed'

export const metadata = { title: 'Visits' }

export default async function Page({ params }: PageProps<'/portal/[hat]/visits'>) {
  const { hat } = await params
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const visits = await ask(listMyVisits, { portal: hat }, {})
  return (
    <>
      <PageHead title="Visits" />
      {visits.length === 0 ? (
        <EmptyState title="No visits yet">Would you like one? <Call practice={frame.practice} /></EmptyState>
      ) : (
        <ul className="mt-6 divide-y divide-line border-y border-line">
          {visits.map((visit) => {
            const { tone, words } = visitWords(visit.status, visit.startsAt, new Date())
            return (
              <li key={visit.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-4">
                <span className="font-name text-name">{formatMoment(visit.startsAt, frame.timeZone)}</span>
                <Status tone={tone}>{words}</Status>
                <span className="w-full text-small text-ink-soft">{visit.reason}</span>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
