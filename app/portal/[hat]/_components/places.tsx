import { CalendarDays, CircleUser, FileText, ScanEye } from 'lucide-react'
import type { PortalPlace } from '@/components/layout/portal-shell'
import { words, type Lang } from '@/components/layout/words'

/** The places that this hat leads to: who is here for one thing finds what was sent, and nothing to look around in. */
export function placesOf(base: string, reach: { scope: string; visits: boolean }, lang: Lang): PortalPlace[] {
  const say = words(lang)
  return [
    { href: `${base}/documents`, label: say.documents, icon: <FileText aria-hidden="true" /> },
    ...(reach.visits ? [{ href: `${base}/visits`, label: say.visits, icon: <CalendarDays aria-hidden="true" /> }] : []),
    ...(reach.scope === 'task' ? [] : [{ href: `${base}/who-looked`, label: say.whoLooked, icon: <ScanEye aria-hidden="true" /> }]),
    { href: '/account', label: say.account, icon: <CircleUser aria-hidden="true" /> },
  ]
}
