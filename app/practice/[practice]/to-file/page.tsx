import { Banner } from '@/components/ui/banner'
import { EmptyState } from '@/components/ui/empty-state'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listArriving } from '@/lib/documents/holding'
import { listToFile, showLimits } from '@/lib/documents/queries'
import { arrivalWords, arrivingWords, fileKind, senderWords, sentWords } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatMoment } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { reasonWords } from '@/lib/imports/words'
import { practiceFrame } from '@/lib/practice/queries'
import { UploadTray } from '../_components/upload-tray'
import { one } from '../search-params'

export const metadata = { title: 'To file' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/to-file'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, rows, coming, limits] = await Promise.all([
    ask(practiceFrame, { practice }, {}), ask(listToFile, { practice }, {}), ask(listArriving, { practice }, {}),
    ask(showLimits, { practice }, {}),
  ])
  const taken = Number.parseInt(one(search.taken), 10) || 0
  const refused = [search.why ?? []].flat().slice(0, 50)
  return (
    <>
      <h1 className="font-name text-title">To file</h1>
      <p className="mt-2 mb-6 max-w-prose text-ink-soft">What has arrived and is not filed yet. Of what the office brought in, patients see nothing; what they sent themselves is theirs to see.</p>
      {taken > 0 && refused.length === 0 ? <Banner tone="success" live className="mb-6">{count(taken, 'file')} came in and can be filed now.</Banner> : null}
      {refused.length > 0 ? (
        <Banner tone="danger" live className="mb-6" title={`${count(refused.length, 'file')} of ${taken + refused.length} ${refused.length === 1 ? 'was' : 'were'} not taken`}>
          {[...new Set(refused)].map((why) => <p key={why}>{arrivalWords(why)}</p>)}
        </Banner>
      ) : null}
      {one(search.done) === 'gone' ? <Banner tone="success" live className="mb-6">Done. It no longer waits here.</Banner> : null}
      {limits.can.file ? <div className="mb-8 max-w-3xl"><UploadTray practice={practice} fileLimit={limits.fileLimit} /></div> : null}
      {rows.length === 0 ? (
        <EmptyState title="Everything is filed">New files come in here, on a patient’s page under Documents, from a scanner’s folder, or from patients themselves.</EmptyState>
      ) : (
        <Table
          caption="Documents waiting to be filed, oldest first"
          linked
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'file', header: 'File', lead: true,
              cell: (row) => (
                <>
                  <TextLink look="plain" className="row-link" href={`/practice/${practice}/documents/${row.id}`}>{row.fileName || (row.sent ? 'A picture' : 'Without a name')}</TextLink>
                  {row.imported ? <span className="block text-small text-ink-soft">{reasonWords('left', row.imported.why) || 'Came in with old documents.'}</span> : null}
                  {row.sent ? <span className="block text-small text-ink-soft">{sentWords[row.sent.as]}{row.sent.note ? `: “${row.sent.note.slice(0, 120)}${row.sent.note.length > 120 ? '…' : ''}”` : ''}</span> : null}
                </>
              ),
            },
            { key: 'patient', header: 'Patient', cell: (row) => row.patient?.name ?? (
              <>Nobody yet{row.proposed ? <span className="block text-small text-ink-soft">open at {row.proposed.at} when it came: {row.proposed.name}</span> : null}</>
            ) },
            { key: 'kind', header: 'Kind', cell: (row) => `${fileKind(row.contentType)}, ${fileSize(row.byteSize ?? 0)}` },
            { key: 'came', header: 'Came in', cell: (row) => formatMoment(row.createdAt, frame.timeZone) },
            { key: 'by', header: 'From', cell: (row) => (row.sent ? `${senderWords(row.uploadedBy, row.sent.relation)}, by the portal` : row.uploadedBy) },
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
