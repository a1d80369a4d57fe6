import { sharesCopy } from '@/app/_shares/_copy/shares'
import { shareFields } from '@/app/_shares/fields'
import { MakeForm } from '@/app/_shares/make-form'
import { withHat } from '@/app/_components/with-hat'
import { readPrefs } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { ask } from '@/lib/access/page'
import { portalFrame } from '@/lib/portal/queries'
import { myShareChoices } from '@/lib/shares/queries'
import { DocumentsClosed, PortalClosed } from '../../_components/closed'
import { share } from '../actions'

export async function generateMetadata() {
  return { title: sharesCopy[(await readPrefs()).lang].formTitle }
}

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/shares/new'>) {
  const [{ hat }, { lang }] = await Promise.all([params, readPrefs()])
  const ticked = (await searchParams).document
  const say = sharesCopy[lang]
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  if (frame.closed.includes('documents')) return <><PageHead title={say.formTitle} /><DocumentsClosed practice={frame.practice} /></>
  const { may, documents } = await ask(myShareChoices, { portal: hat }, {})
  const list = `/portal/${hat}/shares`
  return (
    <>
      <PageHead title={say.formTitle} lead={may ? say.formLead : undefined} crumbs={{ label: say.title, items: [{ label: say.title, href: list }, { label: say.formTitle }] }} />
      {!may ? <p className="max-w-prose">{say.partOnly}</p> : documents.length === 0 ? <p>{say.nothingToShare}</p> : (
        <MakeForm
          act={withHat(share, { portal: hat })} lang={lang} timeZone={frame.timeZone} list={list}
          fields={shareFields(lang, documents, typeof ticked === 'string' ? ticked : undefined, false)}
        />
      )}
    </>
  )
}
