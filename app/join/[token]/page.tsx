import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { rolesInWords } from '@/lib/members/rules'
import { Ways } from './_components/ways'
import { asStaff, open } from './actions'

/** An invitation's link shows who invites; it acts only when a form of it is sent. */
export default async function Page({ params }: PageProps<'/join/[token]'>) {
  const { token } = await params
  const invitation = await ask(showInvitation, 'visitor', { token })
  if (invitation.kind === 'staff') return <Staff token={token} invitation={invitation} />
  if (invitation.opened) return <Ways token={token} opened={invitation.opened} />
  return (
    <>
      <PageHead title={`${invitation.practiceName} invites you`} lead="To its patient portal: your documents, your visits, and who has read your record." />
      <PlainForm
        act={open.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[{ name: 'code', label: 'Your six-digit code', kind: 'code', hint: 'The practice told you these digits at the desk or by telephone. They are in no letter.' }]}
        submit="Go on"
        pending="Checking…"
        refused="The code was not checked"
        wrong="This is not the code."
        gone="That was the fifth wrong code, and this invitation has ended. Ask the practice for a new one."
        wide
      />
      <p className="mt-6 text-small text-ink-soft">No code? Call {invitation.practiceName}, or ask at the desk.</p>
    </>
  )
}

type Invitation = Awaited<ReturnType<typeof ask<'visitor', typeof showInvitation.spec.input, Awaited<ReturnType<typeof showInvitation.spec.run>>>>>

function Staff({ token, invitation }: { token: string; invitation: Invitation }) {
  const head = <PageHead title={`${invitation.practiceName} invites you to work with Enamel`} lead={`As ${rolesInWords(invitation.roles)}, signing in as ${invitation.email}.`} />
  if (invitation.hasAccount)
    return (
      <>
        {head}
        <Banner title="You have an account already">Sign in with it, and you will come back here to accept.</Banner>
        <p className="mt-6"><TextLink href={`/join/${token}/accept`}>Sign in and accept</TextLink></p>
      </>
    )
  return (
    <>
      {head}
      <PlainForm
        act={asStaff.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'name', label: 'Your name', hint: 'As patients and colleagues know you. It stands beside everything you do.', autoComplete: 'name', maxLength: 120 },
          { name: 'password', label: 'A new password', kind: 'password', hint: 'Eight characters or more. A few words are easier to keep than a few signs.', autoComplete: 'new-password' },
        ]}
        submit="Accept and go on"
        pending="Making your account…"
        refused="The invitation was not accepted"
        wide
      />
      <p className="mt-6 text-small text-ink-soft">Next you add a second factor: a passkey, or an app that shows codes. The practice opens after that.</p>
    </>
  )
}
