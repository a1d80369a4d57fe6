import { redirect } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs, speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { waysHere } from '@/lib/sessions/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { sessionCopy } from '../_session/_copy/session'
import { unlockPasskey, unlockPassword, unlockPin } from '../_session/actions'
import { Folded } from '../_session/folded'
import { PasskeyForm } from '../_session/passkey-form'
import { SignOutForm } from '../_session/sign-out-form'
import { passwordFields, pinFields } from '../_session/way-fields'

export const generateMetadata = async () => ({ title: (await speak(sessionCopy)).locked })

/** Where a locked session that asks for a page is sent. It leads back to that page. */
export default async function Page({ searchParams }: PageProps<'/locked'>) {
  const next = ownPath((await searchParams)['next'])
  const { name, locked, ways, passkeys } = await ask(waysHere, 'person', {})
  if (!locked) redirect(next ?? '/hats')
  const { lang } = await readPrefs()
  const say = sessionCopy[lang]
  const hidden: Record<string, string> = next ? { next } : {}
  const { pin, password, passkey } = ways
  return (
    <>
      <PageHead title={say.locked} lead={say.lockedHere(name)} />
      <div className="space-y-7">
        {pin ? <PlainForm act={unlockPin.bind(null, 'person')} hidden={hidden} fields={pinFields(pin, lang)} submit={say.unlock} pending={say.unlocking} refused={say.stillLocked} wide /> : null}
        {passkey ? <PasskeyForm act={unlockPasskey.bind(null, 'person')} here={passkeys} next={next} label={say.unlockPasskey} variant={pin ? 'secondary' : 'primary'} /> : null}
        {password ? (
          <Folded folded={pin !== null} label={say.withPassword}>
            <PlainForm act={unlockPassword.bind(null, 'person')} hidden={hidden} fields={passwordFields(ways, lang)} submit={say.unlock} pending={say.unlocking} refused={say.stillLocked} wide variant={pin ? 'secondary' : 'primary'} />
          </Folded>
        ) : null}
      </div>
      <div className="mt-8 flex flex-wrap items-center gap-x-5 border-t border-line pt-4 text-small">
        {pin?.where === 'workstation' ? <TextLink href="/workstation" className="inline-flex min-h-11 items-center">{say.otherTurn}</TextLink> : null}
        <TextLink href={withNext('/sign-in', next)} className="inline-flex min-h-11 items-center">{say.signInAnew}</TextLink>
        <SignOutForm />
      </div>
    </>
  )
}
