import { EmptyState } from '@/components/ui/empty-state'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listToFile } from '@/lib/documents/queries'
import { fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatMoment } from '@/lib/format/dates'
import { practiceFrame } from '@/lib/practice/queries'

export const metadata = { title: 'To file' }

export default async function Page({ params }: PageProps<'/practice/[practice]/to-file'>) {
  const { practice } = await params
  const [frame, rows] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(listToFile, { practice }, {})])
  return (
    <>
      <h1 className="font-name text-title">To file</h1>
      <p className="mt-2 mb-6 max-w-prose text-ink-soft">What has arrived and stands in nobody’s chart yet. Patients see none of it.</p>
      {rows.length === 0 ? (
        <EmptyState title="Everything is filed">New files come in on a patient’s page, under Documents.</EmptyState>
      ) : (
        <Table
          caption="Documents waiting to be filed, oldest first"
          linked
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'file', header: 'File', lead: true,
              cell: (row) => <TextLink look="plain" className="row-link" href={`/practice/${practice}/documents/${row.id}`}>{row.fileName || 'Without a name'}</TextLink>,
            },
            { key: 'patient', header: 'Patient', cell: (row) => row.patient?.name ?? 'Nobody yet' },
            { key: 'kind', header: 'Kind', cell: (row) => `${fileKind(row.contentType)}, ${fileSize(row.byteSize ?? 0)}` },
            { key: 'came', header: 'Came in', cell: (row) => formatMoment(row.createdAt, frame.timeZone) },
            { key: 'by', header: 'From', cell: (row) => row.uploadedBy },
          ]}
        />
      )}
    </>
  )
}
