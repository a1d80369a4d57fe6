import { Send } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button-link'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { listLooks, listMyDocuments, listMyVisits, portalFrame } from '@/lib/portal/queries'
import { nextVisit, witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { Call, DocumentsClosed, PortalClosed } from './_components/closed'
import { DocumentRows } from './_components/document-rows'
import { homeCopy } from './_copy/home'
import { TaskHome } from './_components/task-home'
import { taskCopy } from './_copy/task'
import { sendCopy } from './send/_copy/send'

export const generateMetadata = async () => ({ title: (await speak(homeCopy)).tab })

export default async function Page({ params }: PageProps<'/portal/[hat]'>) {
  const { hat } = await params
  const at = { portal: hat }
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, at, {})])
  const say = homeCopy[lang]
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.reach.scope === 'task') return <TaskHome hat={hat} lang={lang} practice={frame.practice.name} given={frame.patient.given} timeZone={frame.timeZone} reach={frame.reach} />
  const shut = frame.closed.includes('documents')
  const [documents, looks, visits] = await Promise.all([
    shut ? null : ask(listMyDocuments, at, {}), ask(listLooks, at, {}), ask(listMyVisits, at, {}),
  ])
  const coming = nextVisit(visits, new Date())
  const newest = documents?.items.slice(0, 4) ?? []
  return (
    <>
      <PageHead
        title={frame.relation === 'self' ? say.hello(frame.patient.given) : frame.patient.name}
        witness={
          <WitnessLine marks={witnessMarks(looks.looks)} href={`/portal/${hat}/who-looked`}>
            {witnessSentence(looks.looks, frame.timeZone, 'record', lang)}
          </WitnessLine>
        }
      />
      {frame.reach.visits ? (
        <Section title={say.nextVisit} actions={<TextLink href={`/portal/${hat}/visits`} look="quiet" className="py-2 text-small">{say.allVisits}</TextLink>}>
          {coming ? (
            <p className="font-name text-heading">
              {formatMoment(coming.startsAt, frame.timeZone, lang)}
              <span lang={frame.practice.language} className="block font-sans text-body text-ink-soft">{coming.reason}</span>
            </p>
          ) : (
            <p>{say.nothingBooked} <Call practice={frame.practice} lang={lang} /></p>
          )}
        </Section>
      ) : null}
      {shut ? null : <p className="mt-7"><ButtonLink href={`/portal/${hat}/send`} variant="secondary" icon={<Send aria-hidden="true" />}>{sendCopy[lang].title}</ButtonLink></p>}
      <Section title={say.newest} actions={newest.length > 0 ? <TextLink href={`/portal/${hat}/documents`} look="quiet" className="py-2 text-small">{say.allDocuments}</TextLink> : null}>
        {shut ? (
          <DocumentsClosed practice={frame.practice} />
        ) : newest.length > 0 ? (
          <DocumentRows hat={hat} items={newest} written={frame.practice.language} />
        ) : (
          <EmptyState title={say.emptyTitle}><Sentence text={say.empty} parts={{ practice: <span lang={frame.practice.language}>{frame.practice.name}</span> }} /></EmptyState>
        )}
      </Section>
      <p className="mt-8"><TextLink href={`/portal/${hat}/people`}>{frame.relation === 'self' ? taskCopy[lang].people : taskCopy[lang].own}</TextLink></p>
    </>
  )
}
