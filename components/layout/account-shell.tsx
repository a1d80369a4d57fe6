import type { ReactNode } from 'react'
import { ArrowLeft } from 'lucide-react'
import { TextLink } from '@/components/ui/text-link'
import { DemoRibbon } from './demo-ribbon'
import { Footer } from './footer'
import { SkipLink } from './skip-link'
import { words, type Prefs } from './words'
import { Wordmark } from './wordmark'

type Props = Prefs & {
  children: ReactNode
  /** Whose account this is. */
  person?: string | undefined
  /** Back to the hat the reader came from. */
  back?: { href: string; label: string } | undefined
  /** Reads the page aloud. */
  reader?: ReactNode
  /** Sign out, or a menu. */
  actions?: ReactNode
}

/** One's own account and the switcher between hats. */
export function AccountShell({ lang, theme, size, demo, person, back, actions, reader, children }: Props) {
  const say = words(lang)
  return (
    <div lang={lang} className="flex min-h-dvh flex-col">
      <SkipLink>{say.skip}</SkipLink>
      {demo ? <DemoRibbon lang={lang} /> : null}
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col px-5 sm:px-8">
        <header>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line py-3">
            <Wordmark label={say.home} narrow />
            <div className="flex flex-wrap items-center gap-x-4 text-small">
              {person ? <span className="font-name text-name">{person}</span> : null}
              {actions}
            </div>
          </div>
          {back ? (
            <TextLink
              look="plain"
              href={back.href}
              className="mt-3 inline-flex min-h-11 items-center gap-1.5 text-small text-ink-soft hover:text-ink"
            >
              <ArrowLeft aria-hidden="true" className="size-4" />
              {back.label}
            </TextLink>
          ) : null}
        </header>
        <main id="page" className="flex-1 pt-3 pb-16">
          {reader}
          {children}
        </main>
        <Footer {...{ lang, theme, size, demo }} />
      </div>
    </div>
  )
}
