import { PlainForm } from '@/app/_components/plain-form'
import { SignOutForm } from '@/app/_session/sign-out-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Badge } from '@/components/ui/badge'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { LocalMoment, LocalZone } from '@/components/ui/local-moment'
import { Sentence } from '@/components/ui/sentence'
import { plural } from '@/lib/format/plurals'
import { mySessions } from '@/lib/sessions/queries'
import { deviceWords, methodWords } from '@/lib/sessions/rules'
import { sessionsCopy } from './_copy/sessions'
import { end, endOthers } from './actions'

export const generateMetadata = async () => ({ title: (await speak(sessionsCopy)).tab })

export default async function Page() {
  const [{ lang }, sessions] = await Promise.all([readPrefs(), ask(mySessions, 'person', {})])
  const say = sessionsCopy[lang]
  const others = sessions.filter(({ here }) => !here)
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <ul className="divide-y divide-line border-y border-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 font-semibold">
                {deviceWords(session.device, lang) || say.device}{session.workstation ? ` (${session.workstation})` : ''}
                {session.here ? <Badge tone="violet">{say.here}</Badge> : null}
                {session.locked ? <Badge tone="watch">{say.locked}</Badge> : null}
              </p>
              <p className="mt-0.5 text-small text-ink-soft">
                <Sentence text={say.signedIn} parts={{ at: <LocalMoment at={session.createdAt} />, method: methodWords(session.method, lang) }} />{' '}
                <Sentence text={say.used} parts={{ used: <LocalMoment at={session.lastActAt} />, ends: <LocalMoment at={session.expiresAt} /> }} />
              </p>
            </div>
            {session.here ? <SignOutForm /> : (
              <PlainForm act={end.bind(null, 'person')} hidden={{ session: session.id }} submit={say.end} pending={say.ending} variant="secondary" refused={say.notEnded} />
            )}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-small text-ink-faint"><LocalZone local={say.zone} utc={say.zoneUtc} /></p>
      {others.length > 0 ? (
        <Section title={say.allTitle}>
          <PlainForm act={endOthers.bind(null, 'person')} submit={plural(lang, others.length, say.endOthers)}
            pending={say.ending} variant="danger" refused={say.notAllEnded} />
        </Section>
      ) : null}
    </>
  )
}
