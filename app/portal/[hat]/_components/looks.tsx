import { TextLink } from '@/components/ui/text-link'
import { formatMoment } from '@/lib/format/dates'
import { lookWords, roleWords } from '@/lib/portal/rules'
import type { Look } from '@/lib/portal/schema'

/** Who has looked, line by line, in plain words. */
export function Looks({ looks, timeZone, hat, empty, linked = false }: { looks: readonly Look[]; timeZone: string; hat: string; empty: string; linked?: boolean }) {
  if (looks.length === 0) return <p className="mt-2 text-ink-soft">{empty}</p>
  return (
    <ol className="mt-3 divide-y divide-line border-y border-line">
      {looks.map((look, at) => (
        <li key={`${look.at.getTime()}-${at}`} className="py-3">
          <p>
            <span className={look.mine ? 'font-semibold text-violet' : 'font-semibold'}>{look.mine ? 'You' : look.name}</span>
            {look.mine ? null : <span className="text-ink-soft"> ({roleWords(look)})</span>} {lookWords(look)}
            {linked && look.document ? (
              <>
                {': '}
                <TextLink href={`/portal/${hat}/documents/${look.document.id}`}>{look.document.title}</TextLink>
              </>
            ) : null}
          </p>
          <p className="text-small text-ink-faint">{formatMoment(look.at, timeZone)}</p>
        </li>
      ))}
    </ol>
  )
}
