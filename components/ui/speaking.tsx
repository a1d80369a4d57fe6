'use client'

import { createContext, useContext, type ReactNode } from 'react'
import type { Lang } from '@/lib/format/lang'

const Spoken = createContext<Lang>('en')

/** What is inside speaks this language. The root layout says which; the office stays English. */
export function Speaking({ lang, children }: { lang: Lang; children: ReactNode }) {
  return <Spoken value={lang}>{children}</Spoken>
}

/** The language of the page around, for parts that run in the browser and are handed no words. */
export function useLang(): Lang {
  return useContext(Spoken)
}

/** A dictionary's words in the language of the page around. */
export function useSay<C>(copy: Record<Lang, C>): C {
  return copy[useContext(Spoken)]
}
