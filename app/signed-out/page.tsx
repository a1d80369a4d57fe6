import { FocusShell } from '@/components/layout/focus-shell'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { readPrefs } from '../prefs'

export const metadata = { title: 'Signed out' }

/** Where signing out leads. Its answer also tells the browser to forget what it kept of our pages (proxy.ts). */
export default async function Page() {
  const phone = await ask(thisPhone, 'visitor', {})
  return (
    <FocusShell {...await readPrefs()}>
      <PageHead title="You are signed out" lead="This session is over, in every window of this browser. Others that you left open elsewhere go on." />
      <ButtonLink href="/sign-in" wide={phone !== null}>{phone ? 'Open again with your six digits' : 'Sign in again'}</ButtonLink>
    </FocusShell>
  )
}
