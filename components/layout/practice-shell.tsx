import type { ReactNode } from 'react'
import { Menu as Lines } from 'lucide-react'
import { Speaking } from '@/components/ui/speaking'
import { ToastProvider } from '@/components/ui/toast'
import { TextLink } from '@/components/ui/text-link'
import { DemoRibbon } from './demo-ribbon'
import { Footer } from './footer'
import type { PracticePlace } from './practice-places'
import { PracticeRail } from './practice-rail'
import { SkipLink } from './skip-link'
import { words, type Prefs } from './words'
import { Wordmark } from './wordmark'

type Props = Prefs & {
  children: ReactNode
  /** `/practice/{practice}` */
  base: string
  practice: string
  person: string
  /** In words: "Front desk". */
  roleWords: string
  /** The form that locks this screen. */
  lock?: ReactNode
  /** Which places this role has; all where it is left out. What a place allows is decided there, not here. */
  show?: readonly PracticePlace[] | undefined
  /** A number beside a place, such as papers waiting to be filed. */
  counts?: Partial<Record<PracticePlace, number>> | undefined
}

/** The office: places on a dark rail, who is at the keyboard above, work in the middle. */
export function PracticeShell({ lang, theme, size, demo, base, practice, person, roleWords, lock, show, counts, children }: Props) {
  const say = words(lang)
  const rail = { base, say, show, counts }
  return (
    <div lang={lang} className="flex min-h-dvh flex-col">
      <SkipLink>{say.skip}</SkipLink>
      {demo ? <DemoRibbon lang={lang} /> : null}
      <div className="flex flex-1 flex-col lg:flex-row">
        <div className="on-rail no-print shrink-0 bg-rail text-rail-ink [--mark:var(--rail-mark)] lg:w-56">
          <div className="lg:sticky lg:top-0 lg:flex lg:max-h-dvh lg:flex-col lg:overflow-y-auto">
            <div className="hidden px-2 pt-3 pb-6 lg:block">
              <PracticeRail
                {...rail}
                head={
                  <div className="-mb-1 px-3">
                    <Wordmark label={say.home} href={base} />
                  </div>
                }
              />
            </div>
            <details className="group lg:hidden">
              <summary className="flex min-h-14 items-center gap-3 px-5 font-semibold">
                <Lines aria-hidden="true" className="size-5" />
                {say.menu}
                <span className="ms-auto truncate font-name text-name font-normal text-rail-soft">{practice}</span>
              </summary>
              <div className="px-2 pb-4">
                <PracticeRail {...rail} />
              </div>
            </details>
          </div>
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="no-print flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line px-5 py-1.5 lg:px-8">
            <p className="font-name text-name max-lg:hidden">{practice}</p>
            <div className="flex flex-1 flex-wrap items-center justify-end gap-x-5 gap-y-1 text-small">
              <p className="max-lg:me-auto">
                <span className="font-semibold">{person}</span> <span className="text-ink-faint">{roleWords}</span>
              </p>
              <TextLink look="plain" href="/hats" className="inline-flex min-h-11 items-center text-ink-soft hover:text-ink hover:underline">
                {say.switchHat}
              </TextLink>
              {lock}
            </div>
          </header>
          {/* The office speaks English. */}
          <main id="page" lang="en" className="w-full max-w-[76rem] flex-1 px-5 pt-6 pb-12 lg:px-8">
            <Speaking lang="en"><ToastProvider>{children}</ToastProvider></Speaking>
          </main>
          <Footer {...{ lang, theme, size, demo }} className="mx-5 lg:mx-8" />
        </div>
      </div>
    </div>
  )
}
