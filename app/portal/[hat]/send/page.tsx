import { ChevronRight } from 'lucide-react'
import { readPrefs } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { arrivalWords } from '@/lib/documents/rules'
import { portalFrame } from '@/lib/portal/queries'
import { sendables } from '@/lib/portal/schema'
import { DocumentsClosed, PortalClosed } from '../_components/closed'
import { CardForm } from './_components/card-form'
import { FileForm } from './_components/file-form'
import { sendCopy } from './_copy/send'

export const generateMetadata = async () => ({ title: sendCopy[(await readPrefs()).lang].tab })

/** Bytes; the operation asks for the practice's own limit too. */
const most = 128 * 1024 * 1024

/** First what it is, then the camera or the files: each step one press of a thumb, and a link or a form without JavaScript. */
export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/send'>) {
  const [{ hat }, search] = await Promise.all([params, searchParams])
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  const say = sendCopy[lang]
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents') || frame.closed.includes('writes')) return <><PageHead title={say.title} /><DocumentsClosed practice={frame.practice} /></>
  const as = sendables.find((kind) => kind === search.as)
  const why = typeof search.why === 'string' ? search.why : null
  const sent = Number.parseInt(typeof search.sent === 'string' ? search.sent : '', 10) || 0
  const here = `/portal/${hat}/send`
  return (
    <>
      <PageHead title={as ? say.kinds[as].name : say.title} lead={say.lead(frame.practice.name)} />
      {why !== null ? <Banner tone="danger" live className="mb-6" title={sent > 0 ? say.someSent(sent) : say.refused}>{arrivalWords(why, lang)}</Banner> : null}
      {as ? (
        <>
          {as === 'insurance_card' ? <CardForm hat={hat} lang={lang} /> : <FileForm key={as} hat={hat} lang={lang} as={as} most={most} />}
          <p className="mt-8 flex flex-wrap gap-x-6 border-t border-line pt-3">
            <TextLink href={here} look="quiet" className="py-2">{say.another}</TextLink>
            <TextLink href={`/portal/${hat}/documents`} look="quiet" className="py-2">{say.toDocuments}</TextLink>
          </p>
        </>
      ) : (
        <section aria-labelledby="what">
          <h2 id="what" className="font-name text-heading">{say.what}</h2>
          <ul className="mt-2 divide-y divide-line border-y border-line">
            {sendables.map((kind) => (
              <li key={kind} className="relative flex items-center gap-4 py-4">
                <div className="min-w-0 flex-1">
                  <TextLink look="plain" href={`${here}?as=${kind}`} className="row-link font-name text-name">{say.kinds[kind].name}</TextLink>
                  <p className="mt-0.5 text-small text-ink-soft">{say.kinds[kind].hint}</p>
                </div>
                <ChevronRight aria-hidden="true" className="size-5 text-ink-faint" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
