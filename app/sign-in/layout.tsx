import type { ReactNode } from 'react'
import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '../prefs'
import { DemoAccounts } from './_components/demo-accounts'

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />} aside={<DemoAccounts />}>{children}</FocusShell>
}
