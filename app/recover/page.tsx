import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { begin } from './actions'

/** The first step says the same for every address. */
export default function Page() {
  return (
    <>
      <PageHead title="Cannot sign in?" lead="Two things get you back in: a letter to your address, and your practice, who make sure that it is you. A letter alone is never enough." />
      <PlainForm
        act={begin.bind(null, 'visitor')}
        fields={[{ name: 'email', label: 'Your e-mail', kind: 'email', autoComplete: 'username' }]}
        submit="Send me a letter"
        pending="Sending…"
        refused="Nothing was sent"
        done="If an account has this address, a letter is on its way. It says what comes next."
        wide
      />
      <div className="mt-8 space-y-3 text-small text-ink-soft">
        <p><strong>You are a patient:</strong> call your practice or stop by. They tell you six digits to type beside the letter’s link.</p>
        <p><strong>You work at a practice:</strong> an owner and a second person there approve it under Members.</p>
        <p><strong>Only your phone’s digits signed you in:</strong> your practice invites you again; <TextLink href="/help">here is how to reach them</TextLink>.</p>
      </div>
    </>
  )
}
