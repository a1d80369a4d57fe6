import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDay } from '@/lib/format/dates'
import { holdsOfPatient } from '@/lib/retention/queries'

/** On a patient's page: that nothing of this record may be destroyed, and why. */
export async function PatientHold({ practice, patient, timeZone }: { practice: string; patient: string; timeZone: string }) {
  const { holds } = await ask(holdsOfPatient, { practice }, { patient })
  const [first] = holds
  if (!first) return null
  return (
    <Banner tone="warning" className="mb-6" title="Legal hold: nothing of this record is destroyed" action={<TextLink href={`/practice/${practice}/patients/${patient}/hold`}>{holds.length > 1 ? `All ${holds.length} holds` : 'The hold'}</TextLink>}>
      {first.why} <span className="text-ink-soft">Since {formatDay(first.since, timeZone)}, by {first.by}.</span>
    </Banner>
  )
}
