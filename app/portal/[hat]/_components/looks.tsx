import { readPrefs } from '@/app/prefs'
import { TextLink } from '@/components/ui/text-link'
import { formatMoment } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import { lookWords, roleWords } from '@/lib/portal/rules'
import type { Look } from '@/lib/portal/schema'
import { rowsCopy } from '../_copy/rows'

type Props = { looks: readonly Look[]; timeZone: string; hat: string; empty: string; linked?: boolean; written: Lang }

/** Who has looked, line by line, in plain words. */
export async function Looks({ looks, timeZone, hat, empty, linked = false, written }: Props) {
  const { lang } = await readPrefs()
  if (looks.length === 0) return <p className="mt-2 text-ink-soft">{empty}</p>
  return (
    <ol className="mt-3 divide-y divide-line border-y border-line">
      {looks.map((look, at) => (
        <li key={`${look.at.getTime()}-${at}`} className="py-3">
          <p>
            <span className={look.mine ? 'font-semibold text-violet' : 'font-semibold'}>{look.mine ? rowsCopy[lang].you : look.name}</span>
            {look.mine ? null : <span className="text-ink-soft"> ({roleWords(look, lang)})</span>} {lookWords(look, lang)}
            {linked && look.document ? (
              <>
                {': '}
                <TextLink href={`/portal/${hat}/documents/${look.document.id}`} lang={written}>{look.document.title}</TextLink>
              </>
            ) : null}
          </p>
          <p className="text-small text-ink-faint">{formatMoment(look.at, timeZone, lang)}</p>
        </li>
      ))}
    </ol>
  )
}
