import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { waysIn } from '@/lib/sign-in/queries'
import { ownPath } from '@/lib/sign-in/rules'
import { PasskeyForm } from '../_session/passkey-form'
import { enter, passkey } from './actions'
import { SignInForm } from './_components/sign-in-form'

export const metadata = { title: 'Sign in' }

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const next = ownPath((await searchParams)['next'])
  const { passkeys } = await ask(waysIn, 'visitor', {})
  return (
    <>
      <PageHead title="Sign in" />
      <SignInForm act={enter.bind(null, 'visitor')} next={next} />
      <PasskeyForm act={passkey.bind(null, 'visitor')} here={passkeys} next={next} label="Sign in with a passkey" divided />
      <p className="mt-8 text-small text-ink-soft">
        Forgotten, lost or changed? <TextLink href="/recover">Get back in</TextLink>. New here? Your practice invites you, on paper or by letter.
      </p>
    </>
  )
}
