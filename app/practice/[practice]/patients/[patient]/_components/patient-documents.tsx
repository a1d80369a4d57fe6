import { Preview, PreviewsChoice, wantsPreviews } from '@/app/_components/previews'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listDocuments, showLimits } from '@/lib/documents/queries'
import { categoryWords, fileKind, releaseWords } from '@/lib/documents/rules'
import { formatDate } from '@/lib/format/dates'
import { readCursor, writeCursor } from '@/lib/format/cursor'
import { ButtonLink } from '@/components/ui/button-link'
import { receiptWords } from '../../../documents/[document]/_components/released-to'
import { UploadTray } from '../../../_components/upload-tray'

type Props = {
  practice: string; patient: string; timeZone: string; hat: string
  before?: string | string[] | undefined; previewsOnce?: string | string[] | undefined
}

/** A patient's documents on the patient's page, and the place where new ones come in. */
export async function PatientDocuments({ practice, patient, timeZone, hat, before, previewsOnce }: Props) {
  const cursor = readCursor(before)
  const [page, limits] = await Promise.all([ask(listDocuments, { practice }, { patient, ...(cursor ? { before: cursor } : {}) }), ask(showLimits, { practice }, {})])
  const previews = await wantsPreviews(previewsOnce)
  const ids = page.items.map(({ id }) => id)
  const here = `/practice/${practice}/patients/${patient}`
  return (
    <section id="documents" aria-labelledby="documents-title" className="space-y-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="documents-title" className="font-name text-heading">Documents</h2>
        <div className="flex flex-wrap items-baseline gap-x-6 gap-y-2">
          <TextLink look="quiet" href={`${here}/shares`} className="py-2 text-small">Shared outside</TextLink>
          {page.can.release && page.items.some(({ release }) => release.state !== 'released') ? <ButtonLink variant="secondary" size="sm" href={`${here}/release`}>Release several</ButtonLink> : null}
        </div>
      </div>
      {page.can.file ? (
        <UploadTray practice={practice} patient={patient} fileLimit={limits.fileLimit} />
      ) : (
        <p className="text-small text-ink-soft">Your role does not bring documents in. The owner, dentists, hygienists, assistants, the front desk and billing do.</p>
      )}
      {page.items.length > 0 ? <PreviewsChoice shown={previews} once={`${here}?previews=1${cursor ? `&before=${writeCursor(cursor)}` : ''}#documents`} lang="en" /> : null}
      {page.items.length > 0 ? (
        <ul className="divide-y divide-line border-y border-line">
          {page.items.map((item, at) => {
            const { tone, words } = releaseWords(item.release, timeZone)
            return (
              <li key={item.id} className="relative flex flex-wrap items-baseline gap-x-6 gap-y-0.5 py-2.5 transition-colors hover:bg-sheet">
                {previews ? <span className="self-center"><Preview hat={hat} ids={ids} at={at} /></span> : null}
                <TextLink look="plain" className="row-link min-w-0 flex-1 basis-64 font-name text-name break-words" href={`/practice/${practice}/documents/${item.id}`}>
                  {item.title}
                </TextLink>
                <span className="basis-72 text-small text-ink-soft">
                  {item.category ? categoryWords[item.category].one : 'Unfiled'}
                  {item.takenOn ? `, ${formatDate(item.takenOn)}` : ''}
                  {item.tooth ? `, tooth ${item.tooth}` : ''}
                  <span className="text-ink-faint"> · {fileKind(item.contentType)}</span>
                </span>
                <span className="w-48">
                  {item.damaged ? <Status tone="attention">Damaged</Status> : <Status tone={tone}>{words}</Status>}
                  {item.release.state === 'released' ? <span className="block text-micro text-ink-faint">{receiptWords(item.receipts, timeZone)}</span> : null}
                </span>
              </li>
            )
          })}
        </ul>
      ) : (
        <EmptyState title="No documents yet">
          {page.can.file ? 'Drop an X-ray, a photograph or a letter above. It is filed in the next step, and the patient sees nothing until somebody releases it.' : 'What is brought in and filed for this patient stands here.'}
        </EmptyState>
      )}
      <Pagination
        {...(page.before ? { older: `${here}?before=${writeCursor(page.before)}#documents` } : {})}
        {...(cursor ? { newer: `${here}#documents` } : {})}
        words={{ older: 'Older documents', newer: 'Newest documents', label: 'Pages of documents' }}
      />
      {page.can.deleted ? <p className="text-small"><TextLink href={`/practice/${practice}/deleted`}>Deleted documents</TextLink></p> : null}
    </section>
  )
}
