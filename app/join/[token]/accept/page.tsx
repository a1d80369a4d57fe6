import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showInvitationToMe } from '@/lib/join/queries'
import { joinCopy } from '../../_copy/join'
import { accept } from '../actions'

/** Reached signed in; whoever is not is sent to sign in and comes back. */
export default async function Page({ params }: PageProps<'/join/[token]/accept'>) {
  const { token } = await params
  const invitation = await ask(showInvitationToMe, 'person', { token })
  if (invitation.kind === 'patient' && !invitation.opened) notFound()
  const say = await speak(joinCopy)
  const other = invitation.opened && invitation.opened.relation !== 'self' ? invitation.opened.patientName : null
  return (
    <>
      <PageHead title={say.acceptTitle(invitation.practiceName)} lead={other === null ? say.acceptOwn(invitation.me) : say.acceptOf(invitation.me, other)} />
      <PlainForm act={accept.bind(null, 'person')} hidden={{ token }} submit={say.accept} pending={say.accepting} refused={say.notAccepted} wide />
    </>
  )
}
