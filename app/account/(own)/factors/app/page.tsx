import { PageHead } from '@/components/layout/page-head'
import { Banner } from '@/components/ui/banner'
import { QrCode } from '@/components/ui/qr-code'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { offeredApp } from '@/lib/factors/queries'
import { ownPath } from '@/lib/sign-in/rules'
import { confirm } from '../actions'
import { ConfirmApp } from './confirm-app'

export const metadata = { title: 'Set up an authenticator app' }

export default async function Page({ searchParams }: PageProps<'/account/factors/app'>) {
  const params = await searchParams
  const offer = typeof params['offer'] === 'string' ? params['offer'] : ''
  const offered = await ask(offeredApp, 'person', { offer })
  return (
    <ConfirmApp act={confirm.bind(null, 'person')} offer={offered ? offer : null} next={ownPath(params['next'])}>
      <PageHead title="Set up an authenticator app" />
      {offered ? <Steps {...offered} /> : (
        <Banner title="This set-up is over" action={<TextLink href="/account/factors">Begin again</TextLink>}>
          It was finished, or it waited for more than half an hour. An entry you made in the app for it can be deleted there.
        </Banner>
      )}
    </ConfirmApp>
  )
}

function Steps({ secret, uri }: { secret: string; uri: string }) {
  return (
    <ol className="space-y-8">
      <li>
        <p className="mb-4"><strong>1.</strong> Open an authenticator app on your phone and scan this.</p>
        <QrCode value={uri} label="QR code for the authenticator app" />
        <p className="mt-4 text-small text-ink-soft">On this phone, or without a camera: type this key into the app.</p>
        <p className="mt-1 font-semibold tracking-[0.08em] break-all">{secret.match(/.{4}/g)?.join(' ')}</p>
      </li>
      <li><p><strong>2.</strong> Type the six digits that the app now shows.</p></li>
    </ol>
  )
}
