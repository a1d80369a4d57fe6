'use client'

import { PlainForm } from '@/app/_components/plain-form'
import { useSay } from '@/components/ui/speaking'
import { switchHere } from '@/app/workstation/actions'
import { sessionCopy } from './_copy/session'
import { useFocusFirst } from './use-focus-first'
import { telling } from './telling'

/** At the practice's computer, after a colleague took a turn: the PIN brings this page's owner back to it. */
export function BackByPin({ name, place, onBack }: { name: string; place: string; onBack: () => void }) {
  const ref = useFocusFirst()
  const say = useSay(sessionCopy)
  return (
    <div ref={ref} className="mb-7">
      <PlainForm act={telling(switchHere.bind(null, 'visitor'), onBack)} hidden={{ member: place }} submit={say.comeBack(name)} pending={say.moment} refused={say.stillCovered} wide
        fields={[{ name: 'pin', label: say.workPin, kind: 'pin', autoComplete: 'off' }]} />
    </div>
  )
}
