import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { myEmail } from '@/lib/email/queries'
import { change } from '../../email/actions'

export const metadata = { title: 'E-mail address' }

export default async function Page() {
  const { email, pending, fixed } = await ask(myEmail, 'person', {})
  return (
    <>
      <PageHead title="E-mail address" lead={email ? `You sign in as ${email}.` : 'No address signs you in yet.'} />
      {pending ? <Banner className="mb-6" title={`Waiting for ${pending}`}>The change takes effect when the link in the letter to that address is used.</Banner> : null}
      {fixed ? (
        <Banner title="A demo account">Its address stays as it is, so that the next visitor finds it.</Banner>
      ) : (
        <div className="max-w-[25rem]">
          <PlainForm
            act={change.bind(null, 'person')}
            fields={[{ name: 'email', label: 'New address', kind: 'email', autoComplete: 'email', hint: 'We write to both addresses. From the old one the change can be stopped for seven days.' }]}
            submit="Change the address"
            pending="Writing letters…"
            refused="The address was not changed"
            done="A letter is on its way to the new address. Its link completes the change."
          />
        </div>
      )}
    </>
  )
}
