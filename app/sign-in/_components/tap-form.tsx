'use client'

import { useSearchParams } from 'next/navigation'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/ui/submit-button'
import { useSay } from '@/components/ui/speaking'
import type { ActionState } from '@/lib/access/action'
import { signInCopy } from '../_copy/sign-in'

type Act = (previous: ActionState<{ next: string }>, form: FormData) => Promise<ActionState<{ next: string }>>

/** Enters as one of the demo's people, and goes where the reader was going. */
export function TapForm({ act, account, name }: { act: Act; account: string; name: string }) {
  const say = useSay(signInCopy)
  const next = useSearchParams().get('next')
  const [state, go] = useActionState(act, { reply: undefined })
  return (
    <form action={go}>
      <input type="hidden" name="account" value={account} />
      {next ? <input type="hidden" name="next" value={next.slice(0, 500)} /> : null}
      <SubmitButton variant="secondary" size="sm" pendingLabel={say.entering} aria-label={say.enterAs(name)}>{say.enter}</SubmitButton>
      {state.refused ? <p role="alert" className="mt-2 max-w-48 text-micro font-medium text-pink">{state.refused.says}</p> : null}
    </form>
  )
}
