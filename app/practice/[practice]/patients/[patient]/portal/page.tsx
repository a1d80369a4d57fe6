import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { patientAccess } from '@/lib/invitations/queries'
import { relationWords, type Relation } from '@/lib/invitations/rules'
import { InvitePatientForm } from './_components/invite-patient-form'
import { VerifyIdentityForm } from './_components/verify-identity-form'
import { end, revoke } from './actions'

export const metadata = { title: 'Portal access' }

const relation = (name: string) => relationWords[name as Relation] ?? name

export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/portal'>) {
  const { practice, patient: id } = await params
  const hat = { practice }
  const { patient, access, former, invitations, timeZone, mayEnd, mayVerify, replaces } = await ask(patientAccess, hat, { patient: id })
  return (
    <div className="max-w-3xl">
      <PageHead
        title="Portal access"
        crumbs={{ label: 'Where you are', items: [{ label: 'Patients', href: `/practice/${practice}/patients` }, { label: patient.name, href: `/practice/${practice}/patients/${id}` }, { label: 'Portal access' }] }}
        lead={`Who can see what is released to ${patient.name}, and how to let somebody in.`}
      />
      <Section title="Can use the portal">
        {access.length === 0 ? <EmptyState title="Nobody yet">Invite {patient.name} below, at the desk or by mail.</EmptyState> : null}
        <ul className="divide-y divide-line">
          {access.map((row) => (
            <li key={row.id} className="py-4">
              <p><strong>{row.name}</strong>, {relation(row.relation)}, since {formatDay(row.since, timeZone)}</p>
              {mayVerify ? (
                <details className="mt-2">
                  <summary className="inline-block min-h-11 cursor-pointer py-2 text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink">Cannot sign in any more?</summary>
                  <VerifyIdentityForm practice={practice} patient={id} access={row.id} name={row.name} timeZone={timeZone} />
                </details>
              ) : null}
              {mayEnd ? (
                <details>
                  <summary className="inline-block min-h-11 cursor-pointer py-2 text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink">End this access</summary>
                  <PlainForm act={end.bind(null, hat)} hidden={{ patient: id, access: row.id }} fields={[{ name: 'why', label: 'Why', hint: 'For the record.', maxLength: 300 }]} submit="End the access" pending="Ending…" variant="danger" refused="The access was not ended" />
                </details>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
      {invitations.length > 0 ? (
        <Section title="Invited">
          <ul className="divide-y divide-line">
            {invitations.map((row) => (
              <li key={row.id} className="flex flex-wrap items-center justify-between gap-4 py-3">
                <span>
                  <strong>{row.name}</strong>, {relation(row.relation ?? 'self')}, {row.channel === 'mail' ? `by mail to ${row.email}` : 'at the counter'}, by {row.by}; until {formatMoment(row.expiresAt, timeZone)}
                </span>
                <PlainForm act={revoke.bind(null, hat)} hidden={{ patient: id, invitation: row.id }} submit="Take back" pending="Taking back…" variant="quiet" refused="It was not taken back" />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Invite">
        <InvitePatientForm practice={practice} patient={patient} timeZone={timeZone} replaces={replaces} mayReplace={mayVerify} />
      </Section>
      {former.length > 0 ? (
        <Section title="Had access before">
          <ul className="divide-y divide-line text-small">
            {former.map((row) => <li key={row.id} className="py-2.5">{row.name}, {relation(row.relation)}, {formatDay(row.since, timeZone)} – {row.until ? formatDay(row.until, timeZone) : ''}{row.endedWhy ? `: ${row.endedWhy}` : ''}</li>)}
          </ul>
        </Section>
      ) : null}
    </div>
  )
}
