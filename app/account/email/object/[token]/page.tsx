import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { showEmailLink } from '@/lib/email/queries'
import { object } from '../../actions'

export default async function Page({ params }: PageProps<'/account/email/object/[token]'>) {
  const { token } = await params
  const link = await ask(showEmailLink, 'visitor', { token })
  if (link.purpose !== 'email_object') notFound()
  return (
    <>
      <PageHead title="You did not ask for this?" lead={`The account keeps ${link.email}, and everybody who is signed in to it is signed out, you included. Then change your password.`} />
      <PlainForm act={object.bind(null, 'visitor')} hidden={{ token }} submit="Stop the change" pending="Stopping…" variant="danger" refused="The change was not stopped" done="Stopped. The account has its old address, and every session has ended." wide />
    </>
  )
}
