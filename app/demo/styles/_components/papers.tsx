import { Status, type StatusTone } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { TeethMark } from '@/components/ui/teeth-mark'
import { TextLink } from '@/components/ui/text-link'
import { WitnessLine } from '@/components/ui/witness-line'

type Row = { title: string; category: string; tooth: string; date: string; tone: StatusTone; state: string; looked: number }

const rows: Row[] = [
  { title: 'Bitewing, left side', category: 'Radiograph', tooth: '19', date: '4 Nov', tone: 'done', state: 'Released', looked: 3 },
  { title: 'Treatment plan, upper molars', category: 'Treatment plan', tooth: '3', date: '28 Oct', tone: 'watch', state: 'Held', looked: 1 },
  { title: 'Referral to Dr. Amsel', category: 'Referral', tooth: '', date: '12 Sep', tone: 'ended', state: 'Withdrawn', looked: 5 },
]

/** A table of invented papers, as a list of documents looks. */
export function Papers() {
  return (
    <Table
      caption="Documents of an invented person"
      linked
      rows={rows}
      rowKey={(row) => row.title}
      columns={[
        {
          key: 'title',
          header: 'Document',
          lead: true,
          cell: (row) => (
            <TextLink look="plain" href="/demo/styles" className="row-link">
              {row.title}
            </TextLink>
          ),
        },
        { key: 'category', header: 'Category', cell: (row) => row.category },
        {
          key: 'tooth',
          header: 'Tooth',
          cell: (row) =>
            row.tooth ? (
              <span className="inline-flex items-center gap-2">
                <TeethMark teeth={[row.tooth]} className="h-5" />
                {row.tooth}
              </span>
            ) : (
              'None'
            ),
        },
        { key: 'state', header: 'State', cell: (row) => <Status tone={row.tone}>{row.state}</Status> },
        {
          key: 'looked',
          header: 'Who looked',
          cell: (row) => (
            <WitnessLine size="sm" marks={Array.from({ length: row.looked }, () => ({ by: 'other' }))}>
              {row.looked === 1 ? '1 person' : `${row.looked} people`}
            </WitnessLine>
          ),
        },
        { key: 'date', header: 'Date', align: 'end', cell: (row) => row.date },
      ]}
    />
  )
}
