import type { ReactNode } from 'react'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '@/app/prefs'

export const metadata = { title: 'E-mail address', referrer: 'same-origin' }

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()}>{children}</FocusShell>
}
