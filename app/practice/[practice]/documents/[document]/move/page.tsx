import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { TextField } from '@/components/ui/input'
import { Button } from '@/components/ui/button'
import { ask } from '@/lib/access/page'
import { showDocument } from '@/lib/documents/queries'
import { formatBirthDate } from '@/lib/format/dates'
import { fullName, listName } from '@/lib/format/names'
import { listPatients } from '@/lib/patients/queries'
import { one } from '../../../search-params'
import { MoveForm } from '../_components/unfiled-forms'

export const metadata = { title: 'Whose is it?' }

/** Finds the patient to whom an unfiled document belongs; two with one name are told apart by birth date and chart. */
export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/documents/[document]/move'>) {
  const [{ practice, document: id }, search] = await Promise.all([params, searchParams])
  const q = one(search.q).slice(0, 200).trim()
  const document = await ask(showDocument, { practice }, { document: id })
  const page = q ? await ask(listPatients, { practice }, { q }) : null
  const here = `/practice/${practice}/documents/${id}`
  const movable = document.can.file && !document.filedAt && !document.returned && !document.sent
  return (
    <>
      <PageHead
        title="Whose is it?"
        crumbs={{ label: 'You are here', items: [{ label: document.fileName || 'A new document', href: here }, { label: 'Whose is it?' }] }}
        lead={document.patient ? `It stands with ${document.patient.name} now, not filed.` : 'It stands with nobody yet.'}
      />
      {movable ? (
        <>
          <form action={`${here}/move`} role="search" className="flex max-w-xl items-end gap-2">
            <TextField name="q" label="Find a patient" hint="Name, birth date or phone, as much of it as you have" type="search" defaultValue={q} className="flex-1" />
            <Button type="submit" variant="secondary">Search</Button>
          </form>
          {page && page.items.length > 0 ? (
            <ul className="mt-6 max-w-3xl divide-y divide-line border-y border-line">
              {page.items.filter((patient) => patient.id !== document.patient?.id).map((patient) => (
                <li key={patient.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
                  <span className="min-w-0">
                    <span className="font-name text-name">{listName(patient)}</span>
                    <span className="block text-small text-ink-soft">born {formatBirthDate(patient.birthDate)}, chart {patient.chartNumber}</span>
                  </span>
                  <MoveForm practice={practice} document={id} patient={patient.id} name={fullName(patient)} />
                </li>
              ))}
            </ul>
          ) : null}
          {page && page.items.length === 0 ? <EmptyState title="Nobody fits">Try a part of the name, the birth date, or the last digits of the phone.</EmptyState> : null}
        </>
      ) : (
        <p>{document.sent ? 'A patient sent this from this record’s own portal. Return it with a word, or discard it.' : 'Only what is not filed yet can be put elsewhere here.'}</p>
      )}
    </>
  )
}
