import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { listMyVisits, portalFrame } from '@/lib/portal/queries'
import { visitWords } from '@/lib/portal/rules'
import { Call, PortalClosed } from '../_components/closed'
import { visitsCopy } from './_copy/visits'
import { taskCopy } from '../_copy/task'

export const generateMetadata = async () => ({ title: (await speak(visitsCopy)).title })

export default async function Page({ params }: PageProps<'/portal/[hat]/visits'>) {
  const { hat } = await params
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  const say = visitsCopy[lang]
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (!frame.reach.visits) return <><PageHead title={say.title} /><p>{taskCopy[lang].noVisits}</p></>
  const visits = await ask(listMyVisits, { portal: hat }, {})
  return (
    <>
      <PageHead title={say.title} />
      {visits.length === 0 ? (
        <EmptyState title={say.emptyTitle}><Sentence text={say.empty} parts={{ call: <Call practice={frame.practice} lang={lang} /> }} /></EmptyState>
      ) : (
        <ul className="mt-6 divide-y divide-line border-y border-line">
          {visits.map((visit) => {
            const { tone, words } = visitWords(visit.status, visit.startsAt, new Date(), lang)
            return (
              <li key={visit.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-4">
                <span className="font-name text-name">{formatMoment(visit.startsAt, frame.timeZone, lang)}</span>
                <Status tone={tone}>{words}</Status>
                <span lang={frame.practice.language} className="w-full text-small text-ink-soft">{visit.reason}</span>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
