import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { mySecondFactors, pendingSignIn, waysIn } from '@/lib/sign-in/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { PasskeyForm } from '../../_session/passkey-form'
import { secondFactorCopy } from './_copy/second-factor'
import { passkey, raise, second } from '../actions'

export const generateMetadata = async () => ({ title: (await speak(secondFactorCopy)).tab })

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
  const say = await speak(secondFactorCopy)
  return (
    <>
      <PageHead title={say.title} lead={offered.totp ? say.app : say.passkeyLead} />
      {offered.totp ? (
        <PlainForm act={act} hidden={hidden} fields={[{ name: 'code', label: say.code, kind: 'code', autoComplete: 'one-time-code' }]}
          submit={say.goOn} pending={say.checking} refused={say.refused} wide />
      ) : null}
      {offered.passkey ? <PasskeyForm act={passkey.bind(null, 'visitor')} here={passkeys} next={next} label={say.passkey} divided={offered.totp} /> : null}
      {offered.recoveryCodes ? (
        <details className="mt-8 border-t border-line pt-4">
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-small font-semibold text-violet">{say.neither}</summary>
          <div className="mt-3">
            <PlainForm act={act} hidden={hidden} fields={[{ name: 'code', label: say.recovery, hint: say.recoveryHint, autoComplete: 'off', maxLength: 20 }]}
              submit={say.useCode} pending={say.checking} variant="secondary" refused={say.refused} wide />
          </div>
        </details>
      ) : null}
      <p className="mt-8 text-small text-ink-soft">
        <Sentence text={say.foot} parts={{ recover: <TextLink href="/recover">{say.backIn}</TextLink>, again: <TextLink href={withNext('/sign-in', next)}>{say.again}</TextLink> }} />
      </p>
    </>
  )
}
