import 'server-only'
import { cookies } from 'next/headers'
import type { Prefs } from '@/components/layout/words'
import { isDemo } from '@/lib/platform/demo'

/** How this browser wants pages to look and speak. The cookies are claims of taste; anything odd is the default. */
export async function readPrefs(): Promise<Prefs> {
  const jar = await cookies()
  const theme = jar.get('enamel-theme')?.value
  const lang = jar.get('enamel-lang')?.value
  return {
    lang: lang === 'es' ? 'es' : 'en',
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    demo: isDemo(),
  }
}
