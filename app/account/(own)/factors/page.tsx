import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { LocalMoment } from '@/components/ui/local-moment'
import { Sentence } from '@/components/ui/sentence'
import { formatDay } from '@/lib/format/dates'
import { plural } from '@/lib/format/plurals'
import { myFactors } from '@/lib/factors/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { ConfirmFirst } from '../../_components/confirm-first'
import { AddPasskey } from './_components/add-passkey'
import { NewCodes } from './_components/recovery-codes'
import { accountCopy } from '../_copy/account'
import { factorsCopy } from './_copy/factors'
import { add, codes, endApp, endPasskey, offer } from './actions'

export const generateMetadata = async () => ({ title: (await speak(factorsCopy)).tab })

export default async function Page({ searchParams }: PageProps<'/account/factors'>) {
  const params = await searchParams
  const next = ownPath(params['next'])
  const [{ lang }, mine] = await Promise.all([readPrefs(), ask(myFactors, 'person', {})])
  const say = factorsCopy[lang]
  const has = mine.totpSince !== null || mine.passkeys > 0
  const enrolling = !has && mine.needsFactor
  const hidden: Record<string, string> = next ? { next } : {}
  if (mine.assurance === 1 && has) return (
    <>
      <PageHead title={say.title} />
      <Banner title={say.secondFirst} action={<TextLink href={withNext('/sign-in/second-factor', '/account/factors')}>{say.showNow}</TextLink>}>
        {say.oneFactor}
      </Banner>
    </>
  )
  return (
    <>
      <PageHead
        title={enrolling ? say.addTitle : say.title}
        lead={enrolling ? say.addLead : undefined}
      />
      {mine.credentialsFixed ? <Banner className="mb-8" title={accountCopy[lang].demoAccount}>{say.fixed}</Banner> : <ConfirmFirst path={withNext('/account/factors', next)} />}
      <Section title={say.passkeys}>
        <p className="max-w-[38rem] text-small text-ink-soft">{say.passkeysAbout}</p>
        <ul className="mt-3 divide-y divide-line">
          {mine.list.map((passkey) => (
            <li key={passkey.credentialId} className="flex flex-wrap items-center justify-between gap-4 py-3">
              <span>
                <strong>{passkey.name || say.passkey}</strong>
                <span className="block text-small text-ink-soft">
                  {say.added(formatDay(passkey.createdAt, 'UTC', lang))}{' '}
                  {passkey.lastUsedAt ? <Sentence text={say.lastUsed} parts={{ at: <LocalMoment at={passkey.lastUsedAt} /> }} /> : say.unused}{' '}
                  {passkey.backedUp ? say.backedUp : say.deviceOnly}
                </span>
              </span>
              <PlainForm act={endPasskey.bind(null, 'person')} hidden={{ passkey: passkey.credentialId }} submit={say.remove} pending={say.removing} variant="secondary" refused={say.notRemoved} />
            </li>
          ))}
        </ul>
        <div className="mt-3 max-w-[25rem]"><AddPasskey act={add.bind(null, 'person')} here={mine.here} next={next} /></div>
      </Section>
      <Section title={say.app}>
        {mine.totpSince ? (
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="text-small text-ink-soft">{say.appSince(formatDay(mine.totpSince, 'UTC', lang))}</p>
            <div className="flex flex-wrap gap-3">
              <PlainForm act={offer.bind(null, 'person')} hidden={hidden} submit={say.move} pending={say.preparing} variant="secondary" refused={say.nothingChanged} />
              <PlainForm act={endApp.bind(null, 'person')} submit={say.remove} pending={say.removing} variant="secondary" refused={say.notRemoved} />
            </div>
          </div>
        ) : (
          <>
            <p className="mb-4 max-w-[38rem] text-small text-ink-soft">{say.appAbout}</p>
            <PlainForm act={offer.bind(null, 'person')} hidden={hidden} submit={say.setUp} pending={say.preparing} variant={enrolling ? 'primary' : 'secondary'} refused={say.notSetUp} />
          </>
        )}
      </Section>
      {has ? (
        <Section title={say.codes}>
          <p className="mb-4 max-w-[38rem] text-small text-ink-soft">
            {mine.recoveryCodes === 0 ? say.codesNone : plural(lang, mine.recoveryCodes, say.codesLeft)} {say.codesAbout}
          </p>
          <NewCodes act={codes.bind(null, 'person')} />
        </Section>
      ) : null}
    </>
  )
}
