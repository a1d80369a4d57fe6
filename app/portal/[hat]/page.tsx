import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { listLooks, listMyDocuments, listMyVisits, portalFrame } from '@/lib/portal/queries'
import { nextVisit, witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { Call, DocumentsClosed, PortalClosed } from './_components/closed'
import { DocumentRows } from './_components/document-rows'

export const metadata = { title: 'Your record' }

export default async function Page({ params }: PageProps<'/portal/[hat]'>) {
  const { hat } = await params
  const at = { portal: hat }
  const frame = await ask(portalFrame, at, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const shut = frame.closed.includes('documents')
  const [documents, looks, visits] = await Promise.all([
    shut ? null : ask(listMyDocuments, at, {}), ask(listLooks, at, {}), ask(listMyVisits, at, {}),
  ])
  const coming = nextVisit(visits, new Date())
  const newest = documents?.items.slice(0, 4) ?? []
  return (
    <>
      <PageHead
        title={frame.relation === 'self' ? `Hello, ${frame.patient.given}.` : frame.patient.name}
        witness={
          <WitnessLine marks={witnessMarks(looks.looks)} href={`/portal/${hat}/who-looked`}>
            {witnessSentence(looks.looks, frame.timeZone, 'record')}
          </WitnessLine>
        }
      />
      <Section title="Next visit" actions={<TextLink href={`/portal/${hat}/visits`} look="quiet" className="py-2 text-small">All visits</TextLink>}>
        {coming ? (
          <p className="font-name text-heading">
            {formatMoment(coming.startsAt, frame.timeZone)}
            <span className="block font-sans text-body text-ink-soft">{coming.reason}</span>
          </p>
        ) : (
          <p>Nothing is booked. <Call practice={frame.practice} /></p>
        )}
      </Section>
      <Section title="Newest documents" actions={newest.length > 0 ? <TextLink href={`/portal/${hat}/documents`} look="quiet" className="py-2 text-small">All documents</TextLink> : null}>
        {shut ? (
          <DocumentsClosed practice={frame.practice} />
        ) : newest.length > 0 ? (
          <DocumentRows hat={hat} items={newest} />
        ) : (
          <EmptyState title="Nothing here yet">When {frame.practice.name} shares a document with you, it appears here and a mail tells you.</EmptyState>
        )}
      </Section>
    </>
  )
}
