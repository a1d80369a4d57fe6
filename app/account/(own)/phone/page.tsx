import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { readPrefs, speak } from '@/app/prefs'
import { LocalMoment } from '@/components/ui/local-moment'
import { Sentence } from '@/components/ui/sentence'
import { formatDay } from '@/lib/format/dates'
import { deviceWords } from '@/lib/sessions/rules'
import { myPhones } from '@/lib/phones/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { phoneCopy } from './_copy/phone'
import { add, end, renew } from './actions'

export const generateMetadata = async () => ({ title: (await speak(phoneCopy)).title })

export default async function Page() {
  const [{ lang }, phones] = await Promise.all([readPrefs(), ask(myPhones, 'person', {})])
  const say = phoneCopy[lang]
  const here = phones.some((phone) => phone.here)
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {phones.length === 0 ? <EmptyState title={say.noneTitle}>{say.none}</EmptyState> : null}
      <ul className="divide-y divide-line">
        {phones.map((phone) => (
          <li key={phone.id} className="flex flex-wrap items-center justify-between gap-4 py-4">
            <span>
              <strong>{phone.here ? say.thisOne(deviceWords(phone.label, lang) || say.device) : deviceWords(phone.label, lang) || say.device}</strong>
              <span className="block text-small text-ink-soft">
                <Sentence
                  text={phone.lastUsedAt ? say.used : say.unused}
                  parts={{
                    since: formatDay(phone.createdAt, 'UTC', lang), until: formatDay(phone.expiresAt, 'UTC', lang),
                    used: phone.lastUsedAt ? <LocalMoment at={phone.lastUsedAt} /> : null,
                  }}
                />
              </span>
            </span>
            <PlainForm act={end.bind(null, 'person')} hidden={{ phone: phone.id }} submit={say.end} pending={say.ending} variant="secondary" refused={say.notEnded} />
          </li>
        ))}
      </ul>
      <ConfirmFirst path="/account/phone" />
      <Section title={here ? say.renewTitle : say.addTitle}>
        {here ? <p className="mb-4 text-small text-ink-soft">{say.renewLead}</p> : null}
        <div className="max-w-[25rem]">
          <PlainForm
            key={here ? 'renew' : 'add'}
            act={(here ? renew : add).bind(null, 'person')}
            fields={[
              { name: 'pin', label: say.digits, kind: 'pin', hint: say.hint, autoComplete: 'new-password' },
              { name: 'again', label: say.again, kind: 'pin', autoComplete: 'new-password' },
            ]}
            submit={here ? say.renew : say.add}
            pending={here ? say.renewing : say.adding}
            refused={here ? say.notRenewed : say.notAdded}
            done={say.done}
          />
        </div>
      </Section>
    </>
  )
}
