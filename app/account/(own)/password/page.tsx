import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { formatDay } from '@/lib/format/dates'
import { myFactors } from '@/lib/factors/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { change } from './actions'

export const metadata = { title: 'Password' }

export default async function Page() {
  const { credentialsFixed, passwordSetAt, hasPassword, needsFactor } = await ask(myFactors, 'person', {})
  return (
    <>
      <PageHead title="Password" lead={passwordSetAt ? `Set on ${formatDay(passwordSetAt, 'UTC')}. There is no day on which it must change.` : hasPassword ? undefined : 'No password signs you in yet.'} />
      {credentialsFixed ? (
        <Banner title="A demo account">Its password stays as it is, so that the next visitor finds it.</Banner>
      ) : (
        <div className="max-w-[25rem] space-y-6">
          <ConfirmFirst path="/account/password" />
          <PlainForm
            act={change.bind(null, 'person')}
            fields={[{ name: 'password', label: 'New password', kind: 'password', autoComplete: 'new-password', hint: `At least ${needsFactor ? 8 : 15} characters. A few unrelated words are easy to remember and hard to guess; digits and signs are not asked for.` }]}
            submit="Change the password" pending="Changing…" refused="The password was not changed"
            done="Changed. Every other session and phone has ended, and a letter says so."
          />
        </div>
      )}
    </>
  )
}
