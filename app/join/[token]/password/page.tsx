import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { withPassword } from '../actions'

export default async function Page({ params }: PageProps<'/join/[token]/password'>) {
  const { token } = await params
  const { opened } = await ask(showInvitation, 'visitor', { token })
  if (!opened) notFound()
  return (
    <>
      <PageHead title="Your e-mail and a password" />
      <PlainForm
        act={withPassword.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'email', label: 'E-mail', kind: 'email', value: opened.email, autoComplete: 'username', hint: 'You sign in with it. An address that our letter did not reach is confirmed by another letter.' },
          { name: 'password', label: 'A new password', kind: 'password', hint: 'Fifteen characters or more: four or five words that only you would put together.', autoComplete: 'new-password' },
        ]}
        submit="Open my portal"
        pending="Making your account…"
        refused="Your account was not made"
        wide
      />
    </>
  )
}
