import { UserPlus } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { formatLongDate } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { practiceFrame, showToday } from '@/lib/practice/queries'
import { countCases } from '@/lib/privacy/queries'
import { leftByVisits, unopened as askUnopened } from '@/lib/releases/queries'
import { addressee, greeting, stillToCome } from '@/lib/practice/rules'
import { DayByOperatory } from './_components/day-by-operatory'
import { StorageWarning } from './_components/storage-warning'
import { Waiting } from './_components/waiting'
import { PatientSearch } from './patients/_components/patient-search'

export const metadata = { title: 'Today' }

export default async function Page({ params }: PageProps<'/practice/[practice]'>) {
  const { practice } = await params
  const [frame, day] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showToday, { practice }, {})])
  const answerable = frame.roles.includes('owner') || frame.roles.includes('privacy_officer')
  const [left, unopened, cases] = await Promise.all([
    ask(leftByVisits, { practice }, {}), ask(askUnopened, { practice }, {}), answerable ? ask(countCases, { practice }, {}) : { open: 0 },
  ])
  const here = `/practice/${practice}`
  const coming = stillToCome(day.visits, day.now)
  return (
    <>
      <PageHead
        title={`${greeting(day.hour)}, ${addressee(frame.person)}`}
        facts={
          <>
            <span>{formatLongDate(day.date)}</span>
            <span>{day.visits.length === 0 ? 'No visits today' : `${count(day.visits.length, 'visit')} today, ${coming} still to come`}</span>
          </>
        }
        actions={<ButtonLink variant="secondary" href={`${here}/patients/new`} icon={<UserPlus aria-hidden="true" />}>New patient</ButtonLink>}
      />
      <StorageWarning practice={practice} roles={frame.roles} />
      <div className="mb-9 max-w-xl">
        <PatientSearch practice={practice} />
      </div>
      <div className="grid gap-x-10 gap-y-10 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <DayByOperatory here={here} visits={day.visits} timeZone={frame.timeZone} now={day.now} />
        <Waiting here={here} day={day} left={left} unopened={unopened} cases={cases.open} timeZone={frame.timeZone} />
      </div>
    </>
  )
}
