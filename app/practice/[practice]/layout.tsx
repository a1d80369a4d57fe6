import { PracticeShell } from '@/components/layout/practice-shell'
import type { PracticePlace } from '@/components/layout/practice-places'
import { LockButton } from '@/app/_session/lock-button'
import { SessionKeeper } from '@/app/_session/session-keeper'
import { readPrefs } from '@/app/prefs'
import { ask } from '@/lib/access/page'
import { rolesInWords } from '@/lib/members/rules'
import { practiceFrame } from '@/lib/practice/queries'
import { ClosedBanner } from './_components/closed-banner'
import { ClosedWatch } from './_components/closed-watch'

/** The frame of the office. It reads no record and guards nothing: each page asks for itself. */
export default async function Layout({ params, children }: LayoutProps<'/practice/[practice]'>) {
  const { practice } = await params
  const [prefs, frame] = await Promise.all([readPrefs(), ask(practiceFrame, { practice }, {})])
  const answerable = frame.roles.includes('owner') || frame.roles.includes('privacy_officer')
  const show: PracticePlace[] = ['today', 'patients', 'to-file', 'history', ...(answerable ? (['privacy', 'members', 'workstations'] as const) : []), 'settings']
  return (
    <PracticeShell {...prefs} base={`/practice/${practice}`} practice={frame.practice} person={frame.person} roleWords={rolesInWords(frame.roles)} show={show} lock={<LockButton />}>
      <SessionKeeper />
      <ClosedWatch practice={practice} closed={frame.closed.toSorted().join(' ')} />
      <ClosedBanner practice={practice} closed={frame.closed} />
      {children}
    </PracticeShell>
  )
}
