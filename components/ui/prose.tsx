import type { ReactNode } from 'react'
import { cn } from './cn'

/** Running text, measured for reading. Style comes from the container so that the text stays plain HTML. */
export function Prose({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <div
      className={cn(
        'max-w-[34rem] space-y-4 text-body text-ink-soft',
        '[&_h2]:mt-10 [&_h2]:text-[1.125rem] [&_h2]:font-semibold [&_h2]:text-ink',
        '[&_h3]:mt-6 [&_h3]:font-semibold [&_h3]:text-ink [&_strong]:font-semibold [&_strong]:text-ink',
        '[&_ul]:list-disc [&_ul]:space-y-1.5 [&_ul]:ps-5 [&_ol]:list-decimal [&_ol]:space-y-1.5 [&_ol]:ps-5',
        '[&_li]:marker:text-ink-faint [&_a:not([class])]:text-violet [&_a:not([class])]:underline',
        className,
      )}
    >
      {children}
    </div>
  )
}
