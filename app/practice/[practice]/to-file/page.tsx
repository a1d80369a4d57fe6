import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listArriving } from '@/lib/documents/holding'
import { listToFile } from '@/lib/documents/queries'
import { arrivalWords, arrivingWords, fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatMoment } from '@/lib/format/dates'
import { practiceFrame } from '@/lib/practice/queries'

export const metadata = { title: 'To file' }

export default async function Page({ params }: PageProps<'/practice/[practice]/to-file'>) {
  const { practice } = await params
  const [frame, rows, coming] = await Promise.all([
    ask(practiceFrame, { practice }, {}), ask(listToFile, { practice }, {}), ask(listArriving, { practice }, {}),
  ])
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
      {coming.items.length > 0 ? (
        <section aria-labelledby="coming" className="mt-10">
          <h2 id="coming" className="font-name text-heading">Not to be opened yet</h2>
          <p className="mt-1 mb-4 max-w-prose text-small text-ink-soft">What the virus scanner is looking through, could not look through, or found something in during the last week.</p>
          <ul className="divide-y divide-line border-y border-line">
            {coming.items.map((item) => {
              const { tone, words } = arrivingWords(item.state)
              return (
                <li key={`${item.document} ${item.version}`} className="relative flex flex-wrap items-baseline gap-x-6 gap-y-1 py-2.5 transition-colors hover:bg-sheet">
                  <TextLink look="plain" className="row-link min-w-0 flex-1 basis-64 break-words" href={`/practice/${practice}/documents/${item.document}`}>{item.fileName || 'Without a name'}</TextLink>
                  <span className="basis-72 text-small text-ink-soft">
                    {item.patient?.name ?? 'Nobody yet'} <span className="text-ink-faint">· {fileSize(item.byteSize ?? 0)}, {formatMoment(item.createdAt, frame.timeZone)}</span>
                  </span>
                  <span className="w-36"><Status tone={tone}>{words}</Status></span>
                  {item.state === 'checking' ? null : <p className="basis-full text-small text-ink-soft">{arrivalWords(item.reason)}</p>}
                </li>
              )
            })}
          </ul>
        </section>
      ) : null}
    </>
  )
}
