import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { Status } from '@/components/ui/status'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { listSwitches, practiceFrame } from '@/lib/practice/queries'
import { functionWords } from '@/lib/practice/rules'
import { functions } from '@/lib/practice/schema'
import { one } from '../search-params'
import { CloseForm, ReopenForm } from './_components/switch-forms'
import { SettingsTabs } from './_components/settings-tabs'

export const metadata = { title: 'Closing and opening' }

/** For everybody who works here: whoever notices a leak must be able to stop it without looking for somebody first. */
export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, { open, past, mayReopen }] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(listSwitches, { practice }, {})])
  const done = one(search.done)
  const zone = frame.timeZone
  return (
    <>
      <PageHead
        title="Closing and opening"
        lead="If somebody may be reading what is not theirs, close first and find out afterwards. Everybody who works here may close; the owner or the privacy officer opens again."
      />
      <SettingsTabs practice={practice} roles={frame.roles} />
      {done === 'closed' ? <Banner tone="success" live className="mb-6">Closed, for everybody, from this moment.</Banner> : null}
      {done === 'opened' ? <Banner tone="success" live className="mb-6">Open again.</Banner> : null}
      <ul className="divide-y divide-line border-y border-line">
        {functions.map((name) => {
          const words = functionWords[name]
          const shut = open.find((one) => one.function === name)
          return (
            <li key={name} className="grid gap-x-10 gap-y-3 py-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
              <div>
                <h2 className="font-name text-heading">{words.name}</h2>
                <p className="mt-1"><Status tone={shut ? 'attention' : 'done'}>{shut ? 'Closed' : 'Open'}</Status></p>
                <p className="mt-2 max-w-prose text-small text-ink-soft">{shut ? '' : 'Closing it means: '}{words.stops} {words.goesOn}</p>
                {shut ? <p className="mt-2 text-small"><strong>{shut.by}</strong> closed it {formatMoment(shut.from, zone)}: {shut.why}</p> : null}
              </div>
              {shut ? (mayReopen ? <ReopenForm practice={practice} id={shut.id} name={words.name} /> : <p className="text-small text-ink-soft">The owner or the privacy officer opens it again.</p>)
                : <CloseForm practice={practice} name={name} title={words.name} />}
            </li>
          )
        })}
      </ul>
      <Section title="What was closed before">
        {past.length === 0 ? <p className="border-y border-line py-2.5 text-small text-ink-soft">Nothing was closed before.</p> : (
          <ul className="divide-y divide-line border-y border-line text-small">
            {past.map((one) => (
              <li key={one.id} className="py-2.5">
                {functionWords[one.function].name}, {formatMoment(one.from, zone)} to {one.until ? formatMoment(one.until, zone) : ''}
                <span className="block text-ink-soft">closed by {one.by}: {one.why}</span>
                <span className="block text-ink-soft">opened by {one.reopenedBy ?? 'somebody'}: {one.reopenedWhy}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}
