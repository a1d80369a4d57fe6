import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listDocuments } from '@/lib/documents/queries'
import { categoryWords, fileKind, releaseWords } from '@/lib/documents/rules'
import { formatDate } from '@/lib/format/dates'
import { readCursor, writeCursor } from '@/lib/format/cursor'
import { UploadTray } from './upload-tray'

type Props = { practice: string; patient: string; timeZone: string; before?: string | string[] | undefined }

/** A patient's documents on the patient's page, and the place where new ones come in. */
export async function PatientDocuments({ practice, patient, timeZone, before }: Props) {
  const cursor = readCursor(before)
  const page = await ask(listDocuments, { practice }, { patient, ...(cursor ? { before: cursor } : {}) })
  const here = `/practice/${practice}/patients/${patient}`
  return (
    <section id="documents" aria-labelledby="documents-title" className="space-y-4">
      <h2 id="documents-title" className="font-name text-heading">Documents</h2>
      <UploadTray practice={practice} patient={patient} />
      {page.items.length > 0 ? (
        <Table
          caption="Documents of this patient"
          linked
          rows={page.items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'title', header: 'Title', lead: true,
              cell: (row) => <TextLink look="plain" className="row-link" href={`/practice/${practice}/documents/${row.id}`}>{row.title}</TextLink>,
            },
            { key: 'kind', header: 'Kind', cell: (row) => `${row.category ? categoryWords[row.category].one : 'Unfiled'}${row.tooth ? `, tooth ${row.tooth}` : ''}` },
            { key: 'date', header: 'Date', cell: (row) => (row.takenOn ? formatDate(row.takenOn) : '') },
            { key: 'file', header: 'File', cell: (row) => fileKind(row.contentType) },
            {
              key: 'release', header: 'Patient sees it',
              cell: (row) => {
                const { tone, words } = releaseWords(row.release, timeZone)
                return <Status tone={tone}>{words}</Status>
              },
            },
          ]}
        />
      ) : (
        <EmptyState title="No documents yet">Drop an X-ray, a photograph or a letter above. It is filed in the next step, and the patient sees nothing until somebody releases it.</EmptyState>
      )}
      <Pagination
        {...(page.before ? { older: `${here}?before=${writeCursor(page.before)}#documents` } : {})}
        {...(cursor ? { newer: `${here}#documents` } : {})}
        words={{ older: 'Older documents', newer: 'Newest documents', label: 'Pages of documents' }}
      />
    </section>
  )
}
