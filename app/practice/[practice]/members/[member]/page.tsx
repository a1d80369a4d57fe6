import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { listMembers, showMember } from '@/lib/members/queries'
import { roleWords } from '@/lib/members/rules'
import { roleNames } from '@/lib/members/schema'
import { memberRecovery } from '@/lib/recovery/queries'
import { approve, remove, setRoles } from '../actions'

export const metadata = { title: 'Member' }

export default async function Page({ params }: PageProps<'/practice/[practice]/members/[member]'>) {
  const { practice, member: id } = await params
  const hat = { practice }
  const member = await ask(showMember, hat, { member: id })
  const { owner, timeZone } = await ask(listMembers, hat, {})
  const crumbs = { label: 'Where you are', items: [{ label: 'Members', href: `/practice/${practice}/members` }, { label: member.name }] }
  const facts = <><span>Since {formatDay(member.since, timeZone)}</span><span>{member.lastUse ? `Last here ${formatMoment(member.lastUse, timeZone)}` : 'Not here yet'}</span></>
  if (member.until)
    return (
      <>
        <PageHead title={member.name} crumbs={crumbs} facts={facts} />
        <Banner title={`Worked here until ${formatDay(member.until, timeZone)}`}>{member.endedWhy}</Banner>
      </>
    )
  return (
    <div className="max-w-2xl">
      <PageHead title={member.name} crumbs={crumbs} facts={facts} />
      {owner || !member.you ? <ConfirmFirst path={`/practice/${practice}/members/${id}`} full then={owner ? 'change roles and approve that somebody gets back in' : 'approve that somebody gets back in'} /> : null}
      {owner ? (
        <Section title="Works as">
          <PlainForm
            act={setRoles.bind(null, hat)}
            hidden={{ member: id }}
            fields={[{ name: 'roles', label: 'Roles', kind: 'checks', value: member.roles, choices: roleNames.map((value) => ({ value, label: roleWords[value].name, hint: roleWords[value].about })) }]}
            submit="Save the roles"
            pending="Saving…"
            refused="The roles were not changed"
            done="Saved. It counts from their next click."
          />
        </Section>
      ) : null}
      {member.you ? null : <BackIn practice={practice} id={id} name={member.name} />}
      {owner ? (
        <Section title="Remove from the practice">
          <p className="mb-4 max-w-prose text-small text-ink-soft">
            {member.name} loses every way into this practice at once: signed-in computers, the PIN at your workstations, open invitations they sent. What they did stays on record.
          </p>
          <PlainForm
            act={remove.bind(null, hat)}
            hidden={{ member: id }}
            fields={[{ name: 'why', label: 'Why', hint: 'For the record.', maxLength: 300 }]}
            submit={`Remove ${member.name}`}
            pending="Removing…"
            variant="danger"
            refused={`${member.name} was not removed`}
          />
        </Section>
      ) : null}
    </div>
  )
}

/** Getting a colleague back in who lost password or second factor. */
async function BackIn({ practice, id, name }: { practice: string; id: string; name: string }) {
  const recovery = await ask(memberRecovery, { practice }, { member: id })
  return (
    <Section title={`${name} cannot sign in?`}>
      <p className="mb-4 max-w-prose text-small text-ink-soft">
        An owner and a second person (another owner or the privacy officer) approve, each after making sure that it is really {name} who asks. Then a letter with a link goes out; every session and factor from before ends.
      </p>
      {recovery.approvals.length > 0 ? (
        <ul className="mb-4 divide-y divide-line border-y border-line text-small">
          {recovery.approvals.map(({ by, at, how }) => <li key={by} className="py-2.5"><strong>{by}</strong> approved {formatMoment(at, recovery.timeZone)}: {how}</li>)}
        </ul>
      ) : null}
      {recovery.mine ? (
        <Banner title="You have approved">A second person must approve too, here, with their own account.</Banner>
      ) : (
        <PlainForm
          act={approve.bind(null, { practice })}
          hidden={{ member: id }}
          fields={[{ name: 'how', label: 'How do you know that it is this person who asks?', kind: 'lines', hint: '“We spoke in my office”, “I called the number in our staff list”.', maxLength: 500 }]}
          submit={`Approve that ${name} gets back in`}
          pending="Recording…"
          variant="secondary"
          refused="The approval was not recorded"
          done="Your approval is on record. As soon as everybody who must has approved, the letter goes out."
        />
      )}
    </Section>
  )
}
