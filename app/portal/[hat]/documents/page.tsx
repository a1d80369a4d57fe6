import { Send } from 'lucide-react'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { PreviewsChoice, wantsPreviews } from '@/app/_components/previews'
import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { TextLink } from '@/components/ui/text-link'
import { sharesCopy } from '@/app/_shares/_copy/shares'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { categoriesIn } from '@/lib/documents/rules'
import { categories, type Category } from '@/lib/documents/schema'
import { listMyDocuments, portalFrame } from '@/lib/portal/queries'
import { listSent } from '@/lib/portal/send'
import { readCursor, writeCursor } from '@/lib/format/cursor'
import { DocumentsClosed, PortalClosed } from '../_components/closed'
import { DocumentRows } from '../_components/document-rows'
import { documentsCopy } from './_copy/documents'
import { SentList } from '../_components/sent-list'
import { sendCopy } from '../send/_copy/send'

export const generateMetadata = async () => ({ title: (await speak(documentsCopy)).title })

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/documents'>) {
  const [{ hat }, search] = await Promise.all([params, searchParams])
  const kind = categories.find((category) => category === search.kind)
  const before = readCursor(search.before)
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  const say = documentsCopy[lang]
  const sending = sendCopy[lang]
  const names = categoriesIn(lang)
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents')) return <><PageHead title={say.title} /><DocumentsClosed practice={frame.practice} /></>
  const [page, sent] = await Promise.all([
    ask(listMyDocuments, { portal: hat }, { ...(kind ? { category: kind } : {}), ...(before ? { before } : {}) }),
    ask(listSent, { portal: hat }, {}),
  ])
  const address = (category?: Category, cursor?: string) => {
    const query = new URLSearchParams({ ...(category ? { kind: category } : {}), ...(cursor ? { before: cursor } : {}) })
    return `/portal/${hat}/documents${query.size > 0 ? `?${query}` : ''}`
  }
  const previews = await wantsPreviews(search.previews)
  const here = address(kind, before ? writeCursor(before) : undefined)
  const shown: Category[] = ['radiograph', 'photograph', 'treatment_plan', 'letter', 'statement']
  return (
    <>
      <PageHead title={say.title} actions={<TextLink href={`/portal/${hat}/shares`} look="quiet" className="inline-flex min-h-11 items-center text-small">{sharesCopy[lang].title}</TextLink>} />
      {Number(search.sent) > 0 ? <Banner tone="success" live className="mt-4">{sending.sent}</Banner> : null}
      <p className="mt-4"><ButtonLink href={`/portal/${hat}/send`} variant="secondary" icon={<Send aria-hidden="true" />}>{sending.title}</ButtonLink></p>
      {kind || before ? null : <SentList hat={hat} lang={lang} sent={sent} practice={frame.practice.name} timeZone={frame.timeZone} />}
      <nav aria-label={say.kinds} className="mt-5 flex flex-wrap gap-x-5">
        {[undefined, ...shown].map((category) => (
          <TextLink
            key={category ?? 'all'}
            look="plain"
            href={address(category)}
            aria-current={category === kind ? 'page' : undefined}
            className="inline-flex min-h-11 items-center border-b-[3px] border-transparent text-small font-medium text-ink-soft hover:text-ink aria-[current]:border-violet aria-[current]:text-ink"
          >
            {category ? names[category].many : say.all}
          </TextLink>
        ))}
      </nav>
      {page.items.length > 0 ? (
        <>
          <PreviewsChoice shown={previews} once={`${here}${here.includes('?') ? '&' : '?'}previews=1`} lang={lang} />
          <DocumentRows hat={hat} items={page.items} written={frame.practice.language} previews={previews} />
        </>
      ) : (
        <EmptyState title={kind ? say.noneTitle(names[kind].many) : say.emptyTitle}>
          {kind ? say.none : <Sentence text={say.empty} parts={{ practice: <span lang={frame.practice.language}>{frame.practice.name}</span> }} />}
        </EmptyState>
      )}
      <Pagination
        {...(page.before ? { older: address(kind, writeCursor(page.before)) } : {})}
        {...(before ? { newer: address(kind) } : {})}
        words={say.pages}
      />
    </>
  )
}
