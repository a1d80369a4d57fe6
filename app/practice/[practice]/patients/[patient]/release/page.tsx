import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import { formatDate, isDate } from '@/lib/format/dates'
import { chooseReleases } from '@/lib/releases/queries'
import { one } from '../../../search-params'
import { TogetherForm } from './_components/together-form'

export const metadata = { title: 'Release several' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/patients/[patient]/release'>) {
  const [{ practice, patient: id }, search] = await Promise.all([params, searchParams])
  const day = isDate(one(search.day)) ? one(search.day) : undefined
  const { patient, readers, documents } = await ask(chooseReleases, { practice }, { patient: id, ...(day ? { day } : {}) })
  return (
    <>
      <PageHead
        title={day ? 'What the visit left' : 'Release several'}
        crumbs={{ label: 'You are here', items: [{ label: patient.name, href: `/practice/${practice}/patients/${id}` }, { label: 'Release several' }] }}
        lead={readers.length > 0 ? <>Released, they can be seen by <strong>{readers.join(', ')}</strong>, each as far as their access reaches. Each hears of it once.</> : 'Nobody has portal access for this patient yet. Released, they wait until somebody has.'}
      />
      <TogetherForm
        practice={practice}
        documents={documents.map((one) => ({
          id: one.id, label: one.title, ticked: day !== undefined && one.takenOn === day,
          hint: `${categoryWords[one.category].one} of ${formatDate(one.takenOn)}${one.reviewedAt ? '' : ', not reviewed'}`,
        }))}
        empty={<EmptyState title="Nothing to release">All that is filed for {patient.name} is released already.</EmptyState>}
      />
    </>
  )
}
