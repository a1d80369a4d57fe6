import type { ReactNode } from 'react'
import { PublicShell } from '@/components/layout/public-shell'
import { readPrefs } from '../prefs'

export default async function HelpLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell {...await readPrefs()}>
      <div className="mx-auto w-full max-w-2xl px-5 pt-8 sm:px-8 sm:pt-14">{children}</div>
    </PublicShell>
  )
}
