import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { myFactors } from '@/lib/factors/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { ConfirmFirst } from '../../_components/confirm-first'
import { AddPasskey } from './_components/add-passkey'
import { NewCodes } from './_components/recovery-codes'
import { add, codes, endApp, endPasskey, offer } from './actions'

export const metadata = { title: 'Signing in' }

export default async function Page({ searchParams }: PageProps<'/account/factors'>) {
  const params = await searchParams
  const next = ownPath(params['next'])
  const mine = await ask(myFactors, 'person', {})
  const has = mine.totpSince !== null || mine.passkeys > 0
  const enrolling = !has && mine.needsFactor
  const hidden: Record<string, string> = next ? { next } : {}
  if (mine.assurance === 1 && has) return (
    <>
      <PageHead title="How you sign in" />
      <Banner title="Show your second factor first" action={<TextLink href={withNext('/sign-in/second-factor', '/account/factors')}>Show it now</TextLink>}>
        This session stands on one factor. What signs you in is changed with both.
      </Banner>
    </>
  )
  return (
    <>
      <PageHead
        title={enrolling ? 'Add a second factor' : 'How you sign in'}
        lead={enrolling ? 'Whoever works at a practice signs in with two things: a password and a code from an app, or a passkey. Choose one; you can add the other later.' : undefined}
      />
      {mine.credentialsFixed ? <Banner className="mb-8" title="A demo account">What signs it in stays as it is, so that the next visitor finds it.</Banner> : <ConfirmFirst path={withNext('/account/factors', next)} />}
      <Section title="Passkeys">
        <p className="max-w-[38rem] text-small text-ink-soft">This device’s own lock, a finger, a face or a security key. Nothing to type, and nothing that can be given away to a false page.</p>
        <ul className="mt-3 divide-y divide-line">
          {mine.list.map((passkey) => (
            <li key={passkey.credentialId} className="flex flex-wrap items-center justify-between gap-4 py-3">
              <span>
                <strong>{passkey.name || 'Passkey'}</strong>
                <span className="block text-small text-ink-soft">
                  Added {formatDay(passkey.createdAt, 'UTC')}, {passkey.lastUsedAt ? `last used ${formatMoment(passkey.lastUsedAt, 'UTC')} (UTC)` : 'not used yet'}{passkey.backedUp ? ', kept by your password manager' : ', on that device alone'}
                </span>
              </span>
              <PlainForm act={endPasskey.bind(null, 'person')} hidden={{ passkey: passkey.credentialId }} submit="Remove" pending="Removing…" variant="secondary" refused="It was not removed" />
            </li>
          ))}
        </ul>
        <div className="mt-3 max-w-[25rem]"><AddPasskey act={add.bind(null, 'person')} here={mine.here} next={next} /></div>
      </Section>
      <Section title="Authenticator app">
        {mine.totpSince ? (
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="text-small text-ink-soft">Its code has been asked for since {formatDay(mine.totpSince, 'UTC')}.</p>
            <div className="flex flex-wrap gap-3">
              <PlainForm act={offer.bind(null, 'person')} hidden={hidden} submit="Move to another phone" pending="Preparing…" variant="secondary" refused="Nothing was changed" />
              <PlainForm act={endApp.bind(null, 'person')} submit="Remove" pending="Removing…" variant="secondary" refused="It was not removed" />
            </div>
          </div>
        ) : (
          <>
            <p className="mb-4 max-w-[38rem] text-small text-ink-soft">An app on your phone that shows a new six-digit code every half minute. Any of them will do.</p>
            <PlainForm act={offer.bind(null, 'person')} hidden={hidden} submit="Set up an app" pending="Preparing…" variant={enrolling ? 'primary' : 'secondary'} refused="Nothing was set up" />
          </>
        )}
      </Section>
      {has ? (
        <Section title="Recovery codes">
          <p className="mb-4 max-w-[38rem] text-small text-ink-soft">
            {mine.recoveryCodes === 0 ? 'There are none left.' : `${mine.recoveryCodes} are unused.`} Each signs you in once in place of the app or passkey, beside your password. Keep them on paper.
          </p>
          <NewCodes act={codes.bind(null, 'person')} />
        </Section>
      ) : null}
    </>
  )
}
