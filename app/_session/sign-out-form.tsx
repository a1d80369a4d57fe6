'use client'

import { useActionState } from 'react'
import { SubmitButton } from '@/components/ui/submit-button'
import { leave } from './actions'
import { tellWindows } from './windows'

/** Signs out of this browser, in every one of its windows. */
export function SignOutForm({ label = 'Sign out', pendingLabel = 'Signing out…', wide }: { label?: string; pendingLabel?: string; wide?: boolean }) {
  const [, act] = useActionState(leave.bind(null, 'person'), { reply: undefined })
  return (
    <form action={act} onSubmit={() => tellWindows({ type: 'left' })}>
      <SubmitButton variant="quiet" size="sm" pendingLabel={pendingLabel} {...(wide ? { wide } : {})}>{label}</SubmitButton>
    </form>
  )
}
