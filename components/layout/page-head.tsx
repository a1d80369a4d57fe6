import type { ReactNode } from 'react'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'

type Props = {
  title: ReactNode
  crumbs?: { label: string; items: readonly { label: string; href?: string | undefined; lang?: string | undefined }[] } | undefined
  /** <WitnessLine/> of the record this page is about. */
  witness?: ReactNode
  /** Facts that tell two of the same name apart: birth date, file number. */
  facts?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
}

/** The head of a page: what it is about, who has looked, what can be done. Holds the page's one h1. */
export function PageHead({ title, crumbs, witness, facts, lead, actions }: Props) {
  return (
    <header className="mb-7">
      {crumbs ? <Breadcrumbs label={crumbs.label} items={crumbs.items} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <h1 className="font-name text-title font-[450] tracking-[-0.015em]">{title}</h1>
          {facts ? <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-soft">{facts}</div> : null}
          {witness ? <div className="mt-2">{witness}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-3">{actions}</div> : null}
      </div>
      {lead ? <p className="mt-3 max-w-[38rem] text-body text-ink-soft">{lead}</p> : null}
    </header>
  )
}
