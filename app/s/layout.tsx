import type { ReactNode } from 'react'
import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs, speak } from '@/app/prefs'
import { guestCopy } from '@/app/s/_copy/guest'

export const generateMetadata = async () => ({
  title: (await speak(guestCopy)).tab, referrer: 'same-origin' as const, robots: { index: false, follow: false },
})

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />}>{children}</FocusShell>
}
