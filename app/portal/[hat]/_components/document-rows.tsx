import { Preview } from '@/app/_components/previews'
import { readPrefs } from '@/app/prefs'
import { TeethMark } from '@/components/ui/teeth-mark'
import { TextLink } from '@/components/ui/text-link'
import { categoriesIn, fileKind } from '@/lib/documents/rules'
import { fileSize } from '@/lib/format/size'
import { formatDate } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import type { PortalDocument } from '@/lib/portal/schema'
import { rowsCopy } from '../_copy/rows'

/** What a document is, when it was made and of which tooth. */
export function whatItIs(item: PortalDocument, lang: Lang): string {
  const say = rowsCopy[lang]
  const [kind, day] = [categoriesIn(lang)[item.category].one, formatDate(item.takenOn, lang)]
  return item.tooth ? say.ofTooth(kind, day, item.tooth) : say.of(kind, day)
}

/** A list of documents for one thumb: the whole row answers, and none of it is fetched before it is pressed. */
export async function DocumentRows({ hat, items, written, previews = false }: {
  hat: string
  items: readonly PortalDocument[]
  /** The language in which the practice writes its titles. */
  written: Lang
  /** Small pictures beside the titles. */
  previews?: boolean
}) {
  const { lang } = await readPrefs()
  return (
    <ul className="mt-2 divide-y divide-line border-y border-line">
      {items.map((item, at) => (
        <li key={item.id} className="relative flex items-center gap-4 py-4">
          {previews ? <Preview hat={hat} ids={items.map(({ id }) => id)} at={at} /> : null}
          <div className="min-w-0 flex-1">
            <TextLink look="plain" href={`/portal/${hat}/documents/${item.id}`} className="row-link font-name text-name break-words" lang={written}>
              {item.title}
            </TextLink>
            <p className="mt-0.5 text-small text-ink-soft">
              {whatItIs(item, lang)}
              <span className="text-ink-faint"> · {fileKind(item.contentType, lang)}, {fileSize(item.byteSize, lang)}</span>
            </p>
          </div>
          {item.tooth ? <TeethMark teeth={[item.tooth]} /> : null}
        </li>
      ))}
    </ul>
  )
}
