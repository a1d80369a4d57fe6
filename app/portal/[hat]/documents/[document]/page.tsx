import { Download, Eye, Share2 } from 'lucide-react'
import { PagePictures, pageIn } from '@/components/shared/page-pictures'
import { buttonLook } from '@/components/ui/button-look'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { DescriptionList } from '@/components/ui/description-list'
import { TeethMark } from '@/components/ui/teeth-mark'
import { WitnessLine } from '@/components/ui/witness-line'
import { sharesCopy } from '@/app/_shares/_copy/shares'
import { readPrefs, speak } from '@/app/prefs'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { compareAsPatient } from '@/lib/documents/compare'
import { fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatDay } from '@/lib/format/dates'
import { portalFrame, showMyDocument } from '@/lib/portal/queries'
import { sharedBy, witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { DocumentsClosed, PortalClosed } from '../../_components/closed'
import { whatItIs } from '../../_components/document-rows'
import { Looks } from '../../_components/looks'
import { rowsCopy } from '../../_copy/rows'
import { Corrected, DamagedFile } from './_components/kept'
import { documentCopy } from './_copy/document'

export const generateMetadata = async () => ({ title: (await speak(documentCopy)).tab })

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/documents/[document]'>) {
  const [{ hat, document: id }, search] = await Promise.all([params, searchParams])
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  const say = documentCopy[lang]
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents')) return <><PageHead title={say.tab} /><DocumentsClosed practice={frame.practice} /></>
  const { document, pages, looks } = await ask(showMyDocument, { portal: hat }, { document: id })
  const page = pageIn(search.page)
  // Only where pictures are being looked at.
  const others = page === null ? [] : await ask(compareAsPatient, { portal: hat }, { document: id })
  const written = frame.practice.language
  const theirs = written === lang ? null : <span className="text-ink-faint">{rowsCopy[lang].theirWords}</span>
  const open = `/v1/o/${hat}/${document.id}`
  return (
    <article>
      <PageHead
        crumbs={{ label: say.here, items: [{ label: say.documents, href: `/portal/${hat}/documents` }, { label: document.title, lang: written }] }}
        title={<span lang={written}>{document.title}</span>}
        facts={<><span>{whatItIs(document, lang)}</span>{theirs}</>}
        witness={<WitnessLine marks={witnessMarks(looks)} href="#looks">{witnessSentence(looks, frame.timeZone, 'document', lang)}</WitnessLine>}
        actions={document.tooth ? <TeethMark className="h-14 w-11 shrink-0" teeth={[document.tooth]} /> : null}
      />
      {/* Plain anchors: they answer 303 to a link of one minute, and a router must not fetch them ahead. */}
      {document.damaged ? <DamagedFile practice={frame.practice} lang={lang} /> : (
        <div className="flex flex-col gap-3 sm:flex-row">
          <a className={buttonLook('primary', 'lg', false, '')} href={open} target="_blank" rel="noreferrer">
            <Eye aria-hidden="true" /> {say.open}
          </a>
          <a className={buttonLook('secondary', 'lg', false, '')} href={`${open}?as=attachment`}>
            <Download aria-hidden="true" /> {say.save}
          </a>
        <ButtonLink variant="secondary" size="lg" href={`/portal/${hat}/shares/new?document=${document.id}`} icon={<Share2 aria-hidden="true" />}>{sharesCopy[lang].share}</ButtonLink>
        </div>
      )}
      <p className="mt-3 text-small text-ink-faint">
        {say.about(fileKind(document.contentType, lang), fileSize(document.byteSize, lang))}
      </p>

      <div className="mt-6">
        <PagePictures
          open={open} here={`/portal/${hat}/documents/${document.id}`} pages={pages} page={page}
          lang={lang} others={others} against={search.with} file={{ type: document.contentType, size: document.byteSize }}
        />
      </div>

      <Corrected corrected={document.corrected} timeZone={frame.timeZone} lang={lang} written={written} />
      {document.release ? (
        <DescriptionList
          className="mt-8"
          items={[
            { term: say.sharedBy, detail: sharedBy(document.release.by, lang) },
            { term: say.since, detail: formatDay(document.release.since, frame.timeZone, lang) },
            ...(document.release.until ? [{ term: say.until, detail: formatDay(document.release.until, frame.timeZone, lang) }] : []),
            ...(document.release.note ? [{ term: say.note, detail: <><span lang={written} className="whitespace-pre-line">{document.release.note}</span>{theirs ? <span className="block text-small">{theirs}</span> : null}</> }] : []),
          ]}
        />
      ) : (
        <p className="mt-8 text-ink-soft">{say.sentByYou}</p>
      )}

      <Section id="looks" title={say.whoOpened}>
        <Looks looks={looks} timeZone={frame.timeZone} hat={hat} written={written} empty={say.nobody} />
      </Section>
    </article>
  )
}
