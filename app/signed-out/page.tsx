import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { readPrefs, speak } from '../prefs'
import { signedOutCopy } from './_copy/signed-out'

export const generateMetadata = async () => ({ title: (await speak(signedOutCopy)).tab })

/** Where signing out leads. Its answer also tells the browser to forget what it kept of our pages (proxy.ts). */
export default async function Page() {
  const [prefs, phone] = await Promise.all([readPrefs(), ask(thisPhone, 'visitor', {})])
  const say = signedOutCopy[prefs.lang]
  return (
    <FocusShell {...prefs} reader={<ReadAloud />}>
      <PageHead title={say.title} lead={say.lead} />
      <ButtonLink href="/sign-in" wide={phone !== null}>{phone ? say.digits : say.again}</ButtonLink>
    </FocusShell>
  )
}
