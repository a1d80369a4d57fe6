import type { ReactNode } from 'react'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { formatDay } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import type { Today } from '@/lib/practice/schema'
import type { Unopened } from '@/lib/releases/schema'
import { LeftByVisits, type Left } from './left-by-visits'

type Props = { here: string; day: Today; left: Left; unopened: readonly Unopened[]; cases: number; timeZone: string }

/** What waits for somebody: papers to file, papers nobody has decided about, releases nobody has opened, invitations nobody has taken up. */
export function Waiting({ here, day, left, unopened, cases, timeZone }: Props) {
  const { toFile, invitations, review, grown } = day
  return (
    <aside aria-label="What waits" className="space-y-8">
      <Part title="To file">
        {toFile === 0 ? <Nothing>Everything is filed.</Nothing> : (
          <p className="py-2.5">
            <Status tone="watch"><TextLink href={`${here}/to-file`}>{count(toFile, 'document')} waiting to be filed</TextLink></Status>
          </p>
        )}
      </Part>
      {cases > 0 ? (
        <Part title="Privacy">
          <p className="py-2.5"><Status tone="attention"><TextLink href={`${here}/privacy`}>{count(cases, 'case')} open</TextLink></Status></p>
        </Part>
      ) : null}
      <Part title="Not released since the visit">
        <LeftByVisits here={here} left={left} />
      </Part>
      {unopened.length > 0 ? (
        <Part title="Released, and not opened for a week">
          <ul className="divide-y divide-line">
            {unopened.slice(0, 8).map(({ document, title, patient, since }) => (
              <li key={document} className="py-2.5">
                <TextLink href={`${here}/documents/${document}`}>{title}</TextLink>
                <span className="block text-micro text-ink-faint">{patient}, released {formatDay(since, timeZone)}</span>
              </li>
            ))}
            {unopened.length > 8 ? <li className="py-2.5 text-micro text-ink-faint">and more</li> : null}
          </ul>
        </Part>
      ) : null}
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
