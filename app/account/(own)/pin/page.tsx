import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDay } from '@/lib/format/dates'
import { myPins } from '@/lib/pins/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { choose, remove } from './actions'

export const metadata = { title: 'PIN at work' }

export default async function Page() {
  const { pins, fixed, full, confirmed } = await ask(myPins, 'person', {})
  const may = full && !fixed
  return (
    <>
      <PageHead title="PIN at work" lead="Six digits with which you come in at your practice’s own computers, and nowhere else. It is yours: every record names you." />
      {fixed ? <Banner title="The accounts of the demo keep their PIN">In your own practice you would choose it here.</Banner> : null}
      {full || fixed ? null : (
        <Banner tone="warning" title="Choose a PIN after a full sign-in">
          You came in with one factor or with a PIN. <TextLink href="/sign-in?next=/account/pin">Sign in with password and code, or with a passkey</TextLink>, then choose it here.
        </Banner>
      )}
      {may ? <ConfirmFirst path="/account/pin" /> : null}
      {pins.length === 0 ? <EmptyState title="No practice">A PIN is for people who work at a practice, at its front desk or chair.</EmptyState> : null}
      {pins.map(({ member, practice, setAt, triesLeft }) => (
        <Section key={member} title={practice}>
          <p className="text-small text-ink-soft">
            {setAt ? `Chosen ${formatDay(setAt, 'UTC')}.` : 'Not chosen yet.'}
            {setAt && triesLeft === 0 ? ' It is closed after five wrong tries; your next full sign-in opens it again.' : ''}
          </p>
          {may && confirmed ? (
            <div className="mt-4 max-w-[25rem] space-y-4">
              <PlainForm
                act={choose.bind(null, 'person')}
                hidden={{ member }}
                fields={[
                  { name: 'pin', label: setAt ? 'Six other digits' : 'Six digits', kind: 'pin', hint: 'Not a birthday, and not a run such as 1 2 3 4 5 6.', autoComplete: 'off' },
                  { name: 'again', label: 'The same digits once more', kind: 'pin', autoComplete: 'off' },
                ]}
                submit={setAt ? 'Change the PIN' : 'Choose this PIN'} pending="Keeping it…" refused="The PIN was not kept"
                done={`From now on these digits bring you in at the computers of ${practice}.`}
              />
              {setAt ? <PlainForm act={remove.bind(null, 'person')} hidden={{ member }} submit="Take the PIN away" pending="Taking it away…" variant="quiet" refused="It was not taken away" /> : null}
            </div>
          ) : null}
        </Section>
      ))}
    </>
  )
}
