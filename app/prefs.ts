import 'server-only'
import { cookies } from 'next/headers'
import type { Prefs } from '@/components/layout/words'
import { asLang } from '@/lib/format/lang'
import { isDemo } from '@/lib/platform/demo'

/** How this browser wants pages to look and speak. The cookies are claims of taste; anything odd is the default. */
export async function readPrefs(): Promise<Prefs> {
  const jar = await cookies()
  const theme = jar.get('enamel-theme')?.value
  return {
    lang: asLang(jar.get('enamel-lang')?.value),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    demo: isDemo(),
  }
}
