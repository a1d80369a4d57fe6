import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { mySecondFactors, pendingSignIn, waysIn } from '@/lib/sign-in/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { PasskeyForm } from '../../_session/passkey-form'
import { passkey, raise, second } from '../actions'

export const metadata = { title: 'Second factor' }

/** After the password; or for somebody who signed in with one factor and wants where two are asked. */
export default async function Page({ searchParams }: PageProps<'/sign-in/second-factor'>) {
  const next = ownPath((await searchParams)['next'])
  const pending = await ask(pendingSignIn, 'visitor', {})
  const { passkeys } = await ask(waysIn, 'visitor', {})
  // Nobody is half-way in: then it is about the session there is, and without one about signing in.
  const mine = pending ? null : await ask(mySecondFactors, 'person', {})
  if (mine?.raised) redirect(next ?? '/hats')
  const offered = pending ?? mine
  if (!offered?.totp && !offered?.passkey) redirect(withNext('/account/factors?enrol', next ?? '/hats'))
  const act = mine ? raise.bind(null, 'person') : second.bind(null, 'visitor')
  const hidden: Record<string, string> = next ? { next } : {}
  return (
    <>
      <PageHead title="One more step" lead={offered.totp ? 'Type the code that your authenticator app shows for Enamel.' : 'Show the passkey of your account.'} />
      {offered.totp ? (
        <PlainForm act={act} hidden={hidden} fields={[{ name: 'code', label: 'Six-digit code', kind: 'code', autoComplete: 'one-time-code' }]}
          submit="Go on" pending="Checking…" refused="The code was not accepted" wide />
      ) : null}
      {offered.passkey ? <PasskeyForm act={passkey.bind(null, 'visitor')} here={passkeys} next={next} label="Use a passkey" divided={offered.totp} /> : null}
      {offered.recoveryCodes ? (
        <details className="mt-8 border-t border-line pt-4">
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-small font-semibold text-violet">I have neither at hand: use a recovery code</summary>
          <div className="mt-3">
            <PlainForm act={act} hidden={hidden} fields={[{ name: 'code', label: 'Recovery code', hint: 'Ten letters and digits, from the list you wrote down. Each works once.', autoComplete: 'off', maxLength: 20 }]}
              submit="Use this code" pending="Checking…" variant="secondary" refused="The code was not accepted" wide />
          </div>
        </details>
      ) : null}
      <p className="mt-8 text-small text-ink-soft">
        Lost everything? <TextLink href="/recover">Get back in</TextLink>. Not you? <TextLink href={withNext('/sign-in', next)}>Begin again</TextLink>.
      </p>
    </>
  )
}
