import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showEmailLink } from '@/lib/email/queries'
import { confirm } from '../../actions'
import { emailLinksCopy } from '../../_copy/email-links'

export default async function Page({ params }: PageProps<'/account/email/confirm/[token]'>) {
  const { token } = await params
  const link = await ask(showEmailLink, 'visitor', { token })
  if (link.purpose !== 'email_new') notFound()
  const say = await speak(emailLinksCopy)
  return (
    <>
      <PageHead title={say.confirmTitle} lead={say.confirmLead(link.email)} />
      <PlainForm act={confirm.bind(null, 'visitor')} hidden={{ token }} submit={say.confirm} pending={say.confirming} refused={say.notConfirmed} done={say.confirmed} wide />
    </>
  )
}
