import type { ReactNode } from 'react'
import { formatDate, formatDay, formatLastDay, formatMoment } from '@/lib/format/dates'
import { relationWords, type Relation } from '@/lib/invitations/rules'
import type { Access } from '@/lib/invitations/schema'
import { evidenceWords, scopeWords } from '@/lib/proxies/rules'

/** One who has access: who, how far, until when, on what ground, and what it was before. */
export function AccessRow({ access, timeZone, children }: { access: Access; timeZone: string; children: ReactNode }) {
  const [now, ...before] = access.terms
  return (
    <li className="py-4">
      <p><strong>{access.name}</strong>, {relationWords[access.relation as Relation] ?? access.relation}, since {formatDay(access.since, timeZone)}</p>
      {access.relation === 'self' ? null : (
        <div className="text-small text-ink-soft">
          <p>{scopeWords(access)}{access.apart ? ', but not what others send' : ''}, {access.until ? `until ${formatLastDay(access.until, timeZone)}${access.endsAtMajority ? ', as long as the patient is a minor' : ''}` : 'without an end'}.</p>
          {now?.evidenceKind ? <p>{evidenceWords[now.evidenceKind]}{now.evidence ? ` (${now.evidence})` : ''}, seen by {now.by}: {now.why}</p> : now?.why ? <p>{now.why}, by {now.by}</p> : null}
          {access.byOrder ? <p>Only the practice may end it.</p> : null}
          {access.byPatient ? <p>Given by the patient.</p> : null}
          {access.reviewOn ? <p>To be reviewed on {formatDate(access.reviewOn)}.</p> : null}
        </div>
      )}
      {before.length > 0 ? (
        <details>
          <summary className="inline-block min-h-11 cursor-pointer py-2 text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink">How far it reached before</summary>
          <ul className="divide-y divide-line border-y border-line text-small">
            {before.map((term) => (
              <li key={term.at.getTime()} className="py-2.5">
                From {formatMoment(term.at, timeZone)}, by {term.by}: {scopeWords(term).toLowerCase().replace('x-rays', 'X-rays')}{term.apart ? ', not what others send' : ''}, {term.until ? `until ${formatLastDay(term.until, timeZone)}` : 'without an end'}{term.why ? `. ${term.why}` : ''}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {children}
    </li>
  )
}
