import type { ReactNode } from 'react'
import { ReadAloud } from '@/app/_components/read-aloud'
import { FocusShell } from '@/components/layout/focus-shell'
import { readPrefs, speak } from '../prefs'
import { recoverCopy } from './_copy/recover'

export const generateMetadata = async () => ({ title: (await speak(recoverCopy)).title, referrer: 'same-origin' as const })

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />}>{children}</FocusShell>
}
