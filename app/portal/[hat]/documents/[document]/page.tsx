import { Download, Eye } from 'lucide-react'
import { readPrefs } from '@/app/prefs'
import { PagePictures, pageIn } from '@/components/shared/page-pictures'
import { buttonLook } from '@/components/ui/button-look'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { DescriptionList } from '@/components/ui/description-list'
import { TeethMark } from '@/components/ui/teeth-mark'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { categoryWords, fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatDate, formatDay } from '@/lib/format/dates'
import { portalFrame, showMyDocument } from '@/lib/portal/queries'
import { witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { DocumentsClosed, PortalClosed } from '../../_components/closed'
import { Looks } from '../../_components/looks'
import { pagesCopy } from './_copy/pages'

export const metadata = { title: 'Document' }

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/documents/[document]'>) {
  const [{ hat, document: id }, search, { lang }] = await Promise.all([params, searchParams, readPrefs()])
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents')) return <><PageHead title="Document" /><DocumentsClosed practice={frame.practice} /></>
  const { document, pages, looks } = await ask(showMyDocument, { portal: hat }, { document: id })
  const openings = looks.filter((look) => look.what === 'opened_document')
  const open = `/v1/o/${hat}/${document.id}`
  return (
    <article>
      <PageHead
        crumbs={{ label: 'You are here', items: [{ label: 'Documents', href: `/portal/${hat}/documents` }, { label: document.title }] }}
        title={document.title}
        facts={<span>{categoryWords[document.category].one} of {formatDate(document.takenOn)}{document.tooth ? `, tooth ${document.tooth}` : ''}</span>}
        witness={<WitnessLine marks={witnessMarks(openings)} href="#looks">{witnessSentence(openings, frame.timeZone, 'document')}</WitnessLine>}
        actions={document.tooth ? <TeethMark className="h-14 w-11 shrink-0" teeth={[document.tooth]} /> : null}
      />
      {/* Plain anchors: they answer 303 to a link of one minute, and a router must not fetch them ahead. */}
      <div className="flex flex-col gap-3 sm:flex-row">
        <a className={buttonLook('primary', 'lg', false, '')} href={open} target="_blank" rel="noreferrer">
          <Eye aria-hidden="true" /> Open
        </a>
        <a className={buttonLook('secondary', 'lg', false, '')} href={`${open}?as=attachment`}>
          <Download aria-hidden="true" /> Save to this device
        </a>
      </div>
      <p className="mt-3 text-small text-ink-faint">
        {fileKind(document.contentType)}, {fileSize(document.byteSize)}. Opening it is written down where you can read it below. The address it opens at
        must be used within a minute, and opens for you alone.
      </p>

      <div className="mt-6">
        <PagePictures open={open} here={`/portal/${hat}/documents/${document.id}`} pages={pages} page={pageIn(search.page)} words={pagesCopy[lang]} />
      </div>

      {document.release ? (
        <DescriptionList
          className="mt-8"
          items={[
            { term: 'Shared by', detail: document.release.by },
            { term: 'Since', detail: formatDay(document.release.since, frame.timeZone) },
            ...(document.release.until ? [{ term: 'Until', detail: formatDay(document.release.until, frame.timeZone) }] : []),
            ...(document.release.note ? [{ term: 'Note', detail: <span className="whitespace-pre-line">{document.release.note}</span> }] : []),
          ]}
        />
      ) : (
        <p className="mt-8 text-ink-soft">You sent this to the practice.</p>
      )}

      <Section id="looks" title="Who has opened it">
        <Looks looks={looks} timeZone={frame.timeZone} hat={hat} empty="Nobody has opened this document yet." />
      </Section>
    </article>
  )
}
