import type { ReactNode } from 'react'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '../prefs'

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()}>{children}</FocusShell>
}
