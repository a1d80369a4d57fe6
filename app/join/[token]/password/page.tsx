import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { joinCopy } from '../../_copy/join'
import { withPassword } from '../actions'

export default async function Page({ params }: PageProps<'/join/[token]/password'>) {
  const { token } = await params
  const { opened } = await ask(showInvitation, 'visitor', { token })
  if (!opened) notFound()
  const say = await speak(joinCopy)
  return (
    <>
      <PageHead title={say.passwordTitle} />
      <PlainForm
        act={withPassword.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'email', label: say.email, kind: 'email', value: opened.email, autoComplete: 'username', hint: say.emailHint },
          { name: 'password', label: say.newPassword, kind: 'password', hint: say.fifteen, autoComplete: 'new-password' },
        ]}
        submit={say.open}
        pending={say.making}
        refused={say.notMade}
        wide
      />
    </>
  )
}
