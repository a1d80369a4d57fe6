import { Inbox, Send } from 'lucide-react'
import { PlainForm } from '@/app/_components/plain-form'
import { ShareList } from '@/app/_shares/share-list'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { sharesOfPatient } from '@/lib/shares/queries'
import { end } from './actions'

export const metadata = { title: 'Shared outside' }

/** Everything that was sent out of the house or asked for from outside, for one patient. */
export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/shares'>) {
  const { practice, patient: id } = await params
  const { patient, shares, timeZone, may } = await ask(sharesOfPatient, { practice }, { patient: id })
  const here = `/practice/${practice}/patients/${id}`
  return (
    <div className="max-w-3xl">
      <PageHead
        title="Shared outside"
        crumbs={{ label: 'Where you are', items: [{ label: 'Patients', href: `/practice/${practice}/patients` }, { label: patient.name, href: here }, { label: 'Shared outside' }] }}
        lead={`What of ${patient.name}’s somebody outside may see, who opened it and when, and what was asked for.`}
        actions={may ? (
          <>
            <ButtonLink href={`${here}/shares/new`} icon={<Send aria-hidden="true" />}>Send to a colleague</ButtonLink>
            <ButtonLink variant="secondary" href={`${here}/shares/ask`} icon={<Inbox aria-hidden="true" />}>Ask another office to send</ButtonLink>
          </>
        ) : null}
      />
      <ShareList
        shares={shares} lang="en" timeZone={timeZone}
        end={(share) => (may ? (
          <div className="mt-3"><PlainForm act={end.bind(null, { practice })} hidden={{ patient: id, share: share.id }} submit="End now" pending="Ending…" variant="danger" refused="It was not ended" /></div>
        ) : null)}
      />
    </div>
  )
}
