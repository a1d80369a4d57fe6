import { notFound } from 'next/navigation'
import { readPrefs } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'
import { buttonLook } from '@/components/ui/button-look'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { formatDate } from '@/lib/format/dates'
import { showShare } from '@/lib/shares/queries'

/** One paper, page under page, each with the reader's name across it. */
export default async function Page({ params }: PageProps<'/shared/[share]/[document]'>) {
  const [{ share: id, document }, { lang }] = await Promise.all([params, readPrefs()])
  const share = await ask(showShare, { share: id }, {})
  const paper = share.documents.find((one) => one.id === document) ?? notFound()
  const say = guestCopy[lang]
  return (
    <>
      <p><a className="inline-flex min-h-11 items-center text-small underline decoration-line-strong underline-offset-[0.25em]" href={`/shared/${id}`}>{say.back}</a></p>
      <PageHead title={paper.title} facts={paper.takenOn ? <span>{formatDate(paper.takenOn, lang)}</span> : null} />
      {paper.pages.length === 0 ? <p>{say.noPages}</p> : null}
      <div className="space-y-6">
        {paper.pages.map((page, at) => (
          // No picture optimiser of the framework's: it would fetch and keep what it was shown.
          // oxlint-disable-next-line next/no-img-element
          <img key={page} src={`/v1/e/${id}/${paper.id}?page=${page}`} alt={say.page(at + 1, paper.pages.length)} loading={at === 0 ? 'eager' : 'lazy'} className="w-full border border-line bg-sheet" />
        ))}
      </div>
      {share.maySave ? <p className="mt-6"><a className={buttonLook('secondary', 'md', false, '')} href={`/v1/e/${id}/${paper.id}`}>{say.saveFile}</a></p> : null}
    </>
  )
}
