import type { ReactNode } from 'react'
import { ChevronRight } from 'lucide-react'

/** A form or a list that waits behind its title; a native disclosure, so it needs no script. */
export function Unfold({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group mt-1">
      <summary className="inline-flex min-h-11 items-center gap-1.5 text-small font-semibold text-violet hover:underline">
        <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="pt-2 pb-4">{children}</div>
    </details>
  )
}

/** What was and is no more, kept for reading. */
export function Ended({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null
  return (
    <Unfold title={`${title} (${count})`}>
      <ul className="divide-y divide-line border-y border-line text-small text-ink-soft">{children}</ul>
    </Unfold>
  )
}
