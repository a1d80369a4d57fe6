import type { ReactNode } from 'react'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '../prefs'

export const metadata = { title: 'Your invitation', referrer: 'same-origin' }

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()}>{children}</FocusShell>
}
