'use client'

import { PlainForm } from '@/app/_components/plain-form'
import { switchHere } from '@/app/workstation/actions'
import { useFocusFirst } from './use-focus-first'
import { telling } from './telling'

/** At the practice's computer, after a colleague took a turn: the PIN brings this page's owner back to it. */
export function BackByPin({ name, place, onBack }: { name: string; place: string; onBack: () => void }) {
  const ref = useFocusFirst()
  return (
    <div ref={ref} className="mb-7">
      <PlainForm act={telling(switchHere.bind(null, 'visitor'), onBack)} hidden={{ member: place }} submit={`Come back as ${name}`} pending="One moment…" refused="Still covered" wide
        fields={[{ name: 'pin', label: 'Your PIN at this computer', kind: 'pin', autoComplete: 'off' }]} />
    </div>
  )
}
