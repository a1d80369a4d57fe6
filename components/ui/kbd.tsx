import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-6 rounded-[4px] border border-b-2 border-line-strong bg-sheet px-1.5 text-center font-sans text-micro font-medium text-ink-soft">
      {children}
    </kbd>
  )
}
