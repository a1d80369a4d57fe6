import type { ReactNode } from 'react'
import { FocusShell } from '@/components/layout/focus-shell'
import { ReadAloud } from '@/app/_components/read-aloud'
import { readPrefs, speak } from '@/app/prefs'
import { emailLinksCopy } from '../_copy/email-links'

export const generateMetadata = async () => ({ title: (await speak(emailLinksCopy)).tab, referrer: 'same-origin' as const })

export default async function Layout({ children }: { children: ReactNode }) {
  return <FocusShell {...await readPrefs()} reader={<ReadAloud />}>{children}</FocusShell>
}
