import { redirect } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { ownPath } from '@/lib/sign-in/rules'
import { unlockPasskey, unlockPassword, unlockPin } from '../_session/actions'
import { ShowAgain } from '../_session/show-again'
import { SignOutForm } from '../_session/sign-out-form'

export const metadata = { title: 'Locked' }

/** Where a page leads whose session is locked, and where unlocking leads back from. */
export default async function Page({ searchParams }: PageProps<'/locked'>) {
  const next = ownPath((await searchParams)['next'])
  const { name, locked, ways, passkeys } = await ask(waysHere, 'person', {})
  if (!locked) redirect(next ?? '/hats')
  return (
    <>
      <PageHead title="Locked" lead={`${name}, show that it is you, and go on where you were.`} />
      <ShowAgain ways={ways} passkeys={passkeys} next={next} verb="Unlock" pending="Unlocking…" refused="Still locked"
        pin={unlockPin.bind(null, 'person')} password={unlockPassword.bind(null, 'person')} passkey={unlockPasskey.bind(null, 'person')} />
      <div className="mt-8 border-t border-line pt-4"><SignOutForm /></div>
    </>
  )
}
