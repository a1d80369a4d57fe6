import { withHat } from '@/app/_components/with-hat'
import { shareFields } from '@/app/_shares/fields'
import { MakeForm } from '@/app/_shares/make-form'
import { PageHead } from '@/components/layout/page-head'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { shareChoices } from '@/lib/shares/queries'
import { share } from '../actions'

export const metadata = { title: 'Send to a colleague' }

/** A referral: which papers, to whom, for how long. */
export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/patients/[patient]/shares/new'>) {
  const [{ practice, patient: id }, search] = await Promise.all([params, searchParams])
  const { patient, documents, timeZone } = await ask(shareChoices, { practice }, { patient: id })
  const here = `/practice/${practice}/patients/${id}`
  return (
    <div className="max-w-3xl">
      <PageHead
        title="Send to a colleague"
        crumbs={{ label: 'Where you are', items: [{ label: patient.name, href: here }, { label: 'Shared outside', href: `${here}/shares` }, { label: 'Send to a colleague' }] }}
        lead={`${patient.name}’s papers, for a colleague who is treating them too. The colleague needs no account; ${patient.name} sees in the portal that it was sent and each opening.`}
      />
      {documents.length === 0 ? <EmptyState title="Nothing is filed yet">What is filed for {patient.name} can be sent from here.</EmptyState> : (
        <MakeForm
          act={withHat(share, { practice })} hidden={{ patient: id }} lang="en" timeZone={timeZone} list={`${here}/shares`} submit="Send"
          fields={shareFields('en', documents, typeof search.document === 'string' ? search.document : undefined, false)}
        />
      )}
    </div>
  )
}
