import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { DescriptionList } from '@/components/ui/description-list'
import { ask } from '@/lib/access/page'
import { Section } from '@/components/layout/section'
import { Progress } from '@/components/ui/progress'
import { showLimits } from '@/lib/documents/queries'
import { fileSize } from '@/lib/format/size'
import { practiceFrame, showSettings } from '@/lib/practice/queries'
import { zoneChoices } from '@/lib/practice/rules'
import { one } from '../../search-params'
import { PracticeForm } from '../_components/practice-form'
import { SettingsTabs } from '../_components/settings-tabs'

export const metadata = { title: 'The practice' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/practice'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, settings, limits] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showSettings, { practice }, {}), ask(showLimits, { practice }, {})])
  const { name, phone, email, address, timeZone, language, idleMinutes, majorityAge } = settings.practice
  return (
    <>
      <PageHead title="The practice" lead="Patients see the name and how to reach you; the clock and the lock are for everybody who works here." />
      <SettingsTabs practice={practice} roles={frame.roles} />
      {one(search.done) === 'saved' ? <Banner tone="success" live className="mb-6">Saved.</Banner> : null}
      {settings.owner ? (
        <PracticeForm practice={practice} values={{ name, phone, email, address, timeZone, language, idleMinutes: String(idleMinutes), majorityAge: String(majorityAge) }} zones={zoneChoices(Intl.supportedValuesOf('timeZone'), timeZone)} />
      ) : (
        <>
          <DescriptionList items={[
            { term: 'Name', detail: name }, { term: 'Phone', detail: phone || 'none' }, { term: 'E-mail', detail: email || 'none' },
            { term: 'Address', detail: <span className="whitespace-pre-line">{address || 'none'}</span> }, { term: 'Time zone', detail: timeZone },
            { term: 'You write in', detail: language === 'es' ? 'Spanish' : 'English' },
            { term: 'Screens lock after', detail: `${idleMinutes} minutes` },
            { term: 'Patients come of age at', detail: `${majorityAge} years` },
          ]} />
          <p className="mt-3 text-small text-ink-soft">The owner changes these.</p>
        </>
      )}
      <Section title="Room for files">
        <div className="max-w-xl space-y-3">
          <Progress label="Kept in all" value={limits.used} max={limits.storageLimit} detail={`${fileSize(limits.used)} of ${fileSize(limits.storageLimit)}`} />
          <p className="text-small text-ink-soft">One file may have up to {fileSize(limits.fileLimit)}. Whoever runs this installation sets both.</p>
        </div>
      </Section>
    </>
  )
}
