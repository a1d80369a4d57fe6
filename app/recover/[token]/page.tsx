import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { speak } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { showRecovery } from '@/lib/recovery/queries'
import { recoverCopy } from '../_copy/recover'
import { asMember, asPatient } from '../actions'

/** A recovery link shows; its form acts. */
export default async function Page({ params }: PageProps<'/recover/[token]'>) {
  const { token } = await params
  const { kind } = await ask(showRecovery, 'visitor', { token })
  const say = await speak(recoverCopy)
  if (kind === 'patient')
    return (
      <>
        <PageHead title={say.newPassword} lead={say.ends} />
        <PlainForm
          act={asPatient.bind(null, 'visitor')}
          hidden={{ token }}
          fields={[
            { name: 'code', label: say.code, kind: 'code', hint: say.codeHint },
            { name: 'password', label: say.newPassword, kind: 'password', hint: say.fifteen, autoComplete: 'new-password' },
          ]}
          submit={say.saveAndSignIn}
          pending={say.saving}
          refused={say.notChanged}
          wrong={say.wrong}
          gone={say.over}
          wide
        />
      </>
    )
  return (
    <>
      <PageHead title={kind === 'welcome' ? say.welcome : say.newPassword} lead={kind === 'welcome' ? say.welcomeLead : say.endsAndFactor} />
      <PlainForm
        act={asMember.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[{ name: 'password', label: say.newPassword, kind: 'password', hint: say.eight, autoComplete: 'new-password' }]}
        submit={say.saveAndGoOn}
        pending={say.saving}
        refused={say.notChanged}
        gone={say.over}
        wide
      />
    </>
  )
}
