import { PlainForm } from '@/app/_components/plain-form'
import { SignOutForm } from '@/app/_session/sign-out-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Badge } from '@/components/ui/badge'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { mySessions } from '@/lib/sessions/queries'
import { methodWords } from '@/lib/sessions/rules'
import { end, endOthers } from './actions'

export const metadata = { title: 'Sessions' }

export default async function Page() {
  const sessions = await ask(mySessions, 'person', {})
  const others = sessions.filter(({ here }) => !here)
  return (
    <>
      <PageHead title="Where you are signed in" lead="A session that you end is over at its next click. One that you do not know: end it, then change your password." />
      <ul className="divide-y divide-line border-y border-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 font-semibold">
                {session.device || 'A device'}{session.workstation ? ` (${session.workstation})` : ''}
                {session.here ? <Badge tone="violet">This one</Badge> : null}
                {session.locked ? <Badge tone="watch">Locked</Badge> : null}
              </p>
              <p className="mt-0.5 text-small text-ink-soft">
                Signed in {formatMoment(session.createdAt, 'UTC')} with {methodWords(session.method)}.
                Last used {formatMoment(session.lastActAt, 'UTC')}, ends {formatMoment(session.expiresAt, 'UTC')} at the latest (UTC).
              </p>
            </div>
            {session.here ? <SignOutForm /> : (
              <PlainForm act={end.bind(null, 'person')} hidden={{ session: session.id }} submit="End it" pending="Ending…" variant="secondary" refused="It was not ended" />
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <Section title="All at once">
          <PlainForm act={endOthers.bind(null, 'person')} submit={others.length === 1 ? 'End the other session' : `End the ${others.length} other sessions`}
            pending="Ending…" variant="danger" refused="They were not ended" />
        </Section>
      ) : null}
    </>
  )
}
