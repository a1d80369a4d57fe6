import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment, today as dayIn } from '@/lib/format/dates'
import { patientAccess } from '@/lib/invitations/queries'
import { relationWords, type Relation } from '@/lib/invitations/rules'
import { AccessRow } from './_components/access-row'
import { InvitePatientForm } from './_components/invite-patient-form'
import { InviteProxyForm } from './_components/invite-proxy-form'
import { ExtendForm, NarrowForm } from './_components/reach-forms'
import { VerifyIdentityForm } from './_components/verify-identity-form'
import { end, revoke } from './actions'

export const metadata = { title: 'Portal access' }

const summary = 'inline-block min-h-11 cursor-pointer py-2 text-small text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink'
const relation = (name: string) => relationWords[name as Relation] ?? name

export default async function Page({ params }: PageProps<'/practice/[practice]/patients/[patient]/portal'>) {
  const { practice, patient: id } = await params
  const hat = { practice }
  const { patient, access, former, invitations, timeZone, mayEnd, mayVerify, replaces, now, comesOfAge, minor } = await ask(patientAccess, hat, { patient: id })
  const today = dayIn(timeZone, now)
  const usual = `Empty: ${minor ? `a parent or guardian until ${formatDay(comesOfAge, timeZone)}, when ${patient.name} comes of age; ` : ''}a carer a year, a helper 30 days, one thing to send two weeks.`
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
            <AccessRow key={row.id} access={row} timeZone={timeZone}>
              {mayVerify ? (
                <details className="mt-2">
                  <summary className={summary}>Cannot sign in any more?</summary>
                  <VerifyIdentityForm practice={practice} patient={id} access={row.id} name={row.name} timeZone={timeZone} />
                </details>
              ) : null}
              {mayEnd && row.relation !== 'self' ? (
                <>
                  <details>
                    <summary className={summary}>Let them see less</summary>
                    <NarrowForm practice={practice} patient={id} access={row} today={today} latest={row.until ? dayIn(timeZone, new Date(row.until.getTime() - 1)) : undefined} />
                  </details>
                  <details>
                    <summary className={summary}>Let them see more, or for longer</summary>
                    <ExtendForm practice={practice} patient={id} access={row} today={today} usual={usual} />
                  </details>
                </>
              ) : null}
              {mayEnd ? (
                <details>
                  <summary className={summary}>End this access</summary>
                  <PlainForm act={end.bind(null, hat)} hidden={{ patient: id, access: row.id }} fields={[{ name: 'why', label: 'Why', hint: 'For the record.', maxLength: 300 }]} submit="End the access" pending="Ending…" variant="danger" refused="The access was not ended" />
                </details>
              ) : null}
            </AccessRow>
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
      <Section title={`Invite ${patient.name}`}>
        <InvitePatientForm practice={practice} patient={patient} timeZone={timeZone} replaces={replaces} mayReplace={mayVerify} />
      </Section>
      <Section title={`Invite somebody who acts for ${patient.name}`}>
        <p className="mb-5 max-w-prose text-ink-soft">A parent, guardian, carer or helper gets an access of their own, which says in whose name they are there.</p>
        <InviteProxyForm practice={practice} patient={patient} timeZone={timeZone} today={today} usual={usual} />
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
