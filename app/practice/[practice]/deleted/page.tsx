import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listDeleted } from '@/lib/deletion/queries'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatDate, formatDay } from '@/lib/format/dates'
import { practiceFrame } from '@/lib/practice/queries'
import { one, oneId } from '../search-params'
import { restore } from './actions'

export const metadata = { title: 'Deleted documents' }

const kindOf = (category: string | null) => (category ? categoryWords[category as Category].one : 'Not filed')

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/deleted'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, { deleted, destroyed }] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(listDeleted, { practice }, {})])
  const zone = frame.timeZone
  const done = one(search.done)
  const back = oneId(search.document)
  return (
    <>
      <PageHead
        title="Deleted documents"
        lead="Nobody can open these. Until the day in the list they can be brought back; then their keys are destroyed, and with them every copy. Who deleted what stays on record."
      />
      {done === 'deleted' ? <Banner tone="success" live className="mb-6">Deleted. It has left every list.</Banner> : null}
      {done === 'restored' ? (
        <Banner tone="success" live className="mb-6" action={back ? <TextLink href={`/practice/${practice}/documents/${back}`}>To the document</TextLink> : null}>
          Brought back. It is not released: who may see it is decided anew.
        </Banner>
      ) : null}
      {deleted.length === 0 ? (
        <EmptyState title="Nothing is deleted">What somebody deletes waits here for a while. A document is deleted on its own page.</EmptyState>
      ) : (
        <Table
          caption="Deleted documents, newest first"
          rows={deleted}
          rowKey={({ id }) => id}
          columns={[
            { key: 'title', header: 'Document', lead: true, cell: (row) => row.title || row.fileName || 'Without a name' },
            { key: 'patient', header: 'Patient', cell: (row) => row.patient ? <TextLink href={`/practice/${practice}/patients/${row.patient.id}`}>{row.patient.name}</TextLink> : 'nobody' },
            { key: 'kind', header: 'Kind', cell: (row) => `${kindOf(row.category)}${row.takenOn ? `, ${formatDate(row.takenOn)}` : ''}` },
            { key: 'by', header: 'Deleted', cell: (row) => <>{formatDay(row.deletedAt, zone)}, by {row.deletedBy}<span className="block text-ink-soft">{row.why}</span></> },
            { key: 'until', header: 'Until', cell: (row) => row.held ? <Status tone="watch">Kept by a legal hold</Status> : formatDay(row.until, zone) },
            {
              key: 'do', header: 'Undo',
              cell: (row) => <PlainForm act={withHat(restore, { practice })} hidden={{ document: row.id }} submit="Bring back" pending="Bringing back…" variant="secondary" refused="It was not brought back" />,
            },
          ]}
        />
      )}
      {destroyed.length > 0 ? (
        <Section title="Destroyed">
          <p className="mb-3 max-w-prose text-small text-ink-soft">The keys of these are gone. What kind of document it was, whose, who ordered it and why is all there is left to say.</p>
          <Table
            caption="Documents whose keys are destroyed, newest first"
            rows={destroyed}
            rowKey={({ id }) => id}
            columns={[
              { key: 'kind', header: 'Kind', lead: true, cell: (row) => kindOf(row.category) },
              { key: 'of', header: 'Of', cell: (row) => (row.takenOn ? formatDate(row.takenOn) : 'no date') },
              { key: 'patient', header: 'Patient', cell: (row) => row.patient?.name ?? 'nobody' },
              { key: 'by', header: 'Ordered by', cell: (row) => <>{row.orderedBy}<span className="block text-ink-soft">{row.why}</span></> },
              { key: 'when', header: 'Destroyed', cell: (row) => formatDay(row.destroyedAt, zone) },
            ]}
          />
        </Section>
      ) : null}
    </>
  )
}
