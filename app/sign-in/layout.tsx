import type { ReactNode } from 'react'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs } from '../prefs'
import { DemoAccounts } from './_components/demo-accounts'

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} aside={<DemoAccounts />}>{children}</FocusShell>
}
