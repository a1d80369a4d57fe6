import { readPrefs, speak } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { addDays } from '@/lib/format/calendar'
import { formatDay, today as dayIn } from '@/lib/format/dates'
import { listPeople } from '@/lib/people/queries'
import type { Helper } from '@/lib/people/schema'
import { portalFrame } from '@/lib/portal/queries'
import { reaches } from '@/lib/proxies/schema'
import { kindsInWords, reachCopy, reachSentence } from '../../_copy/reach'
import { peopleCopy } from '../_copy/people'
import { Call, PortalClosed } from '../_components/closed'
import { NarrowForm, PressForm } from './_components/helper-forms'
import { InviteHelperForm } from './_components/invite-helper-form'
import { Person } from './_components/person'

export const generateMetadata = async () => ({ title: (await speak(peopleCopy)).title })

const summary = 'inline-block min-h-11 cursor-pointer py-2 text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink'

export default async function Page({ params }: PageProps<'/portal/[hat]/people'>) {
  const { hat } = await params
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const { grown, people, invitations } = await ask(listPeople, { portal: hat }, {})
  const copy = peopleCopy[lang]
  const today = dayIn(frame.timeZone, new Date())
  const kinds = reaches.map((value) => ({ value, label: reachCopy[lang].kinds[value] }))
  const patient = frame.patient
  const mine = people.find((person) => person.mine)
  if (frame.relation !== 'self')
    return (
      <>
        <PageHead title={copy.own} lead={copy.ownLead} />
        {mine ? <ul className="border-y border-line"><Person person={mine} timeZone={frame.timeZone} lang={lang} /></ul> : null}
        <p className="mt-4">{reachSentence(frame.reach, patient.given, lang)}{frame.reach.apart ? ` ${reachCopy[lang].apart}` : ''}</p>
        <Section title={copy.giveUp}>
          <p className="mb-4 max-w-prose text-ink-soft">{copy.giveUpText}</p>
          <PressForm hat={hat} lang={lang} act="leave" button={copy.giveUpButton} variant="danger" />
        </Section>
      </>
    )
  const others = people.filter((person) => !person.mine)
  const narrower = (person: Helper) => ({
    access: person.id, scope: person.scope === 'all' ? 'all' as const : 'categories' as const, categories: person.categories,
    kinds: kinds.filter(({ value }) => person.scope === 'all' || person.categories.includes(value)), first: today,
    latest: person.until ? dayIn(frame.timeZone, new Date(person.until.getTime() - 1)) : undefined,
  })
  return (
    <>
      <PageHead title={copy.title} lead={grown ? copy.lead : copy.minor} />
      {!grown ? <p><Call practice={frame.practice} lang={lang} /></p> : others.length === 0 ? <EmptyState title={copy.nobody}>{copy.nobodyText}</EmptyState> : (
        <ul className="divide-y divide-line border-y border-line">
          {others.map((person) => (
            <Person key={person.id} person={person} timeZone={frame.timeZone} lang={lang}>
              {person.byOrder ? <p className="mt-2 text-small">{copy.held} <Call practice={frame.practice} lang={lang} /></p> : (
                <div className="mt-1 flex flex-wrap gap-x-6">
                  {person.scope === 'task' ? null : (
                    <details className="open:w-full">
                      <summary className={summary}>{copy.narrow}</summary>
                      <NarrowForm hat={hat} lang={lang} {...narrower(person)} />
                    </details>
                  )}
                  <details className="open:w-full">
                    <summary className={summary}>{copy.end}</summary>
                    <p className="mb-3 max-w-prose text-small text-ink-soft">{copy.endText}</p>
                    <PressForm hat={hat} lang={lang} act="end" hidden={{ access: person.id }} button={copy.endButton} variant="danger" />
                  </details>
                </div>
              )}
            </Person>
          ))}
        </ul>
      )}
      {invitations.length > 0 ? (
        <Section title={copy.invited}>
          <ul className="divide-y divide-line border-y border-line">
            {invitations.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-4 py-3">
                <span>
                  <strong>{one.name}</strong> <span className="text-ink-soft">({copy.relations[one.relation] ?? one.relation})</span>
                  <span className="block text-small">{one.scope === 'categories' ? copy.sees(kindsInWords(one.categories, lang)) : one.scope === 'task' ? copy.oneThing : copy.seesAll}</span>
                  <span className="block text-small text-ink-soft">{copy.invitedUntil(formatDay(one.until, frame.timeZone, lang))}</span>
                </span>
                {one.mine ? <PressForm hat={hat} lang={lang} act="revoke" hidden={{ invitation: one.id }} button={copy.takeBack} variant="quiet" /> : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {grown ? (
        <Section title={copy.invite}>
          <p className="mb-5 max-w-prose text-ink-soft">{copy.inviteLead}</p>
          <InviteHelperForm hat={hat} lang={lang} first={today} latest={addDays(today, 364)} kinds={kinds} />
        </Section>
      ) : null}
    </>
  )
}
