import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Sentence } from '@/components/ui/sentence'
import { TextLink } from '@/components/ui/text-link'
import { speak } from '../prefs'
import { recoverCopy } from './_copy/recover'
import { begin } from './actions'

/** The first step says the same for every address. */
export default async function Page() {
  const say = await speak(recoverCopy)
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <PlainForm
        act={begin.bind(null, 'visitor')}
        fields={[{ name: 'email', label: say.email, kind: 'email', autoComplete: 'username' }]}
        submit={say.send}
        pending={say.sending}
        refused={say.notSent}
        done={say.sent}
        wide
      />
      <div className="mt-8 space-y-3 text-small text-ink-soft">
        <p><strong>{say.patient}</strong> {say.patientText}</p>
        <p><strong>{say.staff}</strong> {say.staffText}</p>
        <p><strong>{say.phone}</strong> <Sentence text={say.phoneText} parts={{ link: <TextLink href="/help">{say.phoneLink}</TextLink> }} /></p>
      </div>
    </>
  )
}
