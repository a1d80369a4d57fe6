import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { DescriptionList } from '@/components/ui/description-list'
import { Status } from '@/components/ui/status'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { practiceFrame } from '@/lib/practice/queries'
import { showCase } from '@/lib/privacy/queries'
import { Opened } from '../_components/opened'
import { CloseForm, NoteForm } from './_components/case-forms'

export const metadata = { title: 'Privacy case' }

const kinds = { note: 'Note', finding: 'What was found out', done: 'What was done' }

export default async function Page({ params }: PageProps<'/practice/[practice]/privacy/[case]'>) {
  const { practice, case: id } = await params
  const [frame, one] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showCase, { practice }, { case: id })])
  const here = `/practice/${practice}`
  const zone = frame.timeZone
  const title = one.title || 'A document without a title'
  const patient = (of: { id: string; name: string }) => <TextLink href={`${here}/patients/${of.id}`}>{of.name}</TextLink>
  return (
    <>
      <PageHead
        title={`${title}, in the wrong record`}
        crumbs={{ label: 'You are here', items: [{ label: 'Privacy cases', href: `${here}/privacy` }, { label: title }] }}
        facts={one.closedAt ? <Status tone="ended">Closed {formatDay(one.closedAt, zone)} by {one.closedBy}</Status> : <Status tone="attention">Open</Status>}
      />
      <DescriptionList
        items={[
          { term: 'Stood in the record of', detail: patient(one.patient) },
          { term: 'From', detail: formatMoment(one.stoodFrom, zone) },
          { term: 'Until', detail: `${formatMoment(one.openedAt, zone)}, taken out by ${one.openedBy}` },
          { term: 'Belongs to', detail: one.right ? patient(one.right) : 'nobody had said yet' },
          { term: 'How it came about', detail: <span className="whitespace-pre-line">{one.why}</span> },
          { term: 'What the portal showed', detail: one.shown ? `The title “${title}”${one.category ? `, that it is ${categoryWords[one.category as Category].one.toLowerCase()}` : ''}, and the file to whoever opened it` : 'nothing' },
          { term: 'The document', detail: <TextLink href={`${here}/documents/${one.document}`}>where it stands now</TextLink> },
        ]}
      />
      <Section title="Who saw it there"><Opened exposure={one.exposure} shown={one.shown} timeZone={zone} /></Section>
      <Section title="Notes">
        {one.notes.length === 0 ? <p className="text-ink-soft">None yet.</p> : (
          <ol className="divide-y divide-line border-y border-line">
            {one.notes.map(({ kind, text, at, by }, index) => (
              <li key={index} className="py-3">
                <p className="text-small text-ink-faint">{kinds[kind]}, {by}, {formatMoment(at, zone)}</p>
                <p className="max-w-prose whitespace-pre-line break-words">{text}</p>
              </li>
            ))}
          </ol>
        )}
        {one.closedAt ? null : <div className="mt-6 max-w-2xl"><NoteForm practice={practice} case={id} /></div>}
      </Section>
      {one.closedAt ? null : <Section title="Close the case"><div className="max-w-2xl"><CloseForm practice={practice} case={id} /></div></Section>}
    </>
  )
}
