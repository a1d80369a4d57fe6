import type { ReactNode } from 'react'
import { PublicShell } from '@/components/layout/public-shell'
import { readPrefs } from '../prefs'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  return <PublicShell {...await readPrefs()}>{children}</PublicShell>
}
