import { PlainForm } from '@/app/_components/plain-form'
import { Section } from '@/components/layout/section'
import { ButtonLink } from '@/components/ui/button-link'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import type { FolderItem } from '@/lib/folders/schema'
import { formatDay, formatMoment } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { withNext } from '@/lib/sign-in/rules'
import type { Workstation } from '@/lib/workstations/schema'
import { stopFolder } from '../actions'
import { NewFolderForm } from './new-folder-form'

type Props = { practice: string; folders: readonly FolderItem[]; computers: readonly Workstation[]; confirmed: boolean; byPin: boolean; timeZone: string }

/** What brings in files by itself: which programs there are, what they brought, and how another is set up. */
export function FolderPrograms({ practice, folders, computers, confirmed, byPin, timeZone }: Props) {
  const here = `/practice/${practice}/workstations`
  const [live, over] = [folders.filter((one) => one.live), folders.filter((one) => !one.live)]
  return (
    <>
      <Section title="Scanners and cameras">
        <p className="mb-5 max-w-prose text-ink-soft">
          A small program takes what a scanner, sensor or camera writes into a folder, and deletes it there once it is kept here. It can send and nothing
          else. Each file waits under <TextLink href={`/practice/${practice}/to-file`}>To file</TextLink>, with the patient whose chart was open at that computer as a proposal.
        </p>
        {live.length === 0 ? null : (
          <Table
            caption="Folder programs in use"
            rows={live}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', header: 'Name', lead: true, cell: (row) => `${row.name} at ${row.workstation}` },
              { key: 'since', header: 'Since', cell: (row) => `${formatDay(row.since, timeZone)}, by ${row.madeBy}` },
              { key: 'last', header: 'Last used', cell: (row) => (row.lastUse ? formatMoment(row.lastUse, timeZone) : 'not yet') },
              { key: 'brought', header: 'Brought', cell: (row) => (row.lastFile ? `${count(row.files, 'file')}, the last ${formatDay(row.lastFile, timeZone)}` : 'nothing yet') },
              { key: 'end', header: 'End', cell: (row) => (
                <PlainForm act={stopFolder.bind(null, { practice })} hidden={{ folder: row.id }} submit={`End ${row.name}`} pending="Ending…" variant="secondary" refused="It was not ended" />
              ) },
            ]}
          />
        )}
      </Section>
      <Section title="Set up a folder">
        <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
          <ol className="max-w-prose list-decimal space-y-3 ps-5">
            <li><a className="font-semibold underline underline-offset-4" href="/enamel-folder.mjs" download>Download enamel-folder.mjs</a> to the computer where the folder is. It needs Node 20 or later.</li>
            <li>Make a credential here, and save it there in a file that only the program’s own account can read.</li>
            <li>Write <code>enamel-folder.json</code> beside it: <code>url</code>, <code>credentialFile</code> and <code>folder</code>.</li>
            <li>Start it with <code>node enamel-folder.mjs enamel-folder.json</code>, and have the computer start it by itself from then on. What was refused lies under <code>refused</code> in the folder, each with the reason.</li>
          </ol>
          <div className="max-w-[25rem]">
            {computers.length === 0 ? (
              <p className="text-ink-soft">A program belongs to a computer. Put one on the list first.</p>
            ) : byPin ? (
              <>
                <p className="mb-4 text-ink-soft">You came in with a PIN, which is not enough to make a credential.</p>
                <ButtonLink href={withNext('/sign-in', here)}>Sign in with password and code, or with a passkey</ButtonLink>
              </>
            ) : confirmed ? (
              <NewFolderForm
                practice={practice}
                list={here}
                fields={[
                  { name: 'name', label: 'What writes into the folder?', hint: 'Such as Scanner. With the computer it is the name in every record.', autoComplete: 'off', maxLength: 40 },
                  { name: 'workstation', label: 'At which computer?', kind: 'select', choices: computers.map(({ id, name }) => ({ value: id, label: name })), ...(computers[0] ? { value: computers[0].id } : {}) },
                ]}
              />
            ) : (
              <>
                <p className="mb-4 text-ink-soft">Whoever has a credential can send files to this practice, so it is made after a confirmation.</p>
                <ButtonLink href={withNext('/confirm', here)}>Confirm that it is you, and go on</ButtonLink>
              </>
            )}
          </div>
        </div>
      </Section>
      {over.length > 0 ? (
        <Section title="Folder programs that were ended">
          <ul className="divide-y divide-line text-small">
            {over.map((row) => (
              <li key={row.id} className="py-2">
                <strong>{row.name} at {row.workstation}</strong>{' '}
                <span className="text-ink-soft">
                  {formatDay(row.since, timeZone)} to {row.until ? formatDay(row.until, timeZone) : ''}{row.endedBy ? `, by ${row.endedBy}` : ', with its computer'}; brought {count(row.files, 'file')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}
