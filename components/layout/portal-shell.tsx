import type { ReactNode } from 'react'
import { CalendarDays, CircleUser, FileText, ScanEye } from 'lucide-react'
import { DemoRibbon } from './demo-ribbon'
import { Footer } from './footer'
import { NavLink } from './nav-link'
import { SkipLink } from './skip-link'
import { words, type Prefs } from './words'
import { Wordmark } from './wordmark'

export type PortalPlace = { href: string; label: string; icon: ReactNode }

type Props = Prefs & {
  children: ReactNode
  /** `/portal/{hat}` */
  base: string
  /** The practice's name. */
  practice: ReactNode
  /** <WhoseRecord/> */
  banner: ReactNode
  /** Sign out, or a menu. */
  actions?: ReactNode
  /** Reads the page aloud. */
  reader?: ReactNode
  /** Replaces the places of the navigation; keep them to four, for one thumb. */
  places?: readonly PortalPlace[] | undefined
}

/** The patient's side: one column, the places under the thumb on a phone and above the page elsewhere. */
export function PortalShell({ lang, theme, size, demo, base, practice, banner, actions, reader, places, children }: Props) {
  const say = words(lang)
  const all = places ?? [
    { href: `${base}/documents`, label: say.documents, icon: <FileText aria-hidden="true" /> },
    { href: `${base}/visits`, label: say.visits, icon: <CalendarDays aria-hidden="true" /> },
    { href: `${base}/who-looked`, label: say.whoLooked, icon: <ScanEye aria-hidden="true" /> },
    { href: '/account', label: say.account, icon: <CircleUser aria-hidden="true" /> },
  ]
  return (
    <div lang={lang} className="flex min-h-dvh flex-col">
      <SkipLink>{say.skip}</SkipLink>
      {demo ? <DemoRibbon lang={lang} /> : null}
      <div className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col">
        <header>
          {/* One calm row on a phone: the mark alone stands for the name. */}
          <div className="flex items-center justify-between gap-x-3 px-5 py-1 sm:px-8 sm:py-2 large:flex-wrap">
            <Wordmark label={say.home} href={base} narrow />
            <div className="flex min-w-0 flex-1 items-center justify-end gap-x-1 text-small text-ink-soft large:flex-wrap">
              <span className="min-w-0 text-end leading-tight break-words">{practice}</span>
              <span className="shrink-0 whitespace-nowrap">{actions}</span>
            </div>
          </div>
          {banner}
        </header>
        <nav
          aria-label={say.main}
          className="no-print z-30 border-line bg-page max-sm:fixed large:max-sm:static max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:mx-8 sm:border-b"
        >
          <ul className="flex sm:gap-x-7 large:flex-wrap large:gap-x-5">
            {all.map((place) => (
              <li key={place.href} className="min-w-0 max-sm:flex-1 large:max-sm:flex-auto">
                <NavLink
                  href={place.href}
                  className={
                    'flex min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-center text-micro font-medium text-ink-soft ' +
                    'border-t-[3px] border-transparent aria-[current]:border-violet aria-[current]:text-ink [&_svg]:size-5.5 ' +
                    'aria-[current]:[&_svg]:text-violet hover:text-ink sm:min-h-12 sm:flex-row sm:gap-2 sm:border-t-0 ' +
                    'sm:border-b-[3px] sm:px-0 sm:text-small sm:[&_svg]:size-4.5'
                  }
                >
                  {place.icon}
                  <span className="max-w-full break-words">{place.label}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <main id="page" className="flex-1 px-5 pt-3 pb-10 sm:px-8">
          {reader}
          {children}
        </main>
        <Footer {...{ lang, theme, size, demo }} className="mx-5 max-sm:mb-20 sm:mx-8" />
      </div>
    </div>
  )
}
