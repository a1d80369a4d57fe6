import { Download, Eye, Send } from 'lucide-react'
import { PagePictures, pageIn } from '@/components/shared/page-pictures'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonLook } from '@/components/ui/button-look'
import { Banner } from '@/components/ui/banner'
import { DescriptionList } from '@/components/ui/description-list'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { compareAsStaff } from '@/lib/documents/compare'
import { showArriving } from '@/lib/documents/holding'
import { keptDocument, showDocument } from '@/lib/documents/queries'
import { categoryOfSent, categoryWords, fileKind, releaseWords, senderWords, sentWords } from '@/lib/documents/rules'
import { categories } from '@/lib/documents/schema'
import { formatDate, formatDay, formatMoment, today } from '@/lib/format/dates'
import { fileSize } from '@/lib/format/size'
import { practiceFrame } from '@/lib/practice/queries'
import { Damaged } from './_components/damaged'
import { Keeping } from './_components/keeping'
import { Versions } from './_components/versions'
import { Coming, ComingPage } from './_components/coming'
import { FilingForm } from './_components/filing-form'
import { ReaddressForm, ReleaseForm, WithdrawForm } from './_components/release-form'
import { ReleasedTo } from './_components/released-to'
import { Proposal } from './_components/proposal'
import { ReviewForm } from './_components/review-form'
import { DiscardForm, ReturnForm } from './_components/unfiled-forms'
import { StoodWrong } from './_components/stood-wrong'

