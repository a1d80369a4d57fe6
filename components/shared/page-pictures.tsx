import { ChevronLeft, ChevronRight } from 'lucide-react'
import { buttonLook } from '@/components/ui/button-look'
import type { DocumentPages } from '@/lib/documents/schema'
import type { Lang } from '@/lib/format/lang'
import { pagesCopy } from './page-pictures-copy'

type Props = {
  /** `/v1/o/{hat}/{document}` */
  open: string
  /** The document's own page. */
  here: string
  pages: DocumentPages
  /** As the address has it; null shows nothing yet, since a picture that is shown is an opening. */
  page: number | null
  lang: Lang
}

/** A document page by page, as pictures that any telephone shows: plain links and plain pictures, without a script. */
export function PagePictures({ open, here, pages, page, lang }: Props) {
  const words = pagesCopy[lang]
  const first = pages.drawn[0]
  if (!first) {
    const says = { waiting: words.making, failed: words.failed, none: words.none, done: null }[pages.state]
    return says ? <p className="text-small text-ink-soft">{says}</p> : null
  }
  if (page === null)
    return <p><a className={buttonLook('secondary', 'md', false, '')} href={`${here}?page=1#pages`} rel="nofollow">{words.show}</a></p>
  const shown = pages.drawn.find((one) => one.page === page) ?? first
  const step = (by: -1 | 1) => pages.drawn.find((one) => one.page === shown.page + by)
  const [before, after] = [step(-1), step(1)]
  return (
    <section id="pages" aria-label={words.label} className="scroll-mt-4">
      <a href={`${open}?page=${shown.page}`} target="_blank" rel="noreferrer" aria-label={`${words.alt(shown.page)}, ${words.large}`} className="block">
        {/* Not next/image: the address answers 303 to a link of one minute, and no optimiser may fetch it. */}
        {/* oxlint-disable-next-line nextjs/no-img-element */}
        <img
          src={`${open}?page=${shown.page}`} alt={words.alt(shown.page)} width={shown.width} height={shown.height}
          className="mx-auto h-auto max-h-[85vh] w-auto max-w-full border border-line bg-white"
        />
      </a>
      {pages.pages > 1 ? (
        <nav aria-label={words.label} className="mt-3 flex items-center justify-between gap-3">
          {before ? <a className={buttonLook('secondary', 'md', false, '')} href={`${here}?page=${before.page}#pages`} rel="prev"><ChevronLeft aria-hidden="true" /> {words.earlier}</a> : <span />}
          <p className="text-small text-ink-soft">{words.at(shown.page, pages.pages)}</p>
          {after ? <a className={buttonLook('secondary', 'md', false, '')} href={`${here}?page=${after.page}#pages`} rel="next">{words.later} <ChevronRight aria-hidden="true" /></a> : <span />}
        </nav>
      ) : null}
      {pages.state === 'done' && pages.pages > pages.drawn.length ? <p className="mt-3 text-small text-ink-soft">{words.beyond(pages.drawn.length)}</p> : null}
    </section>
  )
}

/** The page that an address names, or null. */
export function pageIn(value: string | string[] | undefined): number | null {
  return typeof value === 'string' && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : null
}
