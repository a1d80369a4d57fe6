import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDay } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { practiceFrame } from '@/lib/practice/queries'
import { listCases } from '@/lib/privacy/queries'
import { one } from '../search-params'

export const metadata = { title: 'Privacy cases' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/privacy'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const closed = one(search.closed) === '1'
  const here = `/practice/${practice}/privacy`
  const [frame, { items, more }] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(listCases, { practice }, { closed })])
  return (
    <>
      <PageHead title={closed ? 'Privacy cases, closed' : 'Privacy cases'} lead="A document that stood in the wrong record, and who had opened it there. A case is closed with what was found out and what was done." />
      {items.length === 0 ? (
        <EmptyState title={closed ? 'None has been closed yet' : 'No case is open'}>
          {closed ? 'What is closed stays here, as it was written.' : 'A case opens by itself when somebody takes a document out of the wrong record.'}
        </EmptyState>
      ) : (
        <Table
          caption={closed ? 'Closed cases, newest first' : 'Open cases, oldest first'}
          linked
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            { key: 'what', header: 'Document', lead: true, cell: (row) => <TextLink look="plain" className="row-link" href={`${here}/${row.id}`}>{row.title || 'A document without a title'}</TextLink> },
            { key: 'whom', header: 'Stood in the record of', cell: (row) => row.patient.name },
            { key: 'opened', header: 'Opened there by', cell: (row) => (row.readers === 0 ? 'nobody' : count(row.readers, 'person', 'people')) },
            { key: 'when', header: 'Reported', cell: (row) => `${formatDay(row.openedAt, frame.timeZone)}, by ${row.openedBy}` },
            { key: 'state', header: 'State', cell: (row) => (row.closedAt ? <Status tone="ended">Closed {formatDay(row.closedAt, frame.timeZone)}</Status> : <Status tone="attention">Open</Status>) },
          ]}
        />
      )}
      {more ? <p className="mt-4 text-small text-ink-faint">There are more than these 50.</p> : null}
      <p className="mt-6"><TextLink look="quiet" href={closed ? here : `${here}?closed=1`}>{closed ? 'Open cases' : 'Closed cases'}</TextLink></p>
    </>
  )
}
