import type { ReactNode } from 'react'
import { cn } from './cn'

type Props = {
  items: readonly { term: ReactNode; detail: ReactNode; key?: string | undefined }[]
  className?: string | undefined
}

/** Facts about one thing, term beside detail; term above detail where the column is narrow. */
export function DescriptionList({ items, className }: Props) {
  return (
    <dl className={cn('@container divide-y divide-line border-y border-line', className)}>
      {items.map((item, i) => (
        <div key={item.key ?? i} className="gap-x-6 py-2.5 @sm:grid @sm:grid-cols-[minmax(7rem,11rem)_1fr]">
          <dt className="text-small text-ink-faint">{item.term}</dt>
          <dd className="min-w-0 text-[1rem]/[1.5] text-ink">{item.detail}</dd>
        </div>
      ))}
    </dl>
  )
}
