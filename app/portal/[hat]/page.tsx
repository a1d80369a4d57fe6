import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { listLooks, listMyDocuments, listMyVisits, portalFrame } from '@/lib/portal/queries'
import { nextVisit, witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { DocumentRows } from './_components/document-rows'

export const metadata = { title: 'Your record' }

export default async function Page({ params }: PageProps<'/portal/[hat]'>) {
  const { hat } = await params
  const at = { portal: hat }
  const [frame, documents, looks, visits] = await Promise.all([
    ask(portalFrame, at, {}), ask(listMyDocuments, at, {}), ask(listLooks, at, {}), ask(listMyVisits, at, {}),
  ])
  const coming = nextVisit(visits, new Date())
  const newest = documents.items.slice(0, 4)
  return (
    <div className="space-y-12">
      <header>
        <h1 className="font-name text-title">{frame.relation === 'self' ? `Hello, ${frame.patient.given}.` : frame.patient.name}</h1>
        <WitnessLine className="mt-3" marks={witnessMarks(looks.looks)} href={`/portal/${hat}/looks`}>
          {witnessSentence(looks.looks, frame.timeZone, 'this record')}
        </WitnessLine>
      </header>

      <section aria-labelledby="next">
        <h2 id="next" className="text-small font-semibold text-ink-faint">Next visit</h2>
        {coming ? (
          <p className="mt-1 font-name text-heading">
            {formatMoment(coming.startsAt, frame.timeZone)}
            <span className="block font-sans text-body text-ink-soft">{coming.reason}</span>
          </p>
        ) : (
          <p className="mt-1">
            Nothing is booked. Call {frame.practice.name}
            {frame.practice.phone ? <> at <a className="text-violet underline underline-offset-[0.2em]" href={`tel:${frame.practice.phone.replace(/[^+\d]/g, '')}`}>{frame.practice.phone}</a></> : null}.
          </p>
        )}
        <TextLink href={`/portal/${hat}/visits`} look="quiet" className="mt-2 inline-block py-2 text-small">All visits</TextLink>
      </section>

      <section aria-labelledby="newest">
        <h2 id="newest" className="text-small font-semibold text-ink-faint">Newest documents</h2>
        {newest.length > 0 ? (
          <>
            <DocumentRows hat={hat} items={newest} />
            <ButtonLink className="mt-6" variant="secondary" href={`/portal/${hat}/documents`}>All documents</ButtonLink>
          </>
        ) : (
          <EmptyState title="Nothing here yet">When {frame.practice.name} shares a document with you, it appears here. The newest was looked for {formatDay(new Date(), frame.timeZone)}.</EmptyState>
        )}
      </section>
    </div>
  )
}
