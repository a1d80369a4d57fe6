import type { ReactNode } from 'react'
import { DemoRibbon } from './demo-ribbon'
import { Footer } from './footer'
import { SkipLink } from './skip-link'
import { words, type Prefs } from './words'
import { Wordmark } from './wordmark'

type Props = Prefs & {
  children: ReactNode
  /** Reads the page aloud. */
  reader?: ReactNode
  /** Beside the column on wide screens, below it on phones: the demo's accounts, what to have at hand. */
  aside?: ReactNode
  /** For pages to read rather than to fill in. */
  wide?: boolean
}

/** One thing to do and nothing else: sign in, unlock, accept an invitation. */
export function FocusShell({ lang, theme, size, demo, aside, reader, wide = false, children }: Props) {
  const say = words(lang)
  return (
    <div lang={lang} className="flex min-h-dvh flex-col">
      <SkipLink>{say.skip}</SkipLink>
      {demo ? <DemoRibbon lang={lang} /> : null}
      <div className="mx-auto flex w-full max-w-5xl flex-1 flex-col px-5 sm:px-8">
        <header className="py-3">
          <Wordmark label={say.home} />
        </header>
        <div className={wide ? 'flex-1 pt-8 pb-16' : 'grid flex-1 content-start gap-x-20 gap-y-12 pt-8 pb-16 sm:pt-14 lg:grid-cols-[minmax(0,25rem)_minmax(0,1fr)]'}>
          <main id="page" className={wide ? 'w-full max-w-[44rem]' : 'w-full max-w-[25rem]'}>
            {reader}
            {children}
          </main>
          {aside ? <aside className="min-w-0">{aside}</aside> : null}
        </div>
        <Footer {...{ lang, theme, size, demo }} />
      </div>
    </div>
  )
}
