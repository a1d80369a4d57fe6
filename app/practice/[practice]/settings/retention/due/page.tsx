import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatDate } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { listDue } from '@/lib/retention/queries'
import type { Due } from '@/lib/retention/schema'
import { one } from '../../../search-params'
import { DueForm } from '../../_components/due-form'

export const metadata = { title: 'What is due' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/retention/due'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const { items, more } = await ask(listDue, { practice }, {})
  const here = `/practice/${practice}/settings/retention`
  const [done, left] = [Number(one(search.done)), Number(one(search.left))]
  const patients = [...Map.groupBy(items, ({ patient }: Due) => patient.id)].map(([id, some]) => ({
    id, name: some[0]?.patient.name ?? '',
    items: some.map(({ id: document, title, category, takenOn, dueOn }) => ({
      id: document, title, about: `${categoryWords[category as Category].one} of ${formatDate(takenOn)}, due since ${formatDate(dueOn)}`,
    })),
  }))
  return (
    <>
      <PageHead
        title="What is due"
        crumbs={{ label: 'You are here', items: [{ label: 'Retention', href: here }, { label: 'What is due' }] }}
        lead="Your rules say that these need not be kept any longer. What is held, and whoever has come since, is not among them. Nothing happens until somebody confirms it here."
      />
      {Number.isInteger(done) && done > 0 ? (
        <Banner tone="success" live className="mb-6 max-w-3xl">
          {count(done, 'document')} left every list; {done === 1 ? 'its keys are' : 'their keys are'} destroyed within minutes.{left > 0 ? ` ${count(left, 'document')} stayed, because ${left === 1 ? 'it is' : 'they are'} due no more.` : ''}
        </Banner>
      ) : null}
      {items.length === 0 ? (
        <EmptyState title="Nothing is due" action={<ButtonLink variant="secondary" href={here}>To the rules</ButtonLink>}>What your rules no longer ask you to keep appears here. Without a rule, nothing ever does.</EmptyState>
      ) : (
        <>
          <div className="mb-6 max-w-3xl space-y-4">
            <Banner tone="danger" title="This cannot be undone">Keys that are destroyed open nothing any more, in no copy of the store. Backups of the database forget them after 35 days at the latest.</Banner>
            <ConfirmFirst path={`${here}/due`} full then="have these destroyed" />
          </div>
          <DueForm practice={practice} patients={patients} />
          {more ? <p className="mt-6 text-small text-ink-soft">There are more. They appear when these are done.</p> : null}
        </>
      )}
    </>
  )
}
