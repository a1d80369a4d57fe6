import type { ReactNode } from 'react'
import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { categoryWords } from '@/lib/documents/rules'
import type { Category } from '@/lib/documents/schema'
import { formatMoment } from '@/lib/format/dates'
import { count } from '@/lib/format/names'
import { fileSize } from '@/lib/format/size'
import { practiceFrame } from '@/lib/practice/queries'
import { showStorage } from '@/lib/quota/queries'
import { faultWords, fullness } from '@/lib/quota/rules'
import { FullnessBanner } from '../_components/fullness-banner'
import { SettingsTabs } from '../_components/settings-tabs'
import { recheck } from './actions'

export const metadata = { title: 'Storage' }

export default async function Page({ params }: PageProps<'/practice/[practice]/settings/storage'>) {
  const { practice } = await params
  const [frame, storage] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(showStorage, { practice }, {})])
  const { limit, used, deleted } = storage
  const { percent } = fullness(used.bytes, limit)
  const name = (row: { id: string; title: string; version: number; current: boolean; deleted: boolean }) => (
    <>
      {row.deleted ? row.title : <TextLink look="plain" href={`/practice/${practice}/documents/${row.id}`}>{row.title || 'Without a name'}</TextLink>}
      {row.current ? '' : `, version ${row.version}`}{row.deleted ? ' (deleted)' : ''}
    </>
  )
  return (
    <>
      <PageHead title="Storage" lead="What the files of this practice take up: every version, as it came in. Pictures that Enamel makes of them are not counted." />
      <SettingsTabs practice={practice} roles={frame.roles} />
      <FullnessBanner used={used.bytes} limit={limit} />
      <div className="max-w-3xl">
        <Progress label="In use" value={Math.min(used.bytes, limit)} max={limit} detail={`${fileSize(used.bytes)} of ${fileSize(limit)}, ${percent} %`} />
        <p className="mt-2 text-small text-ink-soft">
          {count(used.files, 'file')}.{' '}
          {deleted.files > 0 ? <>{fileSize(deleted.bytes)} of it, in {count(deleted.files, 'file')}, is <TextLink href={`/practice/${practice}/deleted`}>deleted and not destroyed yet</TextLink>.</> : 'Nothing of it is deleted.'}
        </p>
      </div>

      {storage.damaged.length > 0 ? (
        <Section id="damaged" title="Damaged files">
          <p className="mb-3 max-w-prose text-small text-ink-soft">
            These open for nobody. Have the files put back from a backup of the store, then let them be checked again; or replace them on their pages with good copies.
          </p>
          <Table
            caption="Damaged files"
            rows={storage.damaged}
            rowKey={({ id, version }) => `${id}-${version}`}
            columns={[
              { key: 'title', header: 'Document', lead: true, cell: name },
              { key: 'patient', header: 'Patient', cell: (row) => row.patient ?? 'nobody' },
              { key: 'why', header: 'What was found', cell: (row) => faultWords(row.why) },
              {
                key: 'do', header: 'Check',
                cell: (row) => row.checking
                  ? <Status tone="busy">Being checked; look again in a minute</Status>
                  : <PlainForm act={withHat(recheck, { practice })} hidden={{ document: row.id }} submit="Check again" pending="Asking…" variant="secondary" refused="It is not being checked" />,
              },
            ]}
          />
        </Section>
      ) : null}

      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <Shares title="By kind" rows={storage.byCategory.map(({ category, files, bytes }) => ({ label: category ? categoryWords[category as Category].many : 'Not filed yet', files, bytes }))} of={used.bytes} />
        <Shares title="By the year they came in" rows={storage.byYear.map(({ year, files, bytes }) => ({ label: String(year), files, bytes }))} of={used.bytes} />
      </div>

      <Section title="Largest">
        {storage.largest.length === 0 ? <Nothing>No file yet.</Nothing> : (
          <Table
            caption="The largest files"
            rows={storage.largest}
            rowKey={({ id, version }) => `${id}-${version}`}
            columns={[
              { key: 'title', header: 'Document', lead: true, cell: name },
              { key: 'patient', header: 'Patient', cell: (row) => row.patient ?? 'nobody' },
              { key: 'size', header: 'Size', align: 'end', cell: (row) => fileSize(row.bytes) },
            ]}
          />
        )}
      </Section>
      <Section title="On their way in">
        {storage.unfinished.length === 0 ? <Nothing>No upload is under way.</Nothing> : (
          <ul className="max-w-3xl divide-y divide-line border-y border-line text-small">
            {storage.unfinished.map(({ id, since, by, received, declared }) => (
              <li key={id} className="py-2.5">
                Since {formatMoment(since, frame.timeZone)}, from {by}
                <span className="block text-ink-faint">{declared ? `${fileSize(received)} of ${fileSize(declared)} are here` : 'its size is not known yet'}. What does not arrive within a day is given up.</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function Shares({ title, rows, of }: { title: string; rows: readonly { label: string; files: number; bytes: number }[]; of: number }) {
  return (
    <section>
      <h2 className="mb-3 text-[1.125rem]/[1.4] font-semibold">{title}</h2>
      {rows.length === 0 ? <Nothing>No file yet.</Nothing> : (
        <ul className="space-y-3">
          {rows.map(({ label, files, bytes }) => <li key={label}><Progress label={label} value={bytes} max={Math.max(1, of)} detail={`${fileSize(bytes)}, ${count(files, 'file')}`} /></li>)}
        </ul>
      )}
    </section>
  )
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="text-small text-ink-soft">{children}</p>
