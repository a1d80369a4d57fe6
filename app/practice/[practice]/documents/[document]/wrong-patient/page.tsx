import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { beforePuttingRight } from '@/lib/privacy/queries'
import { WrongPatientForm } from './_components/wrong-patient-form'

export const metadata = { title: 'Wrong patient' }

export default async function Page({ params }: PageProps<'/practice/[practice]/documents/[document]/wrong-patient'>) {
  const { practice, document } = await params
  const { title, patient, chart, seen, opened } = await ask(beforePuttingRight, { practice }, { document })
  return (
    <>
      <PageHead
        title="This is the wrong patient’s"
        crumbs={{ label: 'You are here', items: [{ label: title, href: `/practice/${practice}/documents/${document}` }, { label: 'Wrong patient' }] }}
        lead={<>“{title}” stands in the record of {patient}{seen ? ', and can be seen in the portal' : ''}. One step takes it out of there.</>}
      />
      <ul className="mb-8 max-w-prose list-disc space-y-1 ps-5">
        <li>{seen ? 'It leaves the portal there. Links already given out open nothing at their next use.' : 'Nobody in the portal sees it now, and nobody there will.'}</li>
        <li>It goes to the chart you name, to be filed there again. Nobody sees it there before it is released anew, but for who sent it.</li>
        <li>A privacy case opens for the owner and the privacy officer, and says who had opened it{opened ? ': somebody has' : ''}.</li>
      </ul>
      <WrongPatientForm practice={practice} document={document} chart={chart} />
    </>
  )
}
