import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { ButtonLink } from '@/components/ui/button-link'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { listMembers } from '@/lib/members/queries'
import { rolesInWords } from '@/lib/members/rules'
import { resend, revoke } from './actions'

export const metadata = { title: 'Members' }

export default async function Page({ params }: PageProps<'/practice/[practice]/members'>) {
  const { practice } = await params
  const { members, former, invitations, owner, timeZone } = await ask(listMembers, { practice }, {})
  const base = `/practice/${practice}/members`
  return (
    <>
      <PageHead
        title="Members"
        lead="Who works here, and as what. What changes here counts from a person’s next click."
        actions={owner ? <ButtonLink href={`${base}/invite`}>Invite somebody</ButtonLink> : null}
      />
      <Table
        caption="Members"
        linked
        rows={members}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', header: 'Name', lead: true, cell: (row) => <><TextLink look="plain" className="row-link" href={`${base}/${row.id}`}>{row.name}</TextLink>{row.you ? ' (you)' : ''}</> },
          { key: 'roles', header: 'Works as', cell: (row) => rolesInWords(row.roles) },
          { key: 'since', header: 'Since', cell: (row) => formatDay(row.since, timeZone) },
          { key: 'last', header: 'Last used Enamel here', cell: (row) => (row.lastUse ? formatMoment(row.lastUse, timeZone) : 'not yet') },
        ]}
      />
      {invitations.length > 0 ? (
        <Section title="Invited">
          {owner ? <div className="mb-4"><ConfirmFirst path={base} full then="send an invitation again" /></div> : null}
          <Table
            caption="Invitations that nobody has accepted yet"
            rows={invitations}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', header: 'Name', lead: true, cell: (row) => row.name },
              { key: 'email', header: 'E-mail', cell: (row) => row.email },
              { key: 'roles', header: 'As', cell: (row) => rolesInWords(row.roles) },
              { key: 'state', header: 'State', cell: (row) => <Status tone={row.open ? 'watch' : 'ended'}>{row.open ? `Open until ${formatDay(row.expiresAt, timeZone)}` : 'Ran out'}</Status> },
              ...(owner ? [{ key: 'do', header: 'Change', cell: (row: (typeof invitations)[number]) => <Change practice={practice} id={row.id} /> }] : []),
            ]}
          />
        </Section>
      ) : null}
      {former.length > 0 ? (
        <Section title="Worked here before">
          <Table
            caption="Former members"
            rows={former}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', header: 'Name', lead: true, cell: (row) => row.name },
              { key: 'roles', header: 'Worked as', cell: (row) => rolesInWords(row.roles) },
              { key: 'time', header: 'From, until', cell: (row) => `${formatDay(row.since, timeZone)} – ${row.until ? formatDay(row.until, timeZone) : ''}` },
              { key: 'why', header: 'Why it ended', cell: (row) => row.endedWhy },
            ]}
          />
        </Section>
      ) : null}
    </>
  )
}

function Change({ practice, id }: { practice: string; id: string }) {
  return (
    <span className="flex flex-wrap gap-2">
      <PlainForm act={resend.bind(null, { practice })} hidden={{ invitation: id }} submit="Send again" pending="Sending…" variant="secondary" refused="It was not sent" done="Sent. The earlier link no longer works." />
      <PlainForm act={revoke.bind(null, { practice })} hidden={{ invitation: id }} submit="Take back" pending="Taking back…" variant="quiet" refused="It was not taken back" />
    </span>
  )
}
