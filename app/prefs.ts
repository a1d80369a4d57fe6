import 'server-only'
import { cookies, headers } from 'next/headers'
import type { Prefs } from '@/components/layout/words'
import { readerLang, type Lang } from '@/lib/format/lang'
import { sizes } from '@/lib/account/schema'
import { isDemo } from '@/lib/platform/demo'

/**
 * How this browser wants pages to look and speak. The cookies are claims of taste; anything odd is the default. Before
 * anybody has chosen, the language is what the browser asks for: an invitation's first page is nobody's yet.
 */
export async function readPrefs(): Promise<Prefs> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const theme = jar.get('enamel-theme')?.value
  return {
    lang: readerLang(jar.get('enamel-lang')?.value, head.get('accept-language')),
    size: sizes.find((size) => size === jar.get('enamel-size')?.value) ?? '100',
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    demo: isDemo(),
  }
}

/** A page's own words in its reader's language: `const say = await speak(visitsCopy)`. */
export async function speak<C>(copy: Record<Lang, C>): Promise<C> {
  return copy[(await readPrefs()).lang]
}
