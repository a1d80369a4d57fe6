import { redirect } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { confirmPasskey, confirmPassword, confirmPin } from '../_session/actions'
import { ShowAgain } from '../_session/show-again'

export const metadata = { title: 'Confirm that it is you' }

/** Before something grave: it is still the same person at the keyboard. */
export default async function Page({ searchParams }: PageProps<'/confirm'>) {
  const next = ownPath((await searchParams)['next'])
  const { name, locked, confirming, passkeys } = await ask(waysHere, 'person', {})
  if (locked) redirect(withNext('/locked', next))
  return (
    <>
      <PageHead title="Confirm that it is you" lead={`${name}, what comes next is asked for twice. The confirmation lasts ten minutes.`} />
      <ShowAgain ways={confirming} passkeys={passkeys} next={next} verb="Confirm" pending="Checking…" refused="Not confirmed"
        pin={confirmPin.bind(null, 'person')} password={confirmPassword.bind(null, 'person')} passkey={confirmPasskey.bind(null, 'person')} />
      <p className="mt-8 text-small"><TextLink href={next ?? '/hats'}>Not now</TextLink></p>
    </>
  )
}
