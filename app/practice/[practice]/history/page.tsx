import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { isDate } from '@/lib/format/dates'
import { historyChoices, readHistory, readMyHistory } from '@/lib/history/queries'
import { place } from '@/lib/history/schema'
import { kinds, type Kind } from '@/lib/history/words'
import { practiceFrame } from '@/lib/practice/queries'
import { one, oneId, oneOf } from '../search-params'
import { EventList } from './_components/event-list'
import { Filters } from './_components/filters'

export const metadata = { title: 'Access history' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/history'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const frame = await ask(practiceFrame, { practice }, {})
  const whole = (frame.roles.includes('owner') || frame.roles.includes('privacy_officer')) && one(search.mine) !== '1'
  const [at, id] = one(search.before).split('_')
  const before = place.safeParse({ at, id })
  const chosen = {
    patient: oneId(search.patient), by: whole ? oneId(search.by) : undefined, kind: oneOf<Kind>(search.kind, Object.keys(kinds) as Kind[]),
    day: isDate(one(search.day)) ? one(search.day) : undefined, decision: oneOf(search.decision, ['allow', 'deny'] as const),
  }
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Partial<{ patient: string; by: string; kind: Kind; day: string; decision: 'allow' | 'deny' }>
  const [page, choices] = await Promise.all([
    ask(whole ? readHistory : readMyHistory, { practice }, { ...given, ...(before.success ? { before: before.data } : {}) }),
    whole ? ask(historyChoices, { practice }, given.patient ? { patient: given.patient } : {}) : null,
  ])
  const here = `/practice/${practice}/history`
  const to = (more: Record<string, string>) => `${here}?${new URLSearchParams({ ...given, ...(whole ? {} : { mine: '1' }), ...more })}`
  const answerable = frame.roles.includes('owner') || frame.roles.includes('privacy_officer')
  return (
    <>
      <PageHead
        title={whole ? 'Access history' : 'What you did here'}
        lead={whole
          ? 'Everything that was opened, changed or refused in this practice. Lines are written before anything is shown, and nobody can take one away. Your reading is on record too.'
          : 'Everything that stands in the record under your name. The whole history is for the owner and the privacy officer.'}
        actions={answerable ? <TextLink look="quiet" href={whole ? `${here}?mine=1` : here} className="py-2 text-small">{whole ? 'Only what I did' : 'The whole history'}</TextLink> : null}
      />
      <Filters here={here} given={given} patient={page.patient} choices={choices} mine={!whole} />
      {page.events.length === 0 ? (
        <EmptyState title={Object.keys(given).length > 0 ? 'Nothing fits this filter' : 'Nothing yet'}>
          {Object.keys(given).length > 0 ? <TextLink href={whole ? here : `${here}?mine=1`}>Show everything</TextLink> : 'As soon as somebody opens a record, it stands here.'}
        </EmptyState>
      ) : <EventList practice={practice} events={page.events} timeZone={frame.timeZone} narrow={whole ? to : null} />}
      <Pagination
        {...(page.before ? { older: to({ before: page.before }) } : {})}
        {...(before.success ? { newer: to({}) } : {})}
        words={{ older: 'Earlier', newer: 'Latest', label: 'Pages of the history' }}
      />
    </>
  )
}
