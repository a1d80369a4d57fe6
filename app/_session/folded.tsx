import type { ReactNode } from 'react'

/** Another way, folded away while there is a quicker one. */
export function Folded({ folded, label, children }: { folded: boolean; label: string; children: ReactNode }) {
  if (!folded) return children
  return (
    <details>
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-small font-semibold text-violet">{label}</summary>
      <div className="mt-3">{children}</div>
    </details>
  )
}
