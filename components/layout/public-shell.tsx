import type { ReactNode } from 'react'
import { TextLink } from '@/components/ui/text-link'
import { DemoRibbon } from './demo-ribbon'
import { Footer } from './footer'
import { SkipLink } from './skip-link'
import { words, type Prefs } from './words'
import { Wordmark } from './wordmark'

type Props = Prefs & {
  children: ReactNode
  /** Whoever is signed in finds the way to their hats in place of "Sign in". */
  signedIn?: { href: string; label: string } | undefined
}

/** Pages for everybody: home, security, help. */
export function PublicShell({ lang, theme, size, demo, signedIn, children }: Props) {
  const say = words(lang)
  const door = signedIn ?? { href: '/sign-in', label: say.signIn }
  return (
    <div lang={lang} className="flex min-h-dvh flex-col">
      <SkipLink>{say.skip}</SkipLink>
      {demo ? <DemoRibbon lang={lang} /> : null}
      <header className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 px-5 py-3 sm:px-8">
        <Wordmark label={say.home} />
        <nav aria-label={say.main} className="flex min-w-0 flex-wrap items-center gap-x-5 text-small font-medium">
          <TextLink look="plain" href="/security" className="inline-flex min-h-11 items-center hover:underline">
            {say.security}
          </TextLink>
          <TextLink
            look="plain"
            href={door.href}
            className="inline-flex min-h-11 items-center rounded-crown border border-line-strong px-4 font-semibold hover:border-ink"
          >
            {door.label}
          </TextLink>
        </nav>
      </header>
      <main id="page" className="flex-1">
        {children}
      </main>
      <Footer {...{ lang, theme, size, demo }} className="mx-auto mt-16 w-full max-w-6xl px-5 sm:px-8" />
    </div>
  )
}
