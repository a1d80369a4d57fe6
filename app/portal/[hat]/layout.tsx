import { PortalShell } from '@/components/layout/portal-shell'
import { WhoseRecord } from '@/components/layout/whose-record'
import { SignOutForm } from '@/app/_session/sign-out-form'
import { SessionKeeper } from '@/app/_session/session-keeper'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { portalFrame } from '@/lib/portal/queries'
import { relationWords } from '@/lib/portal/rules'

/** Says whose record is open. It guards nothing: each page asks for itself. */
export default async function Layout({ params, children }: LayoutProps<'/portal/[hat]'>) {
  const { hat } = await params
  const [prefs, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  return (
    <PortalShell
      {...prefs}
      base={`/portal/${hat}`}
      practice={frame.practice.name}
      actions={<SignOutForm />}
      banner={
        <WhoseRecord
          lang={prefs.lang}
          name={frame.patient.name}
          self={frame.relation === 'self'}
          relation={relationWords(frame.relation)}
          switchHref="/hats"
        />
      }
    >
      <SessionKeeper />
      {children}
    </PortalShell>
  )
}
