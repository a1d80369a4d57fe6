import { notFound } from 'next/navigation'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { showInvitation } from '@/lib/join/queries'
import { joinCopy } from '../../_copy/join'
import { withPhone } from '../actions'

export default async function Page({ params }: PageProps<'/join/[token]/phone'>) {
  const { token } = await params
  const { opened } = await ask(showInvitation, 'visitor', { token })
  if (!opened) notFound()
  const say = await speak(joinCopy)
  return (
    <>
      <PageHead title={say.digitsTitle} lead={say.digitsLead} />
      <PlainForm
        act={withPhone.bind(null, 'visitor')}
        hidden={{ token }}
        fields={[
          { name: 'pin', label: say.digits, kind: 'pin', hint: say.digitsHint, autoComplete: 'new-password' },
          { name: 'again', label: say.again, kind: 'pin', autoComplete: 'new-password' },
        ]}
        submit={say.open}
        pending={say.opening}
        refused={say.notSetUp}
        wide
      />
      <p className="mt-6 text-small text-ink-soft">
        <Sentence text={say.somebodyElse} parts={{ link: <TextLink href={`/join/${token}/password`}>{say.useEmail}</TextLink> }} />
      </p>
    </>
  )
}
