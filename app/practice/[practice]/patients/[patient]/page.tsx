import { Archive, Pencil, Scale } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { DescriptionList } from '@/components/ui/description-list'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { ageWords } from '@/lib/format/calendar'
import { formatBirthDate, formatDay, today } from '@/lib/format/dates'
import { fullName } from '@/lib/format/names'
import { formatPhone, phoneHref } from '@/lib/format/phones'
import { witnessMarks, witnessWords } from '@/lib/history/rules'
import { openPatient } from '@/lib/patients/queries'
import { noteOpenChart } from '@/lib/workstations/queries'
import { practiceFrame } from '@/lib/practice/queries'
import { leftByVisits } from '@/lib/releases/queries'
import { LeftByVisits } from '../../_components/left-by-visits'
import { one } from '../../search-params'
import { Alerts } from './_components/alerts'
import { Contacts } from './_components/contacts'
import { PatientHold } from '../../holds/_components/patient-hold'
import { PatientDocuments } from './_components/patient-documents'
import { PortalAccess } from './_components/portal-access'
import { SevereAlerts } from './_components/severe-alerts'
import { UnarchiveForm } from './_components/archive-forms'
import { Visits } from './_components/visits'
import { doneWords } from './done'

export const metadata = { title: 'Patient' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/patients/[patient]'>) {
  const [{ practice, patient: id }, search] = await Promise.all([params, searchParams])
  const [frame, patient] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(openPatient, { practice }, { patient: id })])
  const [left] = await Promise.all([ask(leftByVisits, { practice }, { patient: id }), ask(noteOpenChart, { practice }, { patient: id })])
  const here = `/practice/${practice}/patients/${patient.id}`
  const zone = frame.timeZone
  const done = doneWords(one(search.done))
  const answerable = frame.roles.includes('owner') || frame.roles.includes('privacy_officer')
  const called = patient.preferredName && patient.preferredName !== patient.givenName ? `called ${patient.preferredName}` : null
  return (
    <>
      <PageHead
        title={fullName(patient)}
        crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: `/practice/${practice}/patients` }, { label: fullName(patient) }] }}
        facts={
          <>
            <span>born {formatBirthDate(patient.birthDate)}, {ageWords(patient.birthDate, today(zone))}</span>
            <span>chart {patient.chartNumber}</span>
            {called ? <span>{called}</span> : null}
            {patient.language === 'es' ? <span>speaks Spanish</span> : null}
          </>
        }
        witness={
          <WitnessLine marks={witnessMarks(patient.openings)} {...(answerable ? { href: `/practice/${practice}/history?patient=${patient.id}` } : {})}>
            {witnessWords(patient.openings, zone)}
          </WitnessLine>
        }
        actions={patient.can.edit ? <ButtonLink variant="secondary" href={`${here}/edit`} icon={<Pencil aria-hidden="true" />}>Edit</ButtonLink> : null}
      />
      <SevereAlerts alerts={patient.alerts} />
      {done ? <Banner tone="success" live className="mb-6">{done}</Banner> : null}
      <PatientHold practice={practice} patient={patient.id} timeZone={zone} />
      {patient.archived ? (
        <Banner tone="warning" className="mb-6" title="This patient is archived" action={patient.can.archive ? <UnarchiveForm practice={practice} patient={patient.id} /> : null}>
          {formatDay(patient.archived.at, zone)}{patient.archived.by ? `, by ${patient.archived.by}` : ''}: {patient.archived.why} Lists and searches leave archived patients out; the record is whole.
        </Banner>
      ) : null}
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="min-w-0 space-y-10">
          {left.visits.length > 0 ? (
            <Section title="Not released since the visit"><LeftByVisits here={`/practice/${practice}`} left={left} ofOne /></Section>
          ) : null}
          <PatientDocuments practice={practice} patient={patient.id} timeZone={zone} hat={frame.hat} before={search.before} previewsOnce={search.previews} />
          <Visits visits={patient.visits} timeZone={zone} now={patient.asked} />
        </div>
        <div className="min-w-0">
          <Alerts practice={practice} patient={patient.id} alerts={patient.alerts} timeZone={zone} may={patient.can.alert} />
          <Section title="How to reach">
            <DescriptionList
              items={[
                { term: 'Phone', detail: patient.phone ? <a href={phoneHref(patient.phone)} className="inline-block py-1 underline decoration-line-strong underline-offset-[0.2em] hover:decoration-2">{formatPhone(patient.phone)}</a> : <None /> },
                { term: 'E-mail', detail: patient.email ? <span className="break-words">{patient.email}</span> : <None /> },
                { term: 'Address', detail: patient.address ? <span className="whitespace-pre-line">{patient.address}</span> : <None /> },
                ...(patient.staffNote ? [{ term: 'Note for staff', detail: <span className="whitespace-pre-line">{patient.staffNote}</span> }] : []),
              ]}
            />
          </Section>
          <Contacts practice={practice} patient={patient.id} contacts={patient.contacts} timeZone={zone} may={patient.can.edit} />
          <PortalAccess here={here} portal={patient.portal} may={patient.can.invite} timeZone={zone} />
          {answerable ? (
            <p className="mt-10 border-t border-line pt-3">
              <ButtonLink variant="quiet" size="sm" href={`${here}/hold`} icon={<Scale aria-hidden="true" />}>Legal holds</ButtonLink>
            </p>
          ) : null}
          {patient.can.archive && !patient.archived ? (
            <p className="mt-10 border-t border-line pt-3">
              <ButtonLink variant="quiet" size="sm" href={`${here}/archive`} icon={<Archive aria-hidden="true" />}>Archive this patient</ButtonLink>
            </p>
          ) : null}
        </div>
      </div>
    </>
  )
}

const None = () => <span className="text-ink-faint">none on record</span>
