import type { ReactNode } from 'react'
import type { Lang } from '@/components/layout/words'
import { formatDay, formatLastDay } from '@/lib/format/dates'
import type { Helper } from '@/lib/people/schema'
import { kindsInWords } from '../../../_copy/reach'
import { peopleCopy } from '../../_copy/people'

/** One who may see the record: who, how far, until when, and what they opened last. */
export function Person({ person, timeZone, lang, children }: { person: Helper; timeZone: string; lang: Lang; children?: ReactNode }) {
  const copy = peopleCopy[lang]
  const far = person.scope === 'task' ? copy.oneThing : person.scope === 'all' ? copy.seesAll : copy.sees(kindsInWords(person.categories, lang))
  const times = [copy.since(formatDay(person.since, timeZone, lang)), person.until ? copy.until(formatLastDay(person.until, timeZone, lang)) : copy.noEnd].join(', ')
  return (
    <li className="py-4">
      <p><span className="font-name text-name">{person.name}</span> <span className="text-ink-soft">({copy.relations[person.relation] ?? person.relation})</span></p>
      <p className="mt-1">{far}</p>
      <p className="text-small text-ink-soft">{times}</p>
      <p className="text-small text-ink-soft">{person.last ? copy.opened(formatDay(person.last.at, timeZone, lang), person.last.title) : copy.nothingOpened}</p>
      {children}
    </li>
  )
}
