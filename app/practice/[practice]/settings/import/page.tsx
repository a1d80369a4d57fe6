import { ConfirmFirst } from '@/app/account/_components/confirm-first'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { FileDrop } from '@/components/ui/file-drop'
import { RadioGroup } from '@/components/ui/radio-group'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { ask } from '@/lib/access/page'
import { formatMoment } from '@/lib/format/dates'
import { fields, mostRows } from '@/lib/imports/schema'
import { listImports } from '@/lib/imports/queries'
import { fieldWords } from '@/lib/imports/rules'
import { batchWords, indexFaultWords } from '@/lib/imports/words'
import { practiceFrame } from '@/lib/practice/queries'
import { one } from '../../search-params'
import { SettingsTabs } from '../_components/settings-tabs'

export const metadata = { title: 'Old documents' }

export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/settings/import'>) {
  const [{ practice }, search] = await Promise.all([params, searchParams])
  const [frame, { items, can }] = await Promise.all([ask(practiceFrame, { practice }, {}), ask(listImports, { practice }, {})])
  const why = one(search.why)
  const fault = why ? indexFaultWords(why, one(search.row)) : null
  const here = `/practice/${practice}/settings/import`
  return (
    <>
      <PageHead title="Old documents" lead="A folder of papers and pictures from another system comes in by an index: a list in CSV that says of each file whose it is. It is compared first, and changes nothing until you say so." />
      <SettingsTabs practice={practice} roles={frame.roles} />
      {fault ? <Banner tone="danger" live className="mb-6 max-w-3xl" title={fault.title}>{fault.says} Nothing was kept.</Banner> : null}
      {one(search.done) === 'forgotten' ? <Banner tone="success" live className="mb-6 max-w-3xl">The index is forgotten. Nothing had come in by it.</Banner> : null}
      {can.import ? (
        <Section title="Bring in a folder" id="new">
          <div className="max-w-3xl space-y-5">
            <ConfirmFirst path={here} then="bring in an index" />
            <form method="post" action={`/v1/n/${practice}`} encType="multipart/form-data" className="space-y-5">
              <RadioGroup
                legend="How its letters are written"
                name="encoding"
                defaultValue={why === 'encoding' ? 'windows-1252' : 'utf-8'}
                options={[
                  { value: 'utf-8', label: 'UTF-8', hint: 'What spreadsheets save as “CSV UTF-8”.' },
                  { value: 'windows-1252', label: 'Windows-1252', hint: 'What older Windows programs write. Try it where accents come out wrong.' },
                ]}
              />
              <FileDrop name="file" accept=".csv,.txt,.tsv,text/csv" label="Drop the index here, or choose it" hint={`CSV with commas, semicolons or tabs; up to 64 MB and ${mostRows.toLocaleString('en-US')} rows`} required />
              <Button type="submit">Read the index</Button>
            </form>
            <details className="text-small">
              <summary className="cursor-pointer py-2 font-medium">What the index says</summary>
              <p className="mt-2 text-ink-soft">
                The first line names the columns, each further line one file. With these names nothing needs to be chosen; others can be named on the next page.
              </p>
              <dl className="mt-3 divide-y divide-line border-y border-line">
                {fields.map((field) => (
                  <div key={field} className="flex flex-wrap gap-x-4 py-1.5">
                    <dt className="w-40"><code>{fieldWords[field].columns[0]}</code></dt>
                    <dd className="text-ink-soft">{fieldWords[field].label}{fieldWords[field].needed ? '' : ', may be missing'}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </div>
        </Section>
      ) : null}
      <Section title="Imports">
        {items.length === 0 ? (
          <EmptyState title="Nothing has come in by an index">What is brought in appears here, and can be undone as a whole.</EmptyState>
        ) : (
          <Table
            caption="Imports, newest first"
            linked
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              { key: 'file', header: 'Index', lead: true, cell: (row) => <TextLink look="plain" className="row-link" href={`${here}/${row.id}`}>{row.fileName || 'Without a name'}</TextLink> },
              { key: 'rows', header: 'Rows', align: 'end', cell: (row) => row.rows.toLocaleString('en-US') },
              { key: 'when', header: 'Begun', cell: (row) => `${formatMoment(row.startedAt, frame.timeZone)}, by ${row.startedBy}` },
              { key: 'state', header: 'State', cell: (row) => <Status tone={batchWords[row.state].tone}>{batchWords[row.state].words}</Status> },
            ]}
          />
        )}
      </Section>
    </>
  )
}
