import type { ReactNode } from 'react'
import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs, speak } from '../prefs'
import { joinCopy } from './_copy/join'

export const generateMetadata = async () => ({ title: (await speak(joinCopy)).tab, referrer: 'same-origin' as const })

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />}>{children}</FocusShell>
}
