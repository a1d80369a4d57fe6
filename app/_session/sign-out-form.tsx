'use client'

import { useActionState } from 'react'
import { useSay } from '@/components/ui/speaking'
import { SubmitButton } from '@/components/ui/submit-button'
import { sessionCopy } from './_copy/session'
import { leave } from './actions'
import { tellWindows } from './windows'

// Bound once: a form bound anew at each render never gets ready on a server that answers without scripts.
const bound = leave.bind(null, 'person')

/** Signs out of this browser, in every one of its windows. */
export function SignOutForm({ wide }: { wide?: boolean }) {
  const say = useSay(sessionCopy)
  const [, act] = useActionState(bound, { reply: undefined })
  return (
    <form action={act} onSubmit={() => tellWindows({ type: 'left' })}>
      <SubmitButton variant="quiet" size="sm" pendingLabel={say.signingOut} {...(wide ? { wide } : {})}>{say.signOut}</SubmitButton>
    </form>
  )
}
