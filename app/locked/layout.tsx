import type { ReactNode } from 'react'
import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '../prefs'

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />}>{children}</FocusShell>
}
