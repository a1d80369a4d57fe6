import { PageHead } from '@/components/layout/page-head'
import { Pagination } from '@/components/ui/pagination'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { ask } from '@/lib/access/page'
import { listLooks, portalFrame } from '@/lib/portal/queries'
import { readMoment, writeMoment } from '@/lib/format/cursor'
import { witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { PortalClosed } from '../_components/closed'
import { Looks } from '../_components/looks'

export const metadata = { title: 'Who has looked' }

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/who-looked'>) {
  const [{ hat }, search] = await Promise.all([params, searchParams])
  const before = readMoment(search.before)
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const page = await ask(listLooks, { portal: hat }, before ? { before } : {})
  return (
    <>
      <PageHead
        title="Who has looked"
        witness={<WitnessLine size="lg" marks={witnessMarks(page.looks)}>{witnessSentence(page.looks, frame.timeZone, 'record')}</WitnessLine>}
      />
      <p className="max-w-prose text-ink-soft">
        Everybody who opens this record is written down before they see it, and nobody can take a line away. If a name surprises you,{' '}
        <TextLink href="/help">tell us</TextLink> or ask {frame.practice.name}{frame.practice.phone ? ` at ${frame.practice.phone}` : ''}.
      </p>
      <Looks looks={page.looks} timeZone={frame.timeZone} hat={hat} linked empty="Nobody has looked at this record yet." />
      <Pagination
        {...(page.before ? { older: `/portal/${hat}/who-looked?before=${writeMoment(page.before)}` } : {})}
        {...(before ? { newer: `/portal/${hat}/who-looked` } : {})}
        words={{ older: 'Earlier', newer: 'Latest', label: 'Pages of this history' }}
      />
    </>
  )
}
