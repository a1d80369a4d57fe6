import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { proposeChartNumber } from '@/lib/patients/queries'
import { NewPatientForm } from './_components/new-patient-form'

export const metadata = { title: 'New patient' }

export default async function Page({ params }: PageProps<'/practice/[practice]/patients/new'>) {
  const { practice } = await params
  const { chartNumber } = await ask(proposeChartNumber, { practice }, {})
  return (
    <>
      <PageHead
        title="New patient"
        crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: `/practice/${practice}/patients` }, { label: 'New patient' }] }}
      />
      <NewPatientForm practice={practice} chartNumber={chartNumber} />
    </>
  )
}
