import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { withPhone } from '../actions'

export default async function Page({ params }: PageProps<'/join/[token]/phone'>) {
  const { token } = await params
  const { opened } = await ask(showInvitation, 'visitor', { token })
  if (!opened) notFound()
  return (
    <>
      <PageHead title="Choose six digits" lead="You will type them to open your portal on this phone. They work on this phone only, for 90 days; then you are asked anew." />
      <PlainForm
        act={withPhone.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'pin', label: 'Six digits', kind: 'pin', hint: 'Not a birthday, and not a run such as 1 2 3 4 5 6.', autoComplete: 'new-password' },
          { name: 'again', label: 'The same digits once more', kind: 'pin', autoComplete: 'new-password' },
        ]}
        submit="Open my portal"
        pending="Opening…"
        refused="The phone was not set up"
        wide
      />
      <p className="mt-6 text-small text-ink-soft">
        Does somebody else use this phone? <TextLink href={`/join/${token}/password`}>Use e-mail and a password</TextLink> instead.
      </p>
    </>
  )
}
