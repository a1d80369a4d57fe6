import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

type Props = Omit<ComponentProps<typeof Link>, 'prefetch' | 'className'> & {
  /** `plain` drops the underline for links whose place already says so (navigation, whole rows). */
  look?: 'inline' | 'plain' | 'quiet' | undefined
  className?: string | undefined
  children: ReactNode
}

const looks = {
  inline: 'text-violet underline decoration-1 underline-offset-[0.2em] hover:decoration-2',
  quiet: 'text-ink-soft underline decoration-line-strong underline-offset-[0.2em] hover:text-ink hover:decoration-2',
  plain: '',
}

/** A link that never prefetches: hovering over a list must open no record. */
export function TextLink({ look = 'inline', className, children, ...rest }: Props) {
  return (
    <Link {...rest} prefetch={false} className={cn(looks[look], className)}>
      {children}
    </Link>
  )
}
