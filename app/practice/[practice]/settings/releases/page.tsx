import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import { formatDay } from '@/lib/format/dates'
import { practiceFrame, showSettings } from '@/lib/practice/queries'
import { one } from '../../search-params'
import { RulesForm } from '../_components/rules-form'
import { SettingsTabs } from '../_components/settings-tabs'

export const metadata = { title: 'Release rules' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/releases'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, { rules, owner }] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showSettings, { practice }, {})])
  return (
    <>
      <PageHead
        title="Release rules"
        lead="Nothing reaches a patient by itself: either somebody releases it, or a rule of yours does, and then your name is the recorded reason. A new rule holds from now on; what was released stays released."
      />
      <SettingsTabs practice={practice} roles={frame.roles} />
      {one(search.done) === 'saved' ? <Banner tone="success" live className="mb-6">Saved. The rules hold for what is filed or reviewed from now on.</Banner> : null}
      <RulesForm
        practice={practice}
        locked={!owner}
        rules={rules.map(({ category, timing, by, since }) => ({
          category, timing, name: categoryWords[category].many, decided: by && since ? `decided by ${by}, ${formatDay(since, frame.timeZone)}` : 'nobody has decided; a person releases',
        }))}
      />
    </>
  )
}
