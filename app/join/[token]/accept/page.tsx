import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { showInvitationToMe } from '@/lib/join/queries'
import { accept } from '../actions'

/** Reached signed in; whoever is not is sent to sign in and comes back. */
export default async function Page({ params }: PageProps<'/join/[token]/accept'>) {
  const { token } = await params
  const invitation = await ask(showInvitationToMe, 'person', { token })
  if (invitation.kind === 'patient' && !invitation.opened) notFound()
  const what = invitation.opened && invitation.opened.relation !== 'self' ? `the record of ${invitation.opened.patientName}` : 'this'
  return (
    <>
      <PageHead title={`Accept from ${invitation.practiceName}?`} lead={`You are signed in as ${invitation.me}. Accepting adds ${what} to your account; you can switch between everything you have.`} />
      <PlainForm act={accept.bind(null, 'person')} hidden={{ token }} submit="Accept" pending="Accepting…" refused="The invitation was not accepted" wide />
    </>
  )
}
