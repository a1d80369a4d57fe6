import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { fullName } from '@/lib/format/names'
import { openPatient } from '@/lib/patients/queries'
import { practiceFrame } from '@/lib/practice/queries'
import { holdsOfPatient } from '@/lib/retention/queries'
import { Holds } from '../../../holds/_components/holds'

export const metadata = { title: 'Legal holds' }

export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/hold'>) {
  const { practice, patient: id } = await params
  const [frame, patient, { holds, may }] = await Promise.all([
    ask(practiceFrame, { practice }, {}), ask(openPatient, { practice }, { patient: id }), ask(holdsOfPatient, { practice }, { patient: id }),
  ])
  const here = `/practice/${practice}/patients`
  return (
    <div className="max-w-2xl">
      <PageHead
        title="Legal holds"
        crumbs={{ label: 'You are here', items: [{ label: 'Patients', href: here }, { label: fullName(patient), href: `${here}/${id}` }, { label: 'Legal holds' }] }}
        lead="While a hold lasts, no document of this patient is destroyed: not by a deletion, and not because its retention is over. Everybody here sees it; patients do not."
      />
      {may && holds.length > 0 ? <div className="mb-6"><ConfirmFirst path={`${here}/${id}/hold`} then="end a hold" /></div> : null}
      <Holds practice={practice} on={{ patient: id }} patient={id} holds={holds} timeZone={frame.timeZone} may={may} />
      {may ? null : <p className="mt-4 text-small text-ink-soft">The owner and the privacy officer place and end holds.</p>}
    </div>
  )
}
