import type { ReactNode } from 'react'
import { TextLink } from '@/components/ui/text-link'
import { FocusShell } from './focus-shell'
import { words, type Prefs } from './words'

type Props = Prefs & {
  /** What happened. */
  title: ReactNode
  /** What it means and what was kept. */
  children: ReactNode
  /** What to do next. */
  actions: ReactNode
  /** Reads the page aloud. */
  reader?: ReactNode
  /** Leads whoever looks into it to the log. */
  reference?: string | undefined
}

/** A page that could not be what was asked for. */
export function Trouble({ title, children, actions, reference, ...prefs }: Props) {
  return (
    <FocusShell {...prefs}>
      <svg aria-hidden="true" viewBox="0 0 120 22" className="mb-5 h-8 w-44 max-w-full text-line-strong" fill="none" strokeLinecap="round">
        <path d="M3 16H52M68 16H115" stroke="currentColor" />
        <path d="M52 16l5-4M68 16l-5 4" stroke="currentColor" className="text-pink-mark" strokeWidth="1.75" />
        <circle cx="116" cy="16" r="2.25" fill="currentColor" />
      </svg>
      <h1 className="font-name text-title font-[450] tracking-[-0.015em]">{title}</h1>
      <div className="mt-3 space-y-3 text-ink-soft">{children}</div>
      <div className="mt-7 flex flex-wrap gap-3">{actions}</div>
      <p className="mt-7 text-small text-ink-soft">
        <TextLink href="/help" look="quiet" className="inline-flex min-h-11 items-center">
          {words(prefs.lang).somethingWrong}
        </TextLink>
        {reference ? <span className="mt-1 block text-micro text-ink-faint">{reference}</span> : null}
      </p>
    </FocusShell>
  )
}