export const metadata = { title: 'Document' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/documents/[document]'>) {
  const [{ practice, document: id }, search] = await Promise.all([params, searchParams])
  const [frame, coming] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showArriving, { practice }, { document: id })])
  const way = { practice, items: coming.items, decides: coming.can.decide, timeZone: frame.timeZone }
  if (!coming.ready) return <ComingPage {...way} />
  const document = await ask(showDocument, { practice }, { document: id })
  const kept = await ask(keptDocument, { practice }, { document: id })
  const page = pageIn(search.page)
  // Only where pictures are being looked at.
  const others = page === null ? [] : await ask(compareAsStaff, { practice }, { document: id })
  const { can } = document
  const zone = frame.timeZone
  const filed = document.filedAt !== null
  const { tone, words } = releaseWords(document.release, zone)
  const people = document.recipients.map(({ id, displayName, relation }) => ({ id, name: relation === 'self' ? displayName : `${displayName} (${relation})` }))
  const chart = document.patient?.chartNumber ?? ''
  const openers = new Set(document.openings.map(({ actorName }) => actorName)).size
  const last = document.openings[0]
  const open = `/v1/o/${frame.hat}/${document.id}`
  return (
    <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="space-y-10">
        <header>
          {document.patient ? (
            <TextLink href={`/practice/${practice}/patients/${document.patient.id}`} look="quiet" className="inline-block py-1 text-small">{document.patient.name}</TextLink>
          ) : null}
          <h1 className="font-name text-title break-words">{document.title || document.fileName || 'A new document'}</h1>
          <WitnessLine className="mt-2" marks={[...document.openings].reverse().map(() => ({ by: 'other' as const }))} href="#history">
            {last ? `Opened by ${openers === 1 ? '1 person' : `${openers} people`}, last by ${last.actorName}, ${formatDay(last.at, zone)}` : 'Nobody has opened this document yet'}
          </WitnessLine>
          {document.damaged ? <Damaged practice={practice} released={document.release.state === 'released'} can={kept.can} /> : (
            <div className="mt-5 flex flex-wrap gap-3">
              <a className={buttonLook('primary', 'md', false, '')} href={open} target="_blank" rel="noreferrer"><Eye aria-hidden="true" /> Open</a>
              <a className={buttonLook('secondary', 'md', false, '')} href={`${open}?as=attachment`}><Download aria-hidden="true" /> Save</a>
            {filed && document.patient && can.release ? (
              <ButtonLink variant="secondary" href={`/practice/${practice}/patients/${document.patient.id}/shares/new?document=${document.id}`} icon={<Send aria-hidden="true" />}>Send to a colleague</ButtonLink>
            ) : null}
            </div>
          )}
        </header>

        <StoodWrong practice={practice} document={document.id} inChart={document.patient !== null} timeZone={zone} />

        <Coming {...way} />

        <PagePictures
          open={open} here={`/practice/${practice}/documents/${document.id}`} pages={document.pages} page={page}
          lang="en" others={others} against={search.with} file={{ type: document.contentType, size: document.byteSize ?? 0 }}
        />

        {document.sent ? (
          <section aria-labelledby="sent">
            <h2 id="sent" className="mb-2 font-name text-heading">From {senderWords(document.uploadedBy, document.sent.relation)}</h2>
            <p>Sent by the portal as {sentWords[document.sent.as]}.</p>
            {document.sent.note ? <blockquote className="mt-2 max-w-prose border-s-2 border-line-strong ps-4 whitespace-pre-line">{document.sent.note}</blockquote> : null}
          </section>
        ) : null}
        {document.returned ? (
          <Banner tone="info" title={`Returned ${formatDay(document.returned.at, zone)} by ${document.returned.by}`}>{document.returned.word}</Banner>
        ) : null}

        <section aria-labelledby="filing" hidden={document.returned !== null}>
          <h2 id="filing" className="mb-4 font-name text-heading">{filed || !can.file ? 'What it is' : 'File it'}</h2>
          {document.proposed && can.file ? <Proposal practice={practice} document={document.id} proposed={document.proposed} /> : null}
          {can.file ? (
            <FilingForm
              practice={practice}
              document={document.sent && !filed ? { ...document, category: document.category ?? categoryOfSent(document.sent.as) } : document}
              chart={chart}
              categories={categories.map((value) => ({ value, label: categoryWords[value].one }))}
              today={today(zone)}
            />
          ) : (
            <>
              {filed ? (
                <DescriptionList
                  className="mb-4"
                  items={[
                    { term: 'Kind', detail: document.category ? categoryWords[document.category].one : 'not said' },
                    { term: 'Date', detail: document.takenOn ? formatDate(document.takenOn) : 'not said' },
                    ...(document.tooth ? [{ term: 'Tooth', detail: document.tooth }] : []),
                  ]}
                />
              ) : null}
              <p className="text-ink-soft">Your role does not file documents. The owner, dentists, hygienists, assistants, the front desk and billing do.</p>
            </>
          )}
        </section>

        {!filed && !document.returned && can.file ? (
          <section aria-labelledby="unfiled" className="space-y-6">
            <h2 id="unfiled" className="font-name text-heading">Not for this chart?</h2>
            {document.sent ? (
              <ReturnForm practice={practice} document={document.id} />
            ) : (
              <p><TextLink href={`/practice/${practice}/documents/${document.id}/move`}>{document.patient ? 'Put it to another patient' : 'Say whose it is'}</TextLink></p>
            )}
            <DiscardForm practice={practice} document={document.id} />
          </section>
        ) : null}

        {filed ? (
          <section aria-labelledby="release">
            <h2 id="release" className="mb-2 font-name text-heading">What the patient sees</h2>
            <p className="mb-4"><Status tone={tone}>{words}</Status></p>
            {document.release.state === 'released' ? (
              <>
                <DescriptionList
                  className="mb-6"
                  items={[
                    { term: 'Released by', detail: document.release.by },
                    { term: document.release.named ? 'Only for' : 'Seen by', detail: <ReleasedTo receipts={document.receipts} timeZone={zone} /> },
                    ...(document.release.note ? [{ term: 'Note', detail: document.release.note }] : []),
                  ]}
                />
                {can.withdraw ? <WithdrawForm practice={practice} document={document.id} /> : null}
                {can.release && people.length > 1 ? (
                  <details className="mt-6 border-t border-line pt-2">
                    <summary className="min-h-11 py-2.5 font-semibold">Change who sees it</summary>
                    <ReaddressForm practice={practice} document={document.id} chart={chart} people={people} chosen={document.release.named ? document.receipts.map(({ access }) => access) : null} />
                  </details>
                ) : null}
              </>
            ) : can.release ? (
              <ReleaseForm practice={practice} document={document.id} chart={chart} people={people} today={today(zone)} />
            ) : null}
            {can.release || can.withdraw ? null : (
              <p className="text-ink-soft">Your role neither releases nor withdraws. The owner, the privacy officer, dentists, hygienists and the front desk do.</p>
            )}
          </section>
        ) : null}

        <Versions practice={practice} document={document.id} open={open} timeZone={zone} versions={kept.versions} arriving={kept.arriving} may={kept.can.correct} />
      </div>

      <aside className="space-y-8">
        <DescriptionList
          items={[
            { term: 'File', detail: `${fileKind(document.contentType)}, ${fileSize(document.byteSize ?? 0)}` },
            { term: 'Came in', detail: `${formatMoment(document.createdAt, zone)}, from ${document.uploadedBy}` },
            { term: 'Filed', detail: document.filedAt ? formatMoment(document.filedAt, zone) : 'not yet' },
            { term: 'Reviewed', detail: document.reviewedAt ? formatMoment(document.reviewedAt, zone) : can.review ? 'not yet' : 'not yet; a dentist does that' },
          ]}
        />
        {filed && !document.reviewedAt && can.review ? <ReviewForm practice={practice} document={document.id} /> : null}
        <Keeping practice={practice} document={document.id} patient={document.patient?.id ?? null} timeZone={zone} holds={kept.holds} can={kept.can} />
        <section id="history" aria-labelledby="history-title">
          <h2 id="history-title" className="text-small font-semibold text-ink-faint">Who has opened it</h2>
          <ol className="mt-2 divide-y divide-line border-y border-line text-small">
            {document.openings.length === 0 ? <li className="py-2 text-ink-soft">Nobody yet.</li> : null}
            {document.openings.map(({ at, actorName, actorRoles }, index) => (
              <li key={index} className="py-2">
                {actorName} <span className="text-ink-faint">({actorRoles.join(', ').replaceAll('_', ' ')})</span>
                <span className="block text-ink-faint">{formatMoment(at, zone)}</span>
              </li>
            ))}
          </ol>
        </section>
        {document.releases.length > 1 ? (
          <section aria-labelledby="releases-title">
            <h2 id="releases-title" className="text-small font-semibold text-ink-faint">Releases</h2>
            <ol className="mt-2 divide-y divide-line border-y border-line text-small">
              {document.releases.map(({ fromAt, untilAt, releasedByName, endedByName, endedWhy }, index) => (
                <li key={index} className="py-2">
                  {formatDay(fromAt, zone)}, by {releasedByName}
                  {untilAt ? <span className="block text-ink-faint">ended {formatDay(untilAt, zone)}{endedByName ? ` by ${endedByName}` : ''}{endedWhy ? `: ${endedWhy}` : ''}</span> : null}
                </li>
              ))}
            </ol>
          </section>
        ) : null}
      </aside>
    </div>
  )
}
