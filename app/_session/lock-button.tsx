'use client'

import { Lock } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { useSay } from '@/components/ui/speaking'
import { sessionCopy } from './_copy/session'
import { lockAndShow } from './actions'

// Bound once: a form bound anew at each render never gets ready on a server that answers without scripts.
const bound = lockAndShow.bind(null, 'person')

/** Locks at once. The page stays where it is under a cover; before any script has loaded, a lock screen leads back to it. */
export function LockButton() {
  const say = useSay(sessionCopy)
  const path = usePathname()
  const [, act] = useActionState(bound, { reply: undefined })
  return (
    <form action={act} onSubmit={(event) => {
      event.preventDefault()
      window.dispatchEvent(new Event('enamel-lock'))
    }}>
      <input type="hidden" name="next" value={path} />
      <Button type="submit" variant="secondary" size="sm" icon={<Lock aria-hidden="true" />}>{say.lockNow}</Button>
    </form>
  )
}
