import { Section } from '@/components/layout/section'
import { formatDay } from '@/lib/format/dates'
import { formatPhone, phoneHref } from '@/lib/format/phones'
import { contactWords, type ContactKind } from '@/lib/patients/rules'
import type { Contact } from '@/lib/patients/schema'
import { EndContactForm, NewContactForm } from './contact-forms'
import { Ended, Unfold } from './unfold'

type Props = { practice: string; patient: string; contacts: readonly Contact[]; timeZone: string; may: boolean }

/** Whom to call for a patient. */
export function Contacts({ practice, patient, contacts, timeZone, may }: Props) {
  const live = contacts.filter(({ until }) => !until)
  const ended = contacts.filter(({ until }) => until)
  return (
    <Section title="Contacts" id="contacts">
      {live.length === 0 ? <p className="border-y border-line py-2.5 text-small text-ink-soft">Nobody to call is on record.</p> : (
        <ul className="divide-y divide-line border-y border-line">
          {live.map(({ id, kind, name, relation, phone, email }) => (
            <li key={id} className="py-2.5">
              <p className="text-micro text-ink-faint">{contactWords[kind as ContactKind] ?? kind}</p>
              <p><span className="font-name text-name">{name}</span>{relation ? <span className="text-small text-ink-soft">, {relation}</span> : null}</p>
              <p className="flex flex-wrap items-baseline gap-x-4 text-small">
                {phone ? <a href={phoneHref(phone)} className="inline-block py-1.5 underline decoration-line-strong underline-offset-[0.2em] hover:decoration-2">{formatPhone(phone)}</a> : null}
                {email ? <span className="break-words">{email}</span> : null}
              </p>
              {may ? <EndContactForm practice={practice} patient={patient} contact={id} /> : null}
            </li>
          ))}
        </ul>
      )}
      {may ? <Unfold title="Add a contact"><NewContactForm practice={practice} patient={patient} /></Unfold> : null}
      <Ended title="Earlier contacts" count={ended.length}>
        {ended.map(({ id, kind, name, relation, from, until }) => (
          <li key={id} className="py-2">
            {name}{relation ? `, ${relation}` : ''} ({(contactWords[kind as ContactKind] ?? kind).toLowerCase()})
            <span className="block text-micro text-ink-faint">{formatDay(from, timeZone)} to {until ? formatDay(until, timeZone) : ''}</span>
          </li>
        ))}
      </Ended>
    </Section>
  )
}
