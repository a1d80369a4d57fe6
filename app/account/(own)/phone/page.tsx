import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { myPhones } from '@/lib/phones/queries'
import { ConfirmFirst } from '../../_components/confirm-first'
import { add, end, renew } from './actions'

export const metadata = { title: 'My phones' }

export default async function Page() {
  const phones = await ask(myPhones, 'person', {})
  const here = phones.some((phone) => phone.here)
  return (
    <>
      <PageHead title="My phones" lead="A phone of your own opens with six digits, for 90 days. End one that you lost, sold or gave away: it stops at once." />
      {phones.length === 0 ? <EmptyState title="No phone yet">If this device is yours alone, set it up below.</EmptyState> : null}
      <ul className="divide-y divide-line">
        {phones.map((phone) => (
          <li key={phone.id} className="flex flex-wrap items-center justify-between gap-4 py-4">
            <span>
              <strong>{phone.label || 'A device'}</strong>{phone.here ? ' (this one)' : ''}
              <span className="block text-small text-ink-soft">
                Since {formatDay(phone.createdAt, 'UTC')}, last used {phone.lastUsedAt ? formatMoment(phone.lastUsedAt, 'UTC') : 'when it was set up'}, until {formatDay(phone.expiresAt, 'UTC')}
              </span>
            </span>
            <PlainForm act={end.bind(null, 'person')} hidden={{ phone: phone.id }} submit="End it" pending="Ending…" variant="secondary" refused="It was not ended" />
          </li>
        ))}
      </ul>
      <ConfirmFirst path="/account/phone" />
      <Section title={here ? 'New digits for this phone' : 'This is my own phone'}>
        {here ? <p className="mb-4 text-small text-ink-soft">With them it opens for another 90 days from now.</p> : null}
        <div className="max-w-[25rem]">
          <PlainForm
            key={here ? 'renew' : 'add'}
            act={(here ? renew : add).bind(null, 'person')}
            fields={[
              { name: 'pin', label: 'Six digits', kind: 'pin', hint: 'Not a birthday, and not a run such as 1 2 3 4 5 6.', autoComplete: 'new-password' },
              { name: 'again', label: 'The same digits once more', kind: 'pin', autoComplete: 'new-password' },
            ]}
            submit={here ? 'Renew this phone' : 'Set up this phone'}
            pending={here ? 'Renewing…' : 'Setting up…'}
            refused={here ? 'The phone was not renewed' : 'The phone was not set up'}
            done="From now on these digits open your portal here."
          />
        </div>
      </Section>
    </>
  )
}
