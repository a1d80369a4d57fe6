import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { buttonLook } from '@/components/ui/button-look'
import { DescriptionList } from '@/components/ui/description-list'
import { SelectField } from '@/components/ui/select'
import { TextLink } from '@/components/ui/text-link'
import type { Comparable, DocumentPages } from '@/lib/documents/schema'
import { formatDate } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import { fileSize } from '@/lib/format/size'
import { pagesCopy } from './page-pictures-copy'
import { PictureViewer } from './picture-viewer'
import { pictureDetails, pictureWords } from './picture-words'

type Props = {
  /** `/v1/o/{hat}/{document}` */
  open: string
  /** The document's own page. */
  here: string
  pages: DocumentPages
  /** As the address has it; null shows nothing yet, since a picture that is shown is an opening. */
  page: number | null
  lang: Lang
  /** What others it may be held against, and which of them it is. */
  others: readonly Comparable[]
  against: string | string[] | undefined
  file: { type: string | null; size: number }
}

/** Kinds of file that every browser shows by itself. */
const browsers = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** A document page by page, as pictures that any telephone shows: plain links and plain pictures, without a script. */
export function PagePictures({ open, here, pages, page, lang, others, against, file }: Props) {
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
  const say = pictureWords[lang]
  const other = others.find(({ id }) => id === against)
  const details = pictureDetails(pages.details, lang)
  return (
    <section id="pages" aria-label={words.label} className="scroll-mt-4">
      <div className={other ? 'grid items-start gap-4 md:grid-cols-2' : ''}>
        <PictureViewer
          key={shown.page} src={`${open}?page=${shown.page}`} alt={words.alt(shown.page)} width={shown.width} height={shown.height}
          tools={pages.picture} words={say.viewer}
          original={pages.picture && browsers.has(file.type ?? '') ? { src: open, words: say.original(fileSize(file.size, lang)) } : null}
        />
        {other ? (
          <figure className="min-w-0">
            <PictureViewer
              key={other.id} src={`${open.slice(0, open.lastIndexOf('/'))}/${other.id}?page=1`} alt={other.title} width={other.width} height={other.height}
              tools words={say.viewer} original={null}
            />
            <figcaption className="text-small text-ink-soft">{other.title}, {formatDate(other.takenOn, lang)}</figcaption>
          </figure>
        ) : null}
      </div>
      <p className="text-small"><a className="inline-flex min-h-11 items-center text-ink-soft underline decoration-line-strong underline-offset-[0.2em]" href={`${open}?page=${shown.page}`} target="_blank" rel="noreferrer">{say.alone}</a></p>
      {pages.pages > 1 ? (
        <nav aria-label={words.label} className="mt-3 flex items-center justify-between gap-3">
          {before ? <a className={buttonLook('secondary', 'md', false, '')} href={`${here}?page=${before.page}#pages`} rel="prev"><ChevronLeft aria-hidden="true" /> {words.earlier}</a> : <span />}
          <p className="text-small text-ink-soft">{words.at(shown.page, pages.pages)}</p>
          {after ? <a className={buttonLook('secondary', 'md', false, '')} href={`${here}?page=${after.page}#pages`} rel="next">{words.later} <ChevronRight aria-hidden="true" /></a> : <span />}
        </nav>
      ) : null}
      {pages.state === 'done' && pages.pages > pages.drawn.length ? <p className="mt-3 text-small text-ink-soft">{words.beyond(pages.drawn.length)}</p> : null}
      {others.length > 0 ? (
        <form method="get" action={`${here}#pages`} className="no-print mt-3 flex flex-wrap items-end gap-3">
          <input type="hidden" name="page" value={shown.page} />
          <div className="min-w-0 flex-1 basis-60">
            <SelectField
              label={say.compare} name="with" defaultValue={other?.id ?? ''} placeholder={say.nothing}
              options={others.map(({ id, title, takenOn }) => ({ value: id, label: `${title}, ${formatDate(takenOn, lang)}` }))}
            />
          </div>
          <Button type="submit" variant="secondary">{say.compareGo}</Button>
          {other ? <TextLink look="quiet" href={`${here}?page=${shown.page}#pages`} className="inline-flex min-h-11 items-center">{say.compareEnd}</TextLink> : null}
        </form>
      ) : null}
      {details.length > 0 ? <DescriptionList className="mt-6" items={details} /> : null}
    </section>
  )
}

/** The page that an address names, or null. */
export function pageIn(value: string | string[] | undefined): number | null {
  return typeof value === 'string' && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : null
}
