import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { showEmailLink } from '@/lib/email/queries'
import { confirm } from '../../actions'

export default async function Page({ params }: PageProps<'/account/email/confirm/[token]'>) {
  const { token } = await params
  const link = await ask(showEmailLink, 'visitor', { token })
  if (link.purpose !== 'email_new') notFound()
  return (
    <>
      <PageHead title="Sign in with this address?" lead={`From now on the account is signed in to as ${link.email}.`} />
      <PlainForm act={confirm.bind(null, 'visitor')} hidden={{ token }} submit="Yes, use this address" pending="Changing…" refused="The address was not changed" done="Done. Sign in with this address from now on." wide />
    </>
  )
}
