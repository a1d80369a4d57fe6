'use client'

import { Lock } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { lockAndShow } from './actions'

/** Locks at once. The page stays where it is under a cover; before any script has loaded, a lock screen leads back to it. */
export function LockButton({ label = 'Lock now' }: { label?: string }) {
  const path = usePathname()
  const [, act] = useActionState(lockAndShow.bind(null, 'person'), { reply: undefined })
  return (
    <form action={act} onSubmit={(event) => {
      event.preventDefault()
      window.dispatchEvent(new Event('enamel-lock'))
    }}>
      <input type="hidden" name="next" value={path} />
      <Button type="submit" variant="secondary" size="sm" icon={<Lock aria-hidden="true" />}>{label}</Button>
    </form>
  )
}
