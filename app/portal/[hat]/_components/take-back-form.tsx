'use client'

import { useActionState } from 'react'
import { Banner } from '@/components/ui/banner'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ActionState } from '@/lib/access/action'

type Props<O> = {
  document: string
  words: { takeBack: string; takingBack: string; notTakenBack: string }
  act: (previous: ActionState<O>, form: FormData) => Promise<ActionState<O>>
}

/** One button, and nothing typed: without what PlainForm needs for fields, which would weigh on a list that is mostly read. */
export function TakeBackForm<O>({ act, document, words }: Props<O>) {
  const [state, go] = useActionState(act, { reply: undefined })
  return (
    <form action={go}>
      {state.refused ? <Banner tone="danger" live title={words.notTakenBack}>{state.refused.says}</Banner> : null}
      <input type="hidden" name="document" value={document} />
      <SubmitButton variant="quiet" pendingLabel={words.takingBack}>{words.takeBack}</SubmitButton>
    </form>
  )
}
