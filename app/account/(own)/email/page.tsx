import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { myEmail } from '@/lib/email/queries'
import { accountCopy } from '../_copy/account'
import { emailCopy } from './_copy/email'
import { change } from '../../email/actions'

export const generateMetadata = async () => ({ title: (await speak(emailCopy)).title })

export default async function Page() {
  const [{ lang }, { email, pending, fixed }] = await Promise.all([readPrefs(), ask(myEmail, 'person', {})])
  const say = emailCopy[lang]
  return (
    <>
      <PageHead title={say.title} lead={email ? say.current(email) : say.none} />
      {pending ? <Banner className="mb-6" title={say.waiting(pending)}>{say.waitingAbout}</Banner> : null}
      {fixed ? (
        <Banner title={accountCopy[lang].demoAccount}>{say.fixed}</Banner>
      ) : (
        <div className="max-w-[25rem]">
          <PlainForm
            act={change.bind(null, 'person')}
            fields={[{ name: 'email', label: say.label, kind: 'email', autoComplete: 'email', hint: say.hint }]}
            submit={say.submit}
            pending={say.pending}
            refused={say.refused}
            done={say.done}
          />
        </div>
      )}
    </>
  )
}
