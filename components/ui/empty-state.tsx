import type { ReactNode } from 'react'
import { Arch } from './arch'

type Props = {
  title: ReactNode
  /** What to do so that it does not stay empty. */
  children?: ReactNode
  action?: ReactNode
}

/** A list with nothing in it, and what to do about it. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="flex flex-col items-start gap-x-6 gap-y-4 border-y border-line py-8 sm:flex-row sm:items-center">
      <Arch jaw="upper" className="h-14 w-20 shrink-0 text-line-strong" />
      <div className="min-w-0 flex-1">
        <p className="font-name text-heading">{title}</p>
        {children ? <div className="mt-1 max-w-prose text-small text-ink-soft">{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
