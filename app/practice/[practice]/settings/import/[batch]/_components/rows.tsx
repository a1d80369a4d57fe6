import { Section } from '@/components/layout/section'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { Status } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { arrivalWords, categoryWords } from '@/lib/documents/rules'
import { formatDate } from '@/lib/format/dates'
import { rowStates, type BatchState, type Counts, type RowItem, type RowState } from '@/lib/imports/schema'
import { problemWords, reasonWords, rowWords } from '@/lib/imports/words'

type Shown = RowState | 'problems' | 'all'
type Props = {
  here: string; practice: string; door: string; after: number
  batch: { state: BatchState; counts: Counts; show: Shown; list: RowItem[]; next: number | null }
}

/** The rows, a page at a time, by what became of them; what does not come in can be downloaded and mended. */
export function Rows({ here, practice, door, batch, after }: Props) {
  const { counts, show, list: rows, next } = batch
  const problems = (counts.bad ?? 0) + (counts.look ?? 0)
  const views: { show: Shown; label: string; count?: number }[] = [
    { show: 'all', label: 'All rows' },
    ...(problems > 0 ? [{ show: 'problems' as const, label: 'Does not come in', count: problems }] : []),
    ...rowStates.filter((state) => !['bad', 'look', 'new'].includes(state) && counts[state]).map((state) => ({ show: state, label: rowWords[state].words, count: counts[state] ?? 0 })),
  ]
  const address = (more: Record<string, string>) => `${here}?${new URLSearchParams({ show, ...more })}#rows`
  const downloads = batch.state !== 'undoing' && batch.state !== 'undone' && problems + (counts.clean ?? 0) + (counts.refused ?? 0) + (counts.left ?? 0) > 0
  return (
    <Section title="Row by row" id="rows" actions={downloads && batch.state !== 'checking' ? <a href={door} download className="py-2 text-small text-violet underline underline-offset-[0.2em]">Download what does not come in, or has not yet</a> : null}>
      <nav aria-label="Which rows" className="mb-3">
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
          {views.map((view) => (
            <li key={view.show}>
              <TextLink look={view.show === show ? 'plain' : 'inline'} href={`${here}?show=${view.show}#rows`} aria-current={view.show === show ? 'page' : undefined} className={`inline-block py-2 ${view.show === show ? 'font-semibold' : ''}`}>
                {view.label}{view.count === undefined ? '' : ` ${view.count.toLocaleString('en-US')}`}
              </TextLink>
            </li>
          ))}
        </ul>
      </nav>
      {rows.length === 0 ? <EmptyState title="No such row">Choose another of the lists above.</EmptyState> : (
        <Table
          caption="Rows of the index"
          rows={rows}
          rowKey={({ line }) => String(line)}
          columns={[
            { key: 'line', header: 'Row', cell: (row) => row.line },
            {
              key: 'file', header: 'File', lead: true,
              cell: (row) => (
                <>
                  {row.document && row.state !== 'removed' && row.state !== 'refused' ? <TextLink look="plain" href={`/practice/${practice}/documents/${row.document}`}>{row.path || 'Without a name'}</TextLink> : <span className="break-words">{row.path || 'No file'}</span>}
                  <span className="block text-small text-ink-soft">{[row.category ? categoryWords[row.category].one : '', row.title, row.takenOn ? formatDate(row.takenOn) : '', row.tooth ? `tooth ${row.tooth}` : ''].filter(Boolean).join(', ')}</span>
                </>
              ),
            },
            { key: 'patient', header: 'Patient', cell: (row) => <Whose row={row} /> },
            {
              key: 'state', header: 'What becomes of it',
              cell: (row) => (
                <>
                  <Status tone={rowWords[row.state].tone}>{rowWords[row.state].words}</Status>
                  {row.problems.map((code) => <span key={code} className="block text-small">{problemWords[code]}{code === 'twice' && row.reason ? ` Rows ${row.reason}.` : ''}</span>)}
                  {row.state === 'refused' ? <span className="block text-small">{arrivalWords(row.reason)}</span> : <span className="block text-small">{reasonWords(row.state, row.reason)}</span>}
                </>
              ),
            },
          ]}
        />
      )}
      <Pagination words={{ older: 'Further rows', newer: 'From the first row', label: 'Pages of the rows' }} {...(next === null ? {} : { older: address({ after: String(next) }) })} {...(after > 0 ? { newer: address({}) } : {})} />
    </Section>
  )
}

/** Whose it is; where the index and the chart differ, both. */
function Whose({ row: { patient, says, problems } }: { row: RowItem }) {
  const differ = problems.some((code) => ['name', 'birth', 'name_near', 'birth_near', 'birth_swapped', 'unknown_chart'].includes(code))
  return (
    <>
      {patient ? <>{patient.name}, {formatDate(patient.birthDate)} <span className="text-ink-faint">{patient.chartNumber}</span></> : 'Nobody here'}
      {differ && says ? <span className="block text-small text-ink-soft">The index: {says.name}, {says.birthDate} <span className="text-ink-faint">{says.chartNumber}</span></span> : null}
    </>
  )
}
