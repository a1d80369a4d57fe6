import type { ReactNode } from 'react'

/** What is there for when the first way does not do. Works without a script. */
export function Folded({ folded, label, children }: { folded: boolean; label: string; children: ReactNode }) {
  if (!folded) return children
  return (
    <details>
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-small font-semibold text-violet">{label}</summary>
      <div className="mt-3">{children}</div>
    </details>
  )
}
