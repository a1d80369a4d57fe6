import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showEmailLink } from '@/lib/email/queries'
import { object } from '../../actions'
import { emailLinksCopy } from '../../_copy/email-links'

export default async function Page({ params }: PageProps<'/account/email/object/[token]'>) {
  const { token } = await params
  const link = await ask(showEmailLink, 'visitor', { token })
  if (link.purpose !== 'email_object') notFound()
  const say = await speak(emailLinksCopy)
  return (
    <>
      <PageHead title={say.objectTitle} lead={say.objectLead(link.email)} />
      <PlainForm act={object.bind(null, 'visitor')} hidden={{ token }} submit={say.object} pending={say.objecting} variant="danger" refused={say.notStopped} done={say.stopped} wide />
    </>
  )
}
