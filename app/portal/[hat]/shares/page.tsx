import { Share2 } from 'lucide-react'
import { PlainForm } from '@/app/_components/plain-form'
import { sharesCopy } from '@/app/_shares/_copy/shares'
import { ShareList } from '@/app/_shares/share-list'
import { readPrefs } from '@/app/prefs'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button-link'
import { ask } from '@/lib/access/page'
import { portalFrame } from '@/lib/portal/queries'
import { myShares } from '@/lib/shares/queries'
import { PortalClosed } from '../_components/closed'
import { end } from './actions'

export async function generateMetadata() {
  return { title: sharesCopy[(await readPrefs()).lang].title }
}

/** What somebody outside may see of this record, with every opening, and the way to end it. */
export default async function Page({ params }: PageProps<'/portal/[hat]/shares'>) {
  const [{ hat }, { lang }] = await Promise.all([params, readPrefs()])
  const say = sharesCopy[lang]
  const frame = await ask(portalFrame, { portal: hat }, {})
  if (!frame.patient) return <PortalClosed practice={frame.practice} />
  const { shares } = await ask(myShares, { portal: hat }, {})
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {frame.closed.includes('documents') ? null : (
        <p className="mb-8"><ButtonLink href={`/portal/${hat}/shares/new`} size="lg" icon={<Share2 aria-hidden="true" />}>{say.share}</ButtonLink></p>
      )}
      <ShareList
        shares={shares} lang={lang} timeZone={frame.timeZone}
        end={(share) => (share.madeAs === 'patient' ? (
          <div className="mt-3"><PlainForm act={end.bind(null, { portal: hat })} hidden={{ share: share.id }} submit={say.end} pending={say.ending} variant="danger" refused={say.notEnded} /></div>
        ) : null)}
      />
    </>
  )
}
