import { PageHead } from '@/components/layout/page-head'
import { Pagination } from '@/components/ui/pagination'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { listLooks, portalFrame } from '@/lib/portal/queries'
import { readMoment, writeMoment } from '@/lib/format/cursor'
import { formatPhone } from '@/lib/format/phones'
import { witnessMarks, witnessSentence } from '@/lib/portal/rules'
import { PortalClosed } from '../_components/closed'
import { Looks } from '../_components/looks'
import { whoLookedCopy } from './_copy/who-looked'

export const generateMetadata = async () => ({ title: (await speak(whoLookedCopy)).title })

export default async function Page({ params, searchParams }: PageProps<'/portal/[hat]/who-looked'>) {
  const [{ hat }, search] = await Promise.all([params, searchParams])
  const before = readMoment(search.before)
  const [{ lang }, frame] = await Promise.all([readPrefs(), ask(portalFrame, { portal: hat }, {})])
  const say = whoLookedCopy[lang]
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const page = await ask(listLooks, { portal: hat }, before ? { before } : {})
  return (
    <>
      <PageHead
        title={say.title}
        witness={<WitnessLine size="lg" marks={witnessMarks(page.looks)}>{witnessSentence(page.looks, frame.timeZone, 'record', lang)}</WitnessLine>}
      />
      <p className="max-w-prose text-ink-soft">
        <Sentence
          text={frame.practice.phone ? say.leadAt : say.lead}
          parts={{
            tell: <TextLink href="/help">{say.tell}</TextLink>, phone: formatPhone(frame.practice.phone),
            practice: <span lang={frame.practice.language}>{frame.practice.name}</span>,
          }}
        />
      </p>
      <Looks looks={page.looks} timeZone={frame.timeZone} hat={hat} linked written={frame.practice.language} empty={say.nobody} />
      <Pagination
        {...(page.before ? { older: `/portal/${hat}/who-looked?before=${writeMoment(page.before)}` } : {})}
        {...(before ? { newer: `/portal/${hat}/who-looked` } : {})}
        words={say.pages}
      />
    </>
  )
}
