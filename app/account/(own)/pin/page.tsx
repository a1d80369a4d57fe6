import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { formatDay } from '@/lib/format/dates'
import { myPins } from '@/lib/pins/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { pinCopy } from './_copy/pin'
import { choose, remove } from './actions'

export const generateMetadata = async () => ({ title: (await speak(pinCopy)).title })

export default async function Page() {
  const [{ lang }, { pins, fixed, full, confirmed }] = await Promise.all([readPrefs(), ask(myPins, 'person', {})])
  const say = pinCopy[lang]
  const may = full && !fixed
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {fixed ? <Banner title={say.fixedTitle}>{say.fixed}</Banner> : null}
      {full || fixed ? null : (
        <Banner tone="warning" title={say.fullTitle}>
          <Sentence text={say.full} parts={{ link: <TextLink href="/sign-in?next=/account/pin">{say.fullLink}</TextLink> }} />
        </Banner>
      )}
      {may ? <ConfirmFirst path="/account/pin" /> : null}
      {pins.length === 0 ? <EmptyState title={say.noneTitle}>{say.none}</EmptyState> : null}
      {pins.map(({ member, practice, setAt, triesLeft }) => (
        <Section key={member} title={practice}>
          <p className="text-small text-ink-soft">
            {setAt ? say.chosen(formatDay(setAt, 'UTC', lang)) : say.notChosen}
            {setAt && triesLeft === 0 ? ` ${say.shut}` : ''}
          </p>
          {may && confirmed ? (
            <div className="mt-4 max-w-[25rem] space-y-4">
              <PlainForm
                act={choose.bind(null, 'person')}
                hidden={{ member }}
                fields={[
                  { name: 'pin', label: setAt ? say.otherDigits : say.digits, kind: 'pin', hint: say.hint, autoComplete: 'off' },
                  { name: 'again', label: say.again, kind: 'pin', autoComplete: 'off' },
                ]}
                submit={setAt ? say.change : say.choose} pending={say.keeping} refused={say.notKept}
                done={say.done(practice)}
              />
              {setAt ? <PlainForm act={remove.bind(null, 'person')} hidden={{ member }} submit={say.remove} pending={say.removing} variant="quiet" refused={say.notRemoved} /> : null}
            </div>
          ) : null}
        </Section>
      ))}
    </>
  )
}
