import { PageHead } from '@/components/layout/page-head'
import { Prose } from '@/components/ui/prose'
import { ask } from '@/lib/access/page'
import { formatVisit } from '@/lib/format/dates'
import { fullName } from '@/lib/format/names'
import { openPatient } from '@/lib/patients/queries'
import { sortVisits } from '@/lib/patients/rules'
import { practiceFrame } from '@/lib/practice/queries'
import { ArchiveForm } from '../_components/archive-forms'

export const metadata = { title: 'Archive a patient' }

export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/archive'>) {
  const { practice, patient: id } = await params
  const [frame, patient] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(openPatient, { practice }, { patient: id })])
  const here = `/practice/${practice}/patients`
  const next = sortVisits(patient.visits, patient.asked).coming.find(({ status }) => status !== 'cancelled')
  return (
    <>
      <PageHead
        title={`Archive ${fullName(patient)}`}
        crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: here }, { label: fullName(patient), href: `${here}/${id}` }, { label: 'Archive' }] }}
      />
      <Prose>
        <p>An archived patient leaves the lists and searches. The record, its documents and its history are kept, and it can be brought back at any time.</p>
        <p>Portal access is another matter: who has it keeps it until it is ended.</p>
        {next ? <p><strong>There is still a visit on {formatVisit(next.startsAt, frame.timeZone)}.</strong> Archiving does not cancel it.</p> : null}
      </Prose>
      <div className="mt-6"><ArchiveForm practice={practice} patient={id} /></div>
    </>
  )
}
