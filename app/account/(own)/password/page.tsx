import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { formatDay } from '@/lib/format/dates'
import { myFactors } from '@/lib/factors/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { accountCopy } from '../_copy/account'
import { passwordCopy } from './_copy/password'
import { change } from './actions'

export const generateMetadata = async () => ({ title: (await speak(passwordCopy)).title })

export default async function Page() {
  const [{ lang }, { credentialsFixed, passwordSetAt, hasPassword, needsFactor }] = await Promise.all([readPrefs(), ask(myFactors, 'person', {})])
  const say = passwordCopy[lang]
  return (
    <>
      <PageHead title={say.title} lead={passwordSetAt ? say.setOn(formatDay(passwordSetAt, 'UTC', lang)) : hasPassword ? undefined : say.none} />
      {credentialsFixed ? (
        <Banner title={accountCopy[lang].demoAccount}>{say.fixed}</Banner>
      ) : (
        <div className="max-w-[25rem] space-y-6">
          <ConfirmFirst path="/account/password" />
          <PlainForm
            act={change.bind(null, 'person')}
            fields={[{ name: 'password', label: say.label, kind: 'password', autoComplete: 'new-password', hint: say.hint(needsFactor ? 8 : 15) }]}
            submit={say.submit} pending={say.pending} refused={say.refused}
            done={say.done}
          />
        </div>
      )}
    </>
  )
}
