import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatDay } from '@/lib/format/dates'
import { practiceFrame } from '@/lib/practice/queries'
import { showRetention } from '@/lib/retention/queries'
import { one } from '../../search-params'
import { RetentionForm } from '../_components/retention-form'
import { SettingsTabs } from '../_components/settings-tabs'

export const metadata = { title: 'Retention' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/retention'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, rules] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showRetention, { practice }, {})])
  const here = `/practice/${practice}/settings/retention`
  const decided = ({ by, since }: { by: string | null; since: Date | null }, otherwise: string) => (by && since ? `decided by ${by}, ${formatDay(since, frame.timeZone)}` : otherwise)
  return (
    <>
      <PageHead
        title="Retention"
        lead="How long documents are kept. A rule destroys nothing by itself: it puts what is due on a list, and what somebody confirms there is destroyed for good."
        actions={
          <>
            <ButtonLink variant="secondary" href={`${here}/due`}>What is due</ButtonLink>
            <ButtonLink variant="quiet" href={`/practice/${practice}/deleted`}>Deleted documents</ButtonLink>
          </>
        }
      />
      <SettingsTabs practice={practice} roles={frame.roles} />
      {one(search.done) === 'saved' ? <Banner tone="success" live className="mb-6">Saved. The rules hold from now on.</Banner> : null}
      <Banner tone="warning" className="mb-6 max-w-3xl" title="Your state’s law decides, and your contracts">
        Boards of dentistry commonly ask for 5 to 10 years after the last treatment, and longer for children; Medicare Advantage and many Medicaid plans for 10. HIPAA sets no time for records. A claim, an audit or a complaint needs a legal hold whatever the rule says. Ask your counsel before you choose less than 10 years.
      </Banner>
      {rules.owner ? <div className="mb-6 max-w-3xl"><ConfirmFirst path={here} then="change these rules" /></div> : null}
      <RetentionForm
        practice={practice}
        locked={!rules.owner}
        minorAge={rules.minorAge}
        minorYears={rules.minorYears}
        deletionDays={rules.deletionDays}
        rules={[
          { name: 'practice', label: 'The practice', span: rules.practice.span, decided: decided(rules.practice, 'nobody has decided; everything is kept for good') },
          ...rules.kinds.map((kind) => ({
            name: kind.category ?? '', label: categoryWords[kind.category as Category].many, span: kind.span, decided: decided(kind, 'no rule of its own'),
          })),
        ]}
      />
    </>
  )
}
