import { PlainForm } from '@/app/_components/plain-form'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { listFolders } from '@/lib/folders/queries'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { withNext } from '@/lib/sign-in/rules'
import { listWorkstations } from '@/lib/workstations/queries'
import { end, enrol } from './actions'
import { FolderPrograms } from './_components/folder-programs'

export const metadata = { title: 'Workstations' }

export default async function Page({ params }: PageProps<'/practice/[practice]/workstations'>) {
  const { practice } = await params
  const [{ inUse, former, owner, byPin, confirmed, timeZone }, folders] = await Promise.all([ask(listWorkstations, { practice }, {}), ask(listFolders, { practice }, {})])
  const here = inUse.find((row) => row.here)
  return (
    <>
      <PageHead title="Workstations" lead="Shared computers of the practice. On these, and nowhere else, everybody who works here comes in with a name and a PIN of their own, and every record names that person." />
      {inUse.length === 0 ? <EmptyState title="No computer yet">{owner ? 'Sit down at the front desk’s computer, open this page there, and put it on the list below.' : 'The owner puts a computer on the list, sitting at it.'}</EmptyState> : (
        <Table
          caption="Computers in use"
          rows={inUse}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', header: 'Name', lead: true, cell: (row) => `${row.name}${row.here ? ' (this one)' : ''}` },
            { key: 'since', header: 'Since', cell: (row) => `${formatDay(row.since, timeZone)}, by ${row.enrolledBy}` },
            { key: 'last', header: 'Last used by PIN', cell: (row) => (row.lastUse ? formatMoment(row.lastUse, timeZone) : 'not yet') },
            ...(owner ? [{ key: 'end', header: 'Take off the list', cell: (row: (typeof inUse)[number]) => (
              <PlainForm act={end.bind(null, { practice })} hidden={{ workstation: row.id }} submit="End" pending="Ending…" variant="secondary" refused="It was not ended" />
            ) }] : []),
          ]}
        />
      )}
      {owner ? (
        <Section title="This computer">
          <div className="max-w-[25rem]">
            {here ? (
              <Banner tone="success" title={`This computer is on the list: ${here.name}`} action={<ButtonLink href="/workstation" variant="secondary">Whose turn is it?</ButtonLink>}>
                Colleagues who have chosen a PIN come in at <TextLink href="/workstation">/workstation</TextLink>. Yours is under <TextLink href="/account/pin">Account, PIN</TextLink>.
              </Banner>
            ) : byPin ? (
              <>
                <p className="mb-4 text-ink-soft">You came in with a PIN, which is not enough to put a computer on the list.</p>
                <ButtonLink href={withNext('/sign-in', `/practice/${practice}/workstations`)}>Sign in with password and code, or with a passkey</ButtonLink>
              </>
            ) : confirmed ? (
              <PlainForm
                act={enrol.bind(null, { practice })}
                fields={[{ name: 'name', label: 'What is this computer called?', hint: 'The name that people see on it, such as Front desk left.', autoComplete: 'off', maxLength: 80 }]}
                submit="Put this computer on the list" pending="One moment…" refused="This computer was not put on the list"
              />
            ) : (
              <>
                <p className="mb-4 text-ink-soft">Only a computer that stays in the practice belongs on the list: whoever sits at it needs no more than a PIN.</p>
                <ButtonLink href={withNext('/confirm', `/practice/${practice}/workstations`)}>Confirm that it is you, and go on</ButtonLink>
              </>
            )}
          </div>
        </Section>
      ) : null}
      <FolderPrograms {...{ practice, folders, confirmed, byPin, timeZone }} computers={inUse} />
      {former.length > 0 ? (
        <Section title="No longer in use">
          <ul className="divide-y divide-line text-small">
            {former.map((row) => <li key={row.id} className="py-2"><strong>{row.name}</strong> <span className="text-ink-soft">{formatDay(row.since, timeZone)} to {row.until ? formatDay(row.until, timeZone) : ''}</span></li>)}
          </ul>
        </Section>
      ) : null}
    </>
  )
}
