import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { showRecovery } from '@/lib/recovery/queries'
import { asMember, asPatient } from '../actions'

const over = 'This link has ended. Ask for a new letter, and your practice for a new code.'

/** A recovery link shows; its form acts. */
export default async function Page({ params }: PageProps<'/recover/[token]'>) {
  const { token } = await params
  const { kind } = await ask(showRecovery, 'visitor', { token })
  const ends = 'Every session, phone and second factor from before ends.'
  if (kind === 'patient')
    return (
      <>
        <PageHead title="A new password" lead={ends} />
        <PlainForm
          act={asPatient.bind(null, 'visitor')}
          hidden={{ token }}
          fields={[
            { name: 'code', label: 'The six digits that your practice told you', kind: 'code', hint: 'They are in no letter. Call the practice or stop by if you have none.' },
            { name: 'password', label: 'A new password', kind: 'password', hint: 'Fifteen characters or more: four or five words that only you would put together.', autoComplete: 'new-password' },
          ]}
          submit="Save and sign in"
          pending="Saving…"
          refused="The password was not changed"
          wrong="These are not the digits."
          gone={over}
          wide
        />
      </>
    )
  return (
    <>
      <PageHead title={kind === 'welcome' ? 'Welcome to Enamel' : 'A new password'} lead={kind === 'welcome' ? 'Choose a password; a second factor comes next.' : `${ends} A new second factor comes next.`} />
      <PlainForm
        act={asMember.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[{ name: 'password', label: 'A new password', kind: 'password', hint: 'Eight characters or more. A few words are easier to keep than a few signs.', autoComplete: 'new-password' }]}
        submit="Save and go on"
        pending="Saving…"
        refused="The password was not changed"
        gone={over}
        wide
      />
    </>
  )
}
