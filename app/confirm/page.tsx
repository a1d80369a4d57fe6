import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { sessionCopy } from '../_session/_copy/session'
import { confirmCopy } from './_copy/confirm'
import { confirmPasskey, confirmPassword, confirmPin } from '../_session/actions'
import { Folded } from '../_session/folded'
import { PasskeyForm } from '../_session/passkey-form'
import { passwordFields, pinFields } from '../_session/way-fields'

export const generateMetadata = async () => ({ title: (await speak(confirmCopy)).tab })

/** Before what cannot be taken back: a confirmation that lasts ten minutes, and leads back. */
export default async function Page({ searchParams }: PageProps<'/confirm'>) {
  const next = ownPath((await searchParams)['next'])
  const { name, locked, confirmed, confirming: ways, passkeys } = await ask(waysHere, 'person', {})
  if (locked) redirect(withNext('/locked', next))
  if (confirmed) redirect(next ?? '/account')
  const { lang } = await readPrefs()
  const say = confirmCopy[lang]
  const hidden: Record<string, string> = next ? { next } : {}
  const { pin, password, passkey } = ways
  return (
    <>
      <PageHead title={say.title} lead={say.lead(name)} />
      <div className="space-y-7">
        {pin ? <PlainForm act={confirmPin.bind(null, 'person')} hidden={hidden} fields={pinFields(pin, lang)} submit={say.confirm} pending={say.checking} refused={say.refused} wide /> : null}
        {passkey ? <PasskeyForm act={confirmPasskey.bind(null, 'person')} here={passkeys} next={next} label={say.passkey} variant={pin ? 'secondary' : 'primary'} /> : null}
        {password ? (
          <Folded folded={pin !== null} label={sessionCopy[lang].withPassword}>
            <PlainForm act={confirmPassword.bind(null, 'person')} hidden={hidden} fields={passwordFields(ways, lang)} submit={say.confirm} pending={say.checking} refused={say.refused} wide variant={pin ? 'secondary' : 'primary'} />
          </Folded>
        ) : null}
      </div>
      <p className="mt-8 border-t border-line pt-4 text-small text-ink-soft">
        <Sentence text={say.nothing} parts={{ link: <TextLink href={withNext('/sign-in', next)}>{sessionCopy[lang].signInAnew}</TextLink> }} />
      </p>
    </>
  )
}
