import { FocusShell } from '@/components/layout/focus-shell'
import { PortalShell } from '@/components/layout/portal-shell'
import { WhoseRecord } from '@/components/layout/whose-record'
import { ButtonLink } from '@/components/ui/button-link'
import { SignOutForm } from '@/app/_session/sign-out-form'
import { SessionKeeper } from '@/app/_session/session-keeper'
import { ReadAloud } from '@/app/_components/read-aloud'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { portalFrame } from '@/lib/portal/queries'
import { reachCopy, reachSentence, standing } from '../_copy/reach'
import { placesOf } from './_components/places'
import { frameCopy } from './_copy/frame'

/** Says whose record is open. It guards nothing: each page asks for itself. */
export default async function Layout({ params, children }: LayoutProps<'/portal/[hat]'>) {
  const { hat } = await params
  const [prefs, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  // The shell names the patient and leads to her record: while the portal is closed, neither.
  if (!frame.patient)
    return (
      <FocusShell {...prefs} reader={<ReadAloud />}>
        <SessionKeeper />
        {children}
        <div className="mt-7 flex flex-wrap gap-3">
          <ButtonLink href="/hats" variant="secondary">{frameCopy[prefs.lang].elsewhere}</ButtonLink>
          <SignOutForm />
        </div>
      </FocusShell>
    )
  return (
    <PortalShell
      {...prefs}
      base={`/portal/${hat}`}
      practice={<span lang={frame.practice.language}>{frame.practice.name}</span>}
      reader={<ReadAloud />}
      places={placesOf(`/portal/${hat}`, frame.reach, prefs.lang)}
      actions={<SignOutForm />}
      banner={
        <WhoseRecord
          lang={prefs.lang}
          name={frame.patient.name}
          self={frame.relation === 'self'}
          relation={frame.relation === 'self' ? undefined : `${standing(frame.relation, frame.reach.until, frame.timeZone, prefs.lang)}. ${reachSentence(frame.reach, frame.patient.given, prefs.lang)}${frame.reach.apart ? ` ${reachCopy[prefs.lang].apart}` : ''}`}
          switchHref="/hats"
        />
      }
    >
      <SessionKeeper />
      {children}
    </PortalShell>
  )
}
