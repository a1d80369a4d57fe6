'use client'

import { useActionState } from 'react'
import { SubmitButton } from '@/components/ui/submit-button'
import { leave } from './actions'
import { tellWindows } from './windows'

// Bound once: a form bound anew at each render never gets ready on a server that answers without scripts.
const bound = leave.bind(null, 'person')

/** Signs out of this browser, in every one of its windows. */
export function SignOutForm({ label = 'Sign out', pendingLabel = 'Signing out…', wide }: { label?: string; pendingLabel?: string; wide?: boolean }) {
  const [, act] = useActionState(bound, { reply: undefined })
  return (
    <form action={act} onSubmit={() => tellWindows({ type: 'left' })}>
      <SubmitButton variant="quiet" size="sm" pendingLabel={pendingLabel} {...(wide ? { wide } : {})}>{label}</SubmitButton>
    </form>
  )
}
