import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { QrCode } from '@/components/ui/qr-code'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { offeredApp } from '@/lib/factors/queries'
import { speak } from '@/app/prefs'
import { ownPath } from '@/lib/sign-in/rules'
import { appCopy } from './_copy/app'
import { confirm } from '../actions'
import { ConfirmApp } from './confirm-app'

export const generateMetadata = async () => ({ title: (await speak(appCopy)).title })

export default async function Page({ searchParams }: PageProps<'/account/factors/app'>) {
  const params = await searchParams
  const offer = typeof params['offer'] === 'string' ? params['offer'] : ''
  const say = await speak(appCopy)
  const offered = await ask(offeredApp, 'person', { offer })
  return (
    <ConfirmApp act={confirm.bind(null, 'person')} offer={offered ? offer : null} next={ownPath(params['next'])}>
      <PageHead title={say.title} />
      {offered ? <Steps {...offered} say={say} /> : (
        <Banner title={say.overTitle} action={<TextLink href="/account/factors">{say.again}</TextLink>}>
          {say.over}
        </Banner>
      )}
    </ConfirmApp>
  )
}

function Steps({ secret, uri, say }: { secret: string; uri: string; say: (typeof appCopy)['en'] }) {
  return (
    <ol className="space-y-8">
      <li>
        <p className="mb-4"><strong>1.</strong> {say.scan}</p>
        <QrCode value={uri} label={say.qr} />
        <p className="mt-4 text-small text-ink-soft">{say.byHand}</p>
        <p className="mt-1 font-semibold tracking-[0.08em] break-all">{secret.match(/.{4}/g)?.join(' ')}</p>
      </li>
      <li><p><strong>2.</strong> {say.type}</p></li>
    </ol>
  )
}
