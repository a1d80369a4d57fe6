import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { formatBirthDate } from '@/lib/format/dates'
import { fullName } from '@/lib/format/names'
import { openPatient } from '@/lib/patients/queries'
import { editableFields, type EditableField } from '@/lib/patients/rules'
import { practiceFrame } from '@/lib/practice/queries'
import { EditPatientForm } from './_components/edit-patient-form'

export const metadata = { title: 'Edit a patient' }

/** Shows the same as the record and counts as opening it: an address of its own must not be a way around being seen. */
export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/edit'>) {
  const { practice, patient: id } = await params
  const [frame, patient] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(openPatient, { practice }, { patient: id })])
  const here = `/practice/${practice}/patients`
  const values = Object.fromEntries(editableFields.map((name) => [name, patient[name]])) as Record<EditableField, string>
  return (
    <>
      <PageHead
        title={`Edit ${fullName(patient)}`}
        crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: here }, { label: fullName(patient), href: `${here}/${id}` }, { label: 'Edit' }] }}
      />
      <EditPatientForm practice={practice} patient={id} version={patient.version} timeZone={frame.timeZone} values={{ ...values, birthDate: formatBirthDate(patient.birthDate) }} />
    </>
  )
}
