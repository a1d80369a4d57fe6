import type { ReactNode } from 'react'
import { cn } from './cn'

export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  align?: 'end' | undefined
  /** The name of the row: a heading cell, first and largest when the row is stacked. */
  lead?: boolean | undefined
  className?: string | undefined
}

type Props<Row> = {
  /** Said to screen readers; shown as well with `showCaption`. */
  caption: string
  showCaption?: boolean | undefined
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Rows whose lead cell holds a `row-link`: the whole row answers and lights up. */
  linked?: boolean | undefined
}

/**
 * A table that becomes a stack of labelled lines where its column is narrow.
 * Roles are written out because `display: block` takes them away from some screen readers.
 */
/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- these are the elements' own roles */
export function Table<Row>({ caption, showCaption, columns, rows, rowKey, linked }: Props<Row>) {
  return (
    <div className="stack-table-box">
      <table role="table" className="stack-table w-full border-collapse text-small">
        <caption className={showCaption ? 'pb-2 text-start font-semibold' : 'sr-only'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row" className="border-b border-line-strong">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={cn(
                  'py-2 pe-4 text-start align-bottom text-micro font-medium text-ink-faint last:pe-0',
                  column.align === 'end' && 'text-end',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className={cn('relative border-b border-line', linked && 'transition-colors hover:bg-sheet')}
            >
              {columns.map((column) => {
                const look = cn(
                  'py-2.5 pe-4 text-start align-middle font-normal last:pe-0',
                  column.align === 'end' && 'text-end',
                  column.lead && 'font-name text-name',
                  column.className,
                )
                return column.lead ? (
                  <th key={column.key} role="rowheader" scope="row" data-lead="" className={look}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} role="cell" data-label={column.header} className={look}>
                    <span className="min-w-0">{column.cell(row)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
