import { UserPlus } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { ageWords } from '@/lib/format/calendar'
import { formatBirthDate, today } from '@/lib/format/dates'
import { listName } from '@/lib/format/names'
import { formatPhone } from '@/lib/format/phones'
import { listPatients } from '@/lib/patients/queries'
import { practiceFrame } from '@/lib/practice/queries'
import { one, oneId } from '../search-params'
import { PatientSearch } from './_components/patient-search'

export const metadata = { title: 'Patients' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/patients'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const q = one(search.q).slice(0, 200).trim()
  const archived = one(search.archived) === '1'
  const after = oneId(search.after)
  const before = oneId(search.before)
  const [frame, page] = await Promise.all([
    ask(practiceFrame, { practice }, {}),
    ask(listPatients, { practice }, { q, archived, ...(after ? { after } : {}), ...(before && !after ? { before } : {}) }),
  ])
  const here = `/practice/${practice}/patients`
  const to = (more: Record<string, string | undefined>) => {
    const query = new URLSearchParams(Object.entries({ q, archived: archived ? '1' : '', ...more }).flatMap(([key, value]) => (value ? [[key, value]] : [])))
    return query.size > 0 ? `${here}?${query}` : here
  }
  const day = today(frame.timeZone)
  return (
    <>
      <PageHead
        title={archived ? 'Archived patients' : 'Patients'}
        actions={<ButtonLink href={`${here}/new`} icon={<UserPlus aria-hidden="true" />}>New patient</ButtonLink>}
      />
      <div className="mb-7 max-w-xl">
        <PatientSearch key={`${q}${archived}`} practice={practice} defaultValue={q} archived={archived} />
      </div>
      {q ? (
        <p className="mb-3 text-small text-ink-soft">
          Patients who fit “{q}”{archived ? ', archived ones' : ''}. <TextLink href={archived ? `${here}?archived=1` : here}>Show all</TextLink>
        </p>
      ) : null}
      {page.items.length > 0 ? (
        <Table
          caption={archived ? 'Archived patients by name' : 'Patients by name'}
          linked
          rows={page.items}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', header: 'Name', lead: true, cell: (row) => <TextLink look="plain" className="row-link" href={`${here}/${row.id}`}>{listName(row)}</TextLink> },
            { key: 'birth', header: 'Born', cell: (row) => <>{formatBirthDate(row.birthDate)} <span className="text-ink-faint">({ageWords(row.birthDate, day)})</span></> },
            { key: 'phone', header: 'Phone', cell: (row) => (row.phone ? formatPhone(row.phone) : <span className="text-ink-faint">none</span>) },
            { key: 'chart', header: 'Chart', cell: (row) => row.chartNumber },
          ]}
        />
      ) : q ? (
        <EmptyState title={`Nobody fits “${q}”`} action={<ButtonLink variant="secondary" href={`${here}/new`}>New patient</ButtonLink>}>
          Try fewer letters, the birth date (3/14/1987) or the last digits of the phone.{archived ? '' : ' Somebody who left may be among the archived.'}
        </EmptyState>
      ) : archived ? (
        <EmptyState title="Nobody is archived">Patients who leave are archived from their own page. The record is kept.</EmptyState>
      ) : (
        <EmptyState title="No patients yet" action={<ButtonLink href={`${here}/new`}>New patient</ButtonLink>}>Enter the first one; everything else hangs on a patient.</EmptyState>
      )}
      <Pagination
        {...(page.after ? { older: to({ after: page.after }) } : {})}
        {...(page.before ? { newer: to({ before: page.before }) } : {})}
        words={{ older: 'Next', newer: 'Previous', label: 'Pages of patients' }}
      />
      <p className="mt-8 text-small">
        {archived ? <TextLink look="quiet" href={q ? `${here}?q=${encodeURIComponent(q)}` : here}>Back to the patients of today</TextLink>
          : <TextLink look="quiet" href={`${here}?archived=1${q ? `&q=${encodeURIComponent(q)}` : ''}`}>Archived patients</TextLink>}
      </p>
    </>
  )
}
