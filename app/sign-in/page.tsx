import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { waysIn } from '@/lib/sign-in/queries'
import { ownPath } from '@/lib/sign-in/rules'
import { Folded } from '../_session/folded'
import { PasskeyForm } from '../_session/passkey-form'
import { greeting, PhoneForm } from '../phone/_components/phone-form'
import { signInCopy } from './_copy/sign-in'
import { enter, passkey } from './actions'
import { SignInForm } from './_components/sign-in-form'

export const generateMetadata = async () => ({ title: (await speak(signInCopy)).title })

/** On a phone that its owner enrolled her digits come first, for they may be all she has; the other ways lie folded below. */
export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const next = ownPath((await searchParams)['next'])
  const [{ lang }, { passkeys }, phone] = await Promise.all([readPrefs(), ask(waysIn, 'visitor', {}), ask(thisPhone, 'visitor', {})])
  const say = signInCopy[lang]
  return (
    <>
      <PageHead {...(phone ? greeting(phone, lang) : { title: say.title })} />
      {phone ? <div className="mb-6"><PhoneForm next={next} /></div> : null}
      <Folded folded={phone !== null} label={phone?.firstName ? say.notName(phone.firstName) : say.otherWay}>
        <SignInForm act={enter.bind(null, 'visitor')} next={next} />
        <PasskeyForm act={passkey.bind(null, 'visitor')} here={passkeys} next={next} label={say.passkey} divided />
      </Folded>
      <p className="mt-8 text-small text-ink-soft">
        <Sentence text={say.foot} parts={{ link: <TextLink href="/recover">{say.backIn}</TextLink> }} />
      </p>
    </>
  )
}
