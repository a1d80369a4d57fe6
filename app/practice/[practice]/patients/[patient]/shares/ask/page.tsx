import { forbidden } from 'next/navigation'
import { withHat } from '@/app/_components/with-hat'
import { recipientFields } from '@/app/_shares/fields'
import { MakeForm } from '@/app/_shares/make-form'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { sharesOfPatient } from '@/lib/shares/queries'
import { request } from '../actions'

export const metadata = { title: 'Ask another office to send' }

/** The other way round: a link by which another office sends X-rays, and sees nothing. */
export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/shares/ask'>) {
  const { practice, patient: id } = await params
  const { patient, timeZone, may } = await ask(sharesOfPatient, { practice }, { patient: id })
  if (!may) forbidden()
  const here = `/practice/${practice}/patients/${id}`
  const fields = recipientFields('en').map((field) => (field.name === 'recipientName' ? { ...field, label: 'Which office', hint: 'As it should stand beside the files, such as “North Street Imaging”.' } : field))
  return (
    <div className="max-w-3xl">
      <PageHead
        title="Ask another office to send"
        crumbs={{ label: 'Where you are', items: [{ label: patient.name, href: here }, { label: 'Shared outside', href: `${here}/shares` }, { label: 'Ask another office' }] }}
        lead={`A link, good for three days, by which another office sends files for ${patient.name}. They see nothing of the record; what comes waits under “To file”.`}
      />
      <MakeForm
        act={withHat(request, { practice })} hidden={{ patient: id }} lang="en" timeZone={timeZone} list={`${here}/shares`} submit="Make the link"
        fields={[...fields.slice(0, 1), { name: 'purpose', label: 'What you ask for', kind: 'lines', hint: 'They read these words and nothing else. Tell them by telephone for whom.', maxLength: 300 }, ...fields.slice(1)]}
      />
    </div>
  )
}
