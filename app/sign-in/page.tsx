import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { waysIn } from '@/lib/sign-in/queries'
import { ownPath } from '@/lib/sign-in/rules'
import { Folded } from '../_session/folded'
import { PasskeyForm } from '../_session/passkey-form'
import { greeting, PhoneForm } from '../phone/_components/phone-form'
import { enter, passkey } from './actions'
import { SignInForm } from './_components/sign-in-form'

export const metadata = { title: 'Sign in' }

/** On a phone that its owner enrolled her digits come first, for they may be all she has; the other ways lie folded below. */
export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const next = ownPath((await searchParams)['next'])
  const [{ passkeys }, phone] = await Promise.all([ask(waysIn, 'visitor', {}), ask(thisPhone, 'visitor', {})])
  return (
    <>
      <PageHead {...(phone ? greeting(phone) : { title: 'Sign in' })} />
      {phone ? <div className="mb-6"><PhoneForm next={next} /></div> : null}
      <Folded folded={phone !== null} label={phone?.firstName ? `Not ${phone.firstName}, or forgotten? Sign in another way` : 'Sign in another way'}>
        <SignInForm act={enter.bind(null, 'visitor')} next={next} />
        <PasskeyForm act={passkey.bind(null, 'visitor')} here={passkeys} next={next} label="Sign in with a passkey" divided />
      </Folded>
      <p className="mt-8 text-small text-ink-soft">
        Forgotten, lost or changed? <TextLink href="/recover">Get back in</TextLink>. New here? Your practice invites you, on paper or by letter.
      </p>
    </>
  )
}
