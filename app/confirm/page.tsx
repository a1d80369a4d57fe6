import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { confirmPasskey, confirmPassword, confirmPin } from '../_session/actions'
import { Folded } from '../_session/folded'
import { PasskeyForm } from '../_session/passkey-form'
import { passwordFields, pinFields } from '../_session/way-fields'

export const metadata = { title: 'Confirm that it is you' }

/** Before what cannot be taken back: a confirmation that lasts ten minutes, and leads back. */
export default async function Page({ searchParams }: PageProps<'/confirm'>) {
  const next = ownPath((await searchParams)['next'])
  const { name, locked, confirmed, confirming: ways, passkeys } = await ask(waysHere, 'person', {})
  if (locked) redirect(withNext('/locked', next))
  if (confirmed) redirect(next ?? '/account')
  const hidden: Record<string, string> = next ? { next } : {}
  const { pin, password, passkey } = ways
  return (
    <>
      <PageHead title="Is it still you?" lead={`What comes next matters, so show once more that you are ${name}. It holds for ten minutes.`} />
      <div className="space-y-7">
        {pin ? <PlainForm act={confirmPin.bind(null, 'person')} hidden={hidden} fields={pinFields(pin)} submit="Confirm" pending="Checking…" refused="Not confirmed" wide /> : null}
        {passkey ? <PasskeyForm act={confirmPasskey.bind(null, 'person')} here={passkeys} next={next} label="Confirm with a passkey" variant={pin ? 'secondary' : 'primary'} /> : null}
        {password ? (
          <Folded folded={pin !== null} label="Use the password">
            <PlainForm act={confirmPassword.bind(null, 'person')} hidden={hidden} fields={passwordFields(ways)} submit="Confirm" pending="Checking…" refused="Not confirmed" wide variant={pin ? 'secondary' : 'primary'} />
          </Folded>
        ) : null}
      </div>
      <p className="mt-8 border-t border-line pt-4 text-small text-ink-soft">
        Nothing of this at hand? <TextLink href={withNext('/sign-in', next)}>Sign in anew</TextLink>; that counts as a confirmation too.
      </p>
    </>
  )
}
