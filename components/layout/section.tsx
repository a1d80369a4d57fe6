import type { ReactNode } from 'react'

type Props = { title: ReactNode; id?: string | undefined; actions?: ReactNode; children: ReactNode }

/** A part of a page under a heading; space above, no box around. */
export function Section({ title, id, actions, children }: Props) {
  return (
    <section id={id} className="mt-10 first:mt-0">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 className="text-[1.125rem]/[1.4] font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
