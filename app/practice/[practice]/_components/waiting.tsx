import type { ReactNode } from 'react'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatDate, formatDay } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import type { Today } from '@/lib/practice/schema'

/** What waits for somebody: papers to file, papers nobody has decided about, invitations nobody has taken up. */
export function Waiting({ here, day, timeZone }: { here: string; day: Today; timeZone: string }) {
  const { toFile, unreleased, invitations, review, grown } = day
  return (
    <aside aria-label="What waits" className="space-y-8">
      <Part title="To file">
        {toFile === 0 ? <Nothing>Everything is filed.</Nothing> : (
          <p className="py-2.5">
            <Status tone="watch"><TextLink href={`${here}/to-file`}>{count(toFile, 'document')} waiting to be filed</TextLink></Status>
          </p>
        )}
      </Part>
      <Part title="Not released since the visit">
        {unreleased.length === 0 ? <Nothing>Nothing waits for a decision.</Nothing> : (
          <ul className="divide-y divide-line">
            {unreleased.slice(0, 8).map(({ id, title, category, takenOn, patient }) => (
              <li key={id} className="py-2.5">
                <TextLink href={`${here}/documents/${id}`}>{title}</TextLink>
                <span className="block text-micro text-ink-faint">{patient.name}, {(categoryWords[category as Category] ?? categoryWords.other).one.toLowerCase()} of {formatDate(takenOn)}</span>
              </li>
            ))}
            {unreleased.length > 8 ? <li className="py-2.5 text-micro text-ink-faint">and more</li> : null}
          </ul>
        )}
      </Part>
      <Part title="Access to review">
        {review + grown === 0 ? <Nothing>Nobody’s access is due.</Nothing> : (
          <p className="py-2.5">
            <Status tone="watch">
              <TextLink href={`${here}/access`}>{[...(review > 0 ? [`${count(review, 'access', 'accesses')} to review`] : []), ...(grown > 0 ? [`${count(grown, 'patient')} came of age`] : [])].join(', ')}</TextLink>
            </Status>
          </p>
        )}
      </Part>
      <Part title="Invitations to the portal">
        {invitations.length === 0 ? <Nothing>No invitation is open.</Nothing> : (
          <ul className="divide-y divide-line">
            {invitations.slice(0, 8).map(({ name, patient, sentAt, expiresAt }, at) => (
              <li key={at} className="py-2.5">
                {name}{patient ? <span className="text-ink-soft"> for {patient}</span> : null}
                <span className="block text-micro text-ink-faint">sent {formatDay(sentAt, timeZone)}, open until {formatDay(expiresAt, timeZone)}</span>
              </li>
            ))}
            {invitations.length > 8 ? <li className="py-2.5 text-micro text-ink-faint">and more</li> : null}
          </ul>
        )}
      </Part>
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="border-b border-line-strong pb-2 text-small font-semibold">{title}</h2>
      <div className="text-small">{children}</div>
    </section>
  )
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="py-2.5 text-ink-soft">{children}</p>
