import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import { categories, type Category } from '@/lib/documents/schema'
import { listMyDocuments, portalFrame } from '@/lib/portal/queries'
import { readCursor, writeCursor } from '@/lib/format/cursor'
import { DocumentsClosed, PortalClosed } from '../_components/closed'
import { DocumentRows } from '../_components/document-rows'

export const metadata = { title: 'Documents' }

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/documents'>) {
  const [{ hat }, search] = await Promise.all([params, searchParams])
  const kind = categories.find((category) => category === search.kind)
  const before = readCursor(search.before)
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents')) return <><PageHead title="Documents" /><DocumentsClosed practice={frame.practice} /></>
  const page = await ask(listMyDocuments, { portal: hat }, { ...(kind ? { category: kind } : {}), ...(before ? { before } : {}) })
  const address = (category?: Category, cursor?: string) => {
    const query = new URLSearchParams({ ...(category ? { kind: category } : {}), ...(cursor ? { before: cursor } : {}) })
    return `/portal/${hat}/documents${query.size > 0 ? `?${query}` : ''}`
  }
  const shown: Category[] = ['radiograph', 'photograph', 'treatment_plan', 'letter', 'statement']
  return (
    <>
      <PageHead title="Documents" />
      <nav aria-label="Kinds of document" className="mt-5 flex flex-wrap gap-x-5">
        {[undefined, ...shown].map((category) => (
          <TextLink
            key={category ?? 'all'}
            look="plain"
            href={address(category)}
            aria-current={category === kind ? 'page' : undefined}
            className="inline-flex min-h-11 items-center border-b-[3px] border-transparent text-small font-medium text-ink-soft hover:text-ink aria-[current]:border-violet aria-[current]:text-ink"
          >
            {category ? categoryWords[category].many : 'All'}
          </TextLink>
        ))}
      </nav>
      {page.items.length > 0 ? (
        <DocumentRows hat={hat} items={page.items} />
      ) : (
        <EmptyState title={kind ? `No ${categoryWords[kind].many.toLowerCase()} here` : 'Nothing here yet'}>
          {kind ? 'Look under “All”, or ask the practice to share what you are missing.' : `When ${frame.practice.name} shares a document with you, it appears here and a mail tells you.`}
        </EmptyState>
      )}
      <Pagination
        {...(page.before ? { older: address(kind, writeCursor(page.before)) } : {})}
        {...(before ? { newer: address(kind) } : {})}
        words={{ older: 'Older documents', newer: 'Newest documents', label: 'Pages of documents' }}
      />
    </>
  )
}
